"""MT940 is read whole or refused: what the library would drop, overwrite or guess is noticed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bank_files.camt_writer import write_camt
from tests.bank_files.generators import codes, days, names
from tests.size import size
from wellkept.bank_files import join_pages, parse_statements, read_statements
from wellkept.bank_files.bank_statement import (
    Account,
    Balance,
    BankStatement,
    Counterparty,
    Entry,
    Page,
    Payment,
    with_digests,
)
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal

quick = settings(max_examples=size(10, 1500), deadline=None, suppress_health_check=list(HealthCheck))

GERMAN = """:20:STARTUMSE
:25:10020030/1234567
:28C:5/1
:60F:C261130EUR2187,95
:61:2611301130CR3000,00NTRFNONREF//BANK-77
:86:166?00GUTSCHRIFT?100599?20EREF+RF82418016?2138I2?22SVWZ+Rechnung RF82 4180 16
?2338 I2 danke?30COBADEFFXXX?31DE89370400440532013000?32Mueller und?33 Sohn
:62F:C261130EUR5187,95
-
"""


def refusal(text: str | bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_statements(text if isinstance(text, bytes) else text.encode())
    return caught.value.in_words()


def money(amount: Decimal) -> str:
    return f"{abs(amount):f}".replace(".", ",")


def write(
    number: int, opening: Decimal, closing: Decimal, rows: list[tuple[Decimal, date, str, str, str]]
) -> str:
    lines = [":20:REF", ":25:DE89370400440532013000", f":28C:{number}/1"]
    lines += [f":60F:{'D' if opening < 0 else 'C'}261130EUR{money(opening)}"]
    for amount, day, own, bank, name in rows:
        side = "D" if amount < 0 else "C"
        lines += [f":61:{day:%y%m%d%m%d}{side}{money(amount)}NTRF{own or 'NONREF'}//{bank}"]
        lines += [f":86:166?00POST?20SVWZ+Text of {own}?32{name}"]
    return "\n".join([*lines, f":62F:{'D' if closing < 0 else 'C'}261130EUR{money(closing)}", "-", ""])


@pytest.mark.long
@quick
@given(
    st.integers(1, 999),
    st.integers(-(10**7), 10**7),
    st.lists(
        st.tuples(st.integers(1, 10**7), st.booleans(), days, st.just("") | codes, codes, names), max_size=4
    ),
)
def test_a_statement_is_read_as_it_was_written(
    number: int, start: int, drawn: list[tuple[int, bool, date, str, str, str]]
) -> None:
    rows = [
        (Decimal(cents if came_in else -cents) / 100, day, own, bank, name)
        for cents, came_in, day, own, bank, name in drawn
    ]
    opening = Decimal(start) / 100
    closing = opening + sum(row[0] for row in rows)
    account = Account("DE89370400440532013000", "EUR")
    entries = [
        Entry(
            amount=Money(amount, "EUR"),
            state="booked",
            booking_day=day,
            value_day=day,
            bank_reference=bank,
            code="NTRF",
            payments=(
                Payment(
                    amount=Money(amount, "EUR"),
                    bank_reference=bank,
                    instruction_id=own,
                    text=f"Text of {own}".strip(),
                    counterparty=Counterparty(name),
                ),
            ),
            note="POST",
        )
        for amount, day, own, bank, name in rows
    ]
    today = date(2026, 11, 30)
    (read,) = read_statements(write(number, opening, closing, rows).encode())
    assert read == BankStatement(
        kind="statement",
        form="MT940",
        account=account,
        entries=with_digests(account, entries),
        id="REF",
        number=str(number),
        first_day=today,
        last_day=today,
        opening=Balance(Money(opening, "EUR"), today),
        closing=Balance(Money(closing, "EUR"), today),
    )


def test_the_german_fields_are_put_together() -> None:
    (read,) = read_statements(GERMAN.encode())
    (payment,) = read.entries[0].payments
    assert payment.end_to_end_id == "RF8241801638I2"
    assert payment.text == "Rechnung RF82 4180 1638 I2 danke"
    assert payment.counterparty == Counterparty("Mueller und Sohn", "DE89370400440532013000")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encodings_and_line_ends_of_banks_are_read(encoding: str, line_end: str) -> None:
    raw = GERMAN.replace("Mueller", "Müller").replace("\n", line_end).encode(encoding)
    assert read_statements(raw)[0].entries[0].payments[0].counterparty.name == "Müller und Sohn"


def test_reversals_keep_their_sign() -> None:
    text = GERMAN.replace("CR3000,00", "RC3000,00").replace("C261130EUR5187,95", "D261130EUR812,05")
    (read,) = read_statements(text.encode())
    assert (read.entries[0].amount.amount, read.entries[0].reversal) == (-3000, True)


def test_the_same_entry_has_one_digest_in_both_formats() -> None:
    (read,) = read_statements(GERMAN.encode())
    account = Account("10020030/1234567", "EUR")
    day, amount = date(2026, 11, 30), Money(Decimal("3000.0"), "EUR")
    entry = Entry(
        amount, "booked", day, day, (Payment(amount, text="Other words"),), bank_reference="BANK-77"
    )
    other = BankStatement("statement", "", account, (entry,))
    (as_camt,) = parse_statements(write_camt(other))
    assert as_camt.entries[0].digest == read.entries[0].digest


def test_pages_are_joined() -> None:
    first = GERMAN.replace(":62F:", ":62M:")
    second = GERMAN.replace(":28C:5/1", ":28C:5/2").replace(
        ":60F:C261130EUR2187,95", ":60M:C261130EUR5187,95"
    )
    second = second.replace(":62F:C261130EUR5187,95", ":62F:C261130EUR8187,95")
    pages = read_statements((first + second).encode())
    assert [page.page for page in pages] == [Page(1, False), Page(2, True)]
    (whole,) = join_pages(pages)
    assert [entry.amount.amount for entry in whole.entries] == [3000, 3000]
    assert whole.closing == Balance(Money(Decimal("8187.95"), "EUR"), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (":62F:C261130EUR5187,95", "", "Line 1: The statement is cut off: its closing balance is missing."),
        (":60F:C261130EUR2187,95\n", "", "Line 1: The opening balance of this statement is missing."),
        (":25:10020030/1234567\n", "", "Line 1: The statement does not name its account."),
        (":20:STARTUMSE\n", "", "The file is no bank statement: neither camt (XML) nor MT940."),
        (
            ":20:STARTUMSE",
            ":61:2611301130C1,00NTRF\n:20:X",
            "Line 1: The beginning of this statement is missing.",
        ),
        (
            "CR3000,00",
            "XR3000,00",
            "Line 1: This statement is damaged: a field has another form than in MT940.",
        ),
        (
            "2611301130CR",
            "2613301130CR",
            "Line 1: This statement is damaged: a field has another form than in MT940.",
        ),
        (
            "C261130EUR5187,95",
            "C261130USD5187,95",
            "Statement 5 of account 10020030/1234567: The closing balance is in USD, and the account is in EUR.",
        ),
        (
            "CR3000,00NTRF",
            "CR3000,00\n:61:2611301130C1,00NTRF",
            "Line 1: Some entries of this statement cannot be read.",
        ),
        (
            "5187,95\n-",
            "5187,95\n:61:2611301130C1,00NTRF\n-",
            "Line 1: Entries stand behind the closing balance.",
        ),
        (
            "CR3000,00",
            "CR3000,01",
            "Statement 5 of account 10020030/1234567: The balances do not add up: with the entries, 2187.95 EUR at the "
            "beginning becomes 5187.96 EUR, and the bank says 5187.95 EUR.",
        ),
        ("danke", "x" * 5000, "Line 1: The field 86 of this statement is too long."),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(old: str, new: str, sentence: str) -> None:
    assert old in GERMAN
    assert refusal(GERMAN.replace(old, new)) == sentence


def test_a_text_that_is_the_name_of_a_file_opens_no_file() -> None:
    assert refusal(b"/etc/passwd") == "The file is no bank statement: neither camt (XML) nor MT940."
    assert refusal(b"") == "The file is no bank statement: neither camt (XML) nor MT940."
