"""Files for the bank pass the schemas of ISO 20022, hold what was asked, and nothing that a bank would refuse."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import sepaxml
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.size import size
from wellkept.bank_files import (
    BankParty,
    CreditTransfer,
    DirectDebit,
    Mandate,
    MessageHead,
    PostalAddress,
    SepaFile,
    credit_transfer_file,
    direct_debit_file,
)
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal

SCHEMAS = Path(sepaxml.__file__).parent / "schemas"
HEAD = MessageHead("MSG-2026-11-30", datetime(2026, 11, 30, 12, tzinfo=UTC))
ADDRESS = PostalAddress("Köln", "DE", "Hauptstraße", "1a", "50667")
WE = BankParty("Lindenau Elektro", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX", ADDRESS)
CREDITOR_ID = "DE98ZZZ09999999999"
ANA = BankParty("Ana Muster", "AT611904300234573201")
MANDATE = Mandate("M-4180-1638", date(2026, 1, 2), "RCUR")
COLLECTED = date(2026, 12, 15)
TEXTS = st.text(max_size=90)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


DEBIT = DirectDebit(
    "4180-1638/I2", eur("119.00"), ANA, MANDATE, date(2026, 12, 1), reference="RF8241801638I2"
)
TRANSFER = CreditTransfer("4180-1638/C1", eur("0.01"), ANA, text="Refund for 4180-1638")


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / f"{name}.xsd")))


def values(file: SepaFile, name: str) -> list[str | None]:
    root = etree.fromstring(file.content)
    schema(file.name).assertValid(root)
    return [element.text for element in root.iter(f"{{*}}{name}")]


def debits(*rows: DirectDebit, creditor_id: str = CREDITOR_ID, we: BankParty = WE) -> SepaFile:
    return direct_debit_file(HEAD, we, creditor_id, rows, collected=COLLECTED)


def transfers(*rows: CreditTransfer, we: BankParty = WE) -> SepaFile:
    return credit_transfer_file(HEAD, we, rows, executed=COLLECTED)


def test_debits_are_grouped_by_their_place_in_the_mandate() -> None:
    first = replace(DEBIT, end_to_end_id="A", mandate=replace(MANDATE, id="M-2", sequence="FRST"))
    once = replace(DEBIT, end_to_end_id="B", amount=eur("1.50"), mandate=replace(MANDATE, sequence="OOFF"))
    file = debits(DEBIT, first, once)
    assert file.name == "pain.008.001.08"
    assert values(file, "SeqTp") == ["FRST", "RCUR", "OOFF"]
    assert values(file, "PmtInfId") == [f"MSG-2026-11-30-{part}" for part in ("FRST", "RCUR", "OOFF")]
    assert values(file, "EndToEndId") == ["A", "4180-1638/I2", "B"]
    assert values(file, "CtrlSum") == ["239.50", "119.00", "119.00", "1.50"]
    assert values(file, "NbOfTxs") == ["3", "1", "1", "1"]
    assert values(file, "ReqdColltnDt") == ["2026-12-15"] * 3
    assert values(file, "MndtId") == ["M-2", "M-4180-1638", "M-4180-1638"]
    assert values(file, "DtOfSgntr") == ["2026-01-02"] * 3
    assert values(file, "Ref") == ["RF8241801638I2"] * 3
    assert set(values(file, "IBAN")) == {"DE89370400440532013000", ANA.iban}
    assert (file.count, file.total) == (3, Decimal("239.50"))


def test_a_transfer_goes_out_with_its_text() -> None:
    file = transfers(TRANSFER, replace(TRANSFER, end_to_end_id="X", text="", reference="RF82 4180 1638 I2"))
    assert file.name == "pain.001.001.09"
    assert values(file, "Ustrd") == ["Refund for 4180-1638"]
    assert values(file, "Ref") == ["RF8241801638I2"]
    assert values(file, "InstdAmt") == ["0.01", "0.01"]
    assert values(file, "TwnNm") == ["Koeln"]


def test_texts_are_written_in_the_characters_of_sepa_and_said() -> None:
    file = transfers(
        replace(TRANSFER, recipient=replace(ANA, name="Zoë Groß & Łukasz"), text="Für 4180‑1638 € 5")
    )
    assert values(file, "Nm")[-1] == "Zoe Gross + Lukasz"
    assert values(file, "Ustrd") == ["Fuer 4180-1638 EUR 5"]
    assert dict(file.changed) == {
        "Zoë Groß & Łukasz": "Zoe Gross + Lukasz",
        "Für 4180‑1638 € 5": "Fuer 4180-1638 EUR 5",
        "Köln": "Koeln",
        "Hauptstraße": "Hauptstrasse",
    }


@pytest.mark.long
@settings(max_examples=size(5, 2000), deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(1, 99_999_999_999))
def test_any_text_makes_a_file_that_passes_the_schema_or_a_refusal(
    name: str, text: str, street: str, town: str, cents: int
) -> None:
    other = BankParty(name, ANA.iban, address=PostalAddress(town, "AT", street))
    amount = Money(Decimal(cents) / 100, "EUR")
    for make in (
        lambda: debits(replace(DEBIT, debtor=other, reference="", text=text, amount=amount)),
        lambda: transfers(replace(TRANSFER, recipient=other, text=text, amount=amount)),
    ):
        with contextlib.suppress(Refusal):
            assert values(make(), "CtrlSum") == [f"{Decimal(cents) / 100:.2f}"] * 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"amount": eur("0.00")}, "The amount must be whole cents between 0.01 and 999,999,999.99 euros."),
        ({"amount": eur("-1.00")}, "The amount must be whole cents between 0.01 and 999,999,999.99 euros."),
        ({"amount": eur("1.005")}, "The amount must be whole cents between 0.01 and 999,999,999.99 euros."),
        (
            {"amount": eur("1000000000")},
            "The amount must be whole cents between 0.01 and 999,999,999.99 euros.",
        ),
        (
            {"amount": Money(Decimal(1), "CHF")},
            "SEPA carries euros only, and this amount is in CHF.",
        ),
        ({"end_to_end_id": "/x"}, "“/x” cannot be the id of a payment."),
        ({"end_to_end_id": "a//b"}, "“a//b” cannot be the id of a payment."),
        ({"end_to_end_id": "ä"}, "“ä” cannot be the id of a payment."),
        ({"end_to_end_id": "x" * 36}, f"“{'x' * 36}” cannot be the id of a payment."),
        ({"text": "both"}, "A payment has a reference or a text, never both."),
        ({"reference": "RF1841801638I2"}, "“RF1841801638I2” is no reference after ISO 11649."),
        ({"reference": "", "text": "x" * 141}, "The text has more than 140 characters."),
        (
            {"debtor": replace(ANA, iban="AT611904300234573202")},
            "“AT611904300234573202” is no IBAN: a character is wrong or missing.",
        ),
        (
            {"debtor": replace(ANA, iban="TR330006100519786457841326")},
            "The account TR330006100519786457841326 is in a country outside SEPA.",
        ),
        ({"debtor": replace(ANA, bic="XX")}, "“XX” is no BIC."),
        ({"debtor": replace(ANA, name="  ")}, "The name is missing, or has no Latin letters."),
        (
            {"debtor": replace(ANA, address=PostalAddress("", "AT"))},
            "An address needs its town and its country as two letters.",
        ),
        ({"mandate": replace(MANDATE, id="M 1")}, "“M 1” cannot be the id of a mandate."),
        (
            {"mandate": replace(MANDATE, signed=date(2027, 1, 1))},
            "The mandate is signed later than the money would be collected.",
        ),
        (
            {"announced": date(2026, 12, 2)},
            "The payer was told on 2026-12-02, which is less than 14 days before 2026-12-15.",
        ),
    ],
)
def test_a_payment_that_cannot_be_is_named_with_its_reason(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refusal) as caught:
        debits(replace(DEBIT, end_to_end_id="first"), replace(DEBIT, **change))  # type: ignore[arg-type]
    assert caught.value.in_words() == f"Payment 2: {sentence}"


def test_a_shorter_notice_is_taken_if_it_was_agreed() -> None:
    assert debits(replace(DEBIT, announced=date(2026, 12, 14), notice_days=1)).count == 1


def test_a_file_that_cannot_be_is_refused() -> None:
    refused = {
        "There is no payment to write into the file.": lambda: transfers(),
        "Two payments have the id 4180-1638/C1.": lambda: transfers(TRANSFER, TRANSFER),
        "“DE99ZZZ09999999999” is no creditor identifier.": lambda: debits(
            DEBIT, creditor_id="DE99ZZZ09999999999"
        ),
        "Our own account: “DE00” is no IBAN: a character is wrong or missing.": lambda: transfers(
            TRANSFER, we=replace(WE, iban="DE00")
        ),
        "“ü” cannot be the id of a message.": lambda: credit_transfer_file(
            replace(HEAD, id="ü"), WE, [TRANSFER], executed=COLLECTED
        ),
    }
    for sentence, make in refused.items():
        with pytest.raises(Refusal) as caught:
            make()
        assert caught.value.in_words() == sentence


def test_a_refusal_speaks_german() -> None:
    with translation.override("de"), pytest.raises(Refusal) as caught:
        debits(replace(DEBIT, announced=date(2026, 12, 2)))
    with translation.override("de"):
        assert caught.value.in_words() == (
            "Zahlung 1: Der Zahler hat am 2026-12-02 davon erfahren, das sind weniger als 14 Tage vor dem 2026-12-15."
        )
