"""Public samples of bank statements are read whole, and those that cannot be true are refused in words.

The files are kept outside the product (`../shared/data` beside the checkout, or WELLKEPT_SHARED_DATA).
"""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from wellkept.bank_files import parse_statements, read_statements
from wellkept.kernel.refusal import Refusal

DATA = Path(os.environ.get("WELLKEPT_SHARED_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
BANK = DATA / "bank"
NO_STATEMENT = "The file is no bank statement: neither camt (XML) nor MT940."

pytestmark = pytest.mark.skipif(not BANK.exists(), reason=f"the sample bank statements are not at {BANK}")

# For each sample: statements, entries, the sum of their amounts in all currencies.
WHOLE: dict[str, tuple[int, int, str]] = {
    "camt/camt052.v4.xml": (1, 1, "-200000"),
    "camt/camt053.v2.five.decimals.xml": (1, 1, "8.850"),
    "camt/camt053.v2.minimal.xml": (1, 1, "8.85"),
    "camt/camt053.v2.multi.statement.xml": (2, 2, "1.85"),
    "camt/camt053.v2.with-account-name.xml": (1, 1, "8.85"),
    "camt/camt053.v3.xml": (1, 1, "8.85"),
    "camt/camt053.v4.xml": (1, 1, "8.85"),
    "camt/camt053.v8.xml": (1, 1, "8.85"),
    "camt/camt054.v4.xml": (1, 1, "-200000"),
    "mt940/ASNB-0708271685_09022020_164516.940.txt": (31, 8, "56.94"),
    "mt940/cmxl-mt940.sta": (3, 16, "12327.30"),
    "mt940/jejik-abnamro.sta": (2, 10, "-345.93"),
    "mt940/jejik-generic.sta": (2, 2, "-20.00"),
    "mt940/jejik-ing.sta": (1, 7, "-45.59"),
    "mt940/jejik-knab.sta": (2, 3, "-6260.00"),
    "mt940/jejik-postfinance.sta": (2, 4, "159.4"),
    "mt940/jejik-rabobank-iban.sta": (2, 4, "-70.00"),
    "mt940/jejik-rabobank.sta": (4, 5, "-1589.09"),
    "mt940/jejik-sns.sta": (2, 2, "-25.00"),
    "mt940/jejik-triodos.sta": (1, 2, "-715.70"),
}
# Whoever made these samples changed amounts or currencies by hand, so that they cannot be true.
REFUSED = {
    "camt/camt053.v2.wrong.xml": "Line 3: The message has no statement in it.",
    "camt/camt052.v4.xml": "Entry 1 is in SEK, and the account is in CHF.",
    "camt/camt053.v2.five.decimals.xml": "becomes 27.00 EUR, and the bank says 27.05 EUR.",
    "camt/camt053.v2.minimal.xml": "The closing balance is in SEK, and the account is in EUR.",
    "camt/camt053.v3.xml": "The closing balance is in SEK, and the account is in EUR.",
    "camt/camt053.v4.xml": "The closing balance is in SEK, and the account is in EUR.",
    "camt/camt053.v8.xml": "The closing balance is in SEK, and the account is in EUR.",
    "mt940/jejik-abnamro.sta": "becomes 2914.84 EUR, and the bank says 876.84 EUR.",
    "mt940/jejik-ing.sta": "becomes -45.59 EUR, and the bank says 3.47 EUR.",
    "mt940/jejik-knab.sta": "becomes -3701.02 EUR, and the bank says 798.98 EUR.",
    "mt940/jejik-postfinance.sta": "becomes 159.40 CHF, and the bank says 159.60 CHF.",
    "mt940/jejik-rabobank.sta": "becomes -740.11 EUR, and the bank says 395.82 EUR.",
    "mt940/jejik-triodos.sta": "becomes 4259.39 EUR, and the bank says 4370.79 EUR.",
    # Single fields, no statements.
    "mt940/cmxl-account_balance_credit.sta": NO_STATEMENT,
    "mt940/cmxl-account_balance_debit.sta": NO_STATEMENT,
    "mt940/cmxl-account_identification_iban.sta": NO_STATEMENT,
    "mt940/cmxl-account_identification_legacy.sta": NO_STATEMENT,
    "mt940/cmxl-available_balance.sta": NO_STATEMENT,
    "mt940/cmxl-closing_balance.sta": NO_STATEMENT,
    "mt940/cmxl-reference.sta": "Line 1: The statement is cut off: its closing balance is missing.",
    "mt940/cmxl-statement_details.sta": NO_STATEMENT,
    "mt940/cmxl-statement_line.sta": NO_STATEMENT,
    "mt940/cmxl-statement_number.sta": NO_STATEMENT,
}


def samples() -> list[str]:
    return sorted(
        str(path.relative_to(BANK)) for path in BANK.glob("*/*") if path.is_file() and path.name != "LICENSE"
    )


def test_every_sample_has_its_verdict() -> None:
    assert samples() == sorted(WHOLE.keys() | REFUSED.keys())


@pytest.mark.parametrize("sample", WHOLE)
def test_a_sample_is_read_whole(sample: str) -> None:
    statements = parse_statements((BANK / sample).read_bytes())
    entries = [entry for statement in statements for entry in statement.entries]
    total = sum((entry.amount.amount for entry in entries), Decimal())
    assert (len(statements), len(entries), total) == (*WHOLE[sample][:2], Decimal(WHOLE[sample][2]))
    assert len(
        {(entry.digest, statement.id) for statement in statements for entry in statement.entries}
    ) == len(entries)


@pytest.mark.parametrize("sample", samples() if BANK.exists() else [])
def test_a_sample_is_taken_or_refused_in_words(sample: str) -> None:
    raw = (BANK / sample).read_bytes()
    if sample not in REFUSED:
        assert read_statements(raw) == parse_statements(raw)
        return
    with pytest.raises(Refusal) as caught:
        read_statements(raw)
    assert caught.value.in_words().endswith(REFUSED[sample])


def test_names_references_and_amounts_of_the_samples_are_in_the_values() -> None:
    (statement,) = parse_statements((BANK / "camt/camt053.v8.xml").read_bytes())
    (payment,) = statement.entries[0].payments
    assert (statement.number, statement.account.owner, statement.entries[0].code) == (
        "12312",
        "FINPETROL",
        "PMNT-RCDT-BOOK",
    )
    assert (payment.end_to_end_id, payment.counterparty.name, payment.counterparty.account) == (
        "MUELL/FINP/RA12345",
        "NAME NAME",
        "NL56AGDH9619008421",
    )
    assert [reference.text for reference in payment.references] == ["4654654654654654"]

    (report,) = parse_statements((BANK / "camt/camt052.v4.xml").read_bytes())
    (foreign,) = report.entries[0].payments
    assert foreign.exchange is not None
    assert (
        str(foreign.exchange.instructed and foreign.exchange.instructed.plain()),
        foreign.exchange.rate,
    ) == (
        "4.10 USD",
        Decimal("0.9253030601"),
    )
    assert [charge.amount.plain() for charge in foreign.charges] == ["-0.31 CHF"]
    assert report.entries[0].state == "pending"

    (notification,) = parse_statements((BANK / "camt/camt054.v4.xml").read_bytes())
    assert (notification.entries[0].count, len(notification.entries[0].payments)) == (3, 3)

    (_asn, *_rest) = parse_statements((BANK / "mt940/ASNB-0708271685_09022020_164516.940.txt").read_bytes())
    assert _asn.entries[0].payments[0].counterparty.account == "NL47INGB9999999999"
