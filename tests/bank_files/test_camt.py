"""The reader of camt messages gives back what a writer of its own wrote, and refuses what cannot be true."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bank_files.camt_writer import write_camt
from tests.bank_files.generators import statements
from tests.size import size
from wellkept.bank_files import join_pages, parse_statements, read_statements, unexplained
from wellkept.bank_files.bank_statement import (
    Account,
    Balance,
    BankStatement,
    Entry,
    Page,
    Payment,
    with_digests,
)
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal

quick = settings(max_examples=size(8, 1500), deadline=None, suppress_health_check=list(HealthCheck))
ACCOUNT = Account("DE89370400440532013000", "EUR")
DAY = date(2026, 11, 30)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def entry(amount: str, reference: str = "", **values: object) -> Entry:
    values = {"payments": (Payment(eur(amount)),), "state": "booked", **values}
    return Entry(eur(amount), booking_day=DAY, value_day=DAY, bank_reference=reference, **values)  # type: ignore[arg-type]


def statement(
    *entries: Entry, opening: str = "10.00", closing: str = "10.00", **values: object
) -> BankStatement:
    values = {"kind": "statement", "form": "", "number": "7", **values}
    return BankStatement(
        account=ACCOUNT,
        entries=with_digests(ACCOUNT, entries),
        opening=Balance(eur(opening), DAY) if opening else None,
        closing=Balance(eur(closing), DAY) if closing else None,
        **values,  # type: ignore[arg-type]
    )


def refusal(raw: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_statements(raw)
    assert caught.value.status == 422
    return caught.value.in_words()


@pytest.mark.long
@quick
@given(
    st.lists(statements(), min_size=1, max_size=2),
    st.sampled_from([2, 4, 6, 8, 13]),
    st.sampled_from(["utf-8", "utf-16", "iso-8859-1", "windows-1252", "us-ascii"]),
)
def test_a_statement_is_read_as_it_was_written(
    drawn: list[BankStatement], version: int, encoding: str
) -> None:
    first = drawn[0]
    same_kind = [replace(value, kind=first.kind, message_id=first.message_id) for value in drawn]
    number = {"statement": "053", "report": "052", "notification": "054"}[first.kind]
    raw = write_camt(*same_kind, version=version, encoding=encoding)
    expected = tuple(replace(value, form=f"camt.{number}.001.{version:02d}") for value in same_kind)
    assert read_statements(raw) == expected


def test_a_batch_keeps_its_parts_and_what_they_leave_open() -> None:
    parts = (Payment(eur("30.00"), end_to_end_id="A"), Payment(eur("12.00"), end_to_end_id="B"))
    batch = entry("42.50", "REF1", payments=parts, count=2)
    (read,) = read_statements(write_camt(statement(batch, closing="52.50")))
    assert [payment.end_to_end_id for payment in read.entries[0].payments] == ["A", "B"]
    assert unexplained(read.entries[0]) == eur("0.50")


def test_a_batch_without_its_parts_still_says_how_many_it_has() -> None:
    raw = write_camt(statement(entry("42.50"), closing="52.50")).replace(
        b"<NtryDtls>", b"<NtryDtls><Btch><NbOfTxs>25</NbOfTxs></Btch>"
    )
    without_parts = re.sub(rb"<TxDtls>.*?</TxDtls>", b"", raw)
    (read,) = read_statements(without_parts)
    assert (read.entries[0].count, len(read.entries[0].payments)) == (25, 1)


def test_the_counterparty_of_a_returned_direct_debit_is_the_customer() -> None:
    raw = write_camt(statement(entry("-42.00", reversal=True), closing="-32.00")).replace(
        b"</Refs>",
        b"</Refs><RltdPties><Dbtr><Pty><Nm>Customer</Nm></Pty></Dbtr><Cdtr><Pty><Nm>We</Nm></Pty></Cdtr></RltdPties>"
        b"<RtrInf><Rsn><Cd>MD06</Cd></Rsn></RtrInf>",
    )
    (payment,) = read_statements(raw)[0].entries[0].payments
    assert payment.counterparty.name == "Customer"
    assert payment.return_reason is not None
    assert payment.return_reason.code == "MD06"


def test_digests_are_the_same_in_a_repeated_file_and_from_the_day_to_the_statement() -> None:
    pending = statement(entry("5.00", "BANK1", state="pending"), kind="report")
    booked = statement(entry("5.00", "BANK1", note="SEPA"), closing="15.00", number="8")
    (first,), (again,), (later,) = (
        parse_statements(write_camt(value, version=version))
        for value, version in ((pending, 2), (pending, 8), (booked, 8))
    )
    assert first.entries[0].digest == again.entries[0].digest == later.entries[0].digest


def test_two_equal_entries_of_one_statement_have_two_digests() -> None:
    twins = (entry("5.00"), entry("5.00"))
    (read,) = read_statements(write_camt(statement(*twins, closing="20.00")))
    assert len({line.digest for line in read.entries}) == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            statement(entry("5.00"), closing="14.99"),
            "Statement 7 of account DE89370400440532013000: The balances do not add up: with the entries, 10.00 EUR at "
            "the beginning becomes 15.00 EUR, and the bank says 14.99 EUR.",
        ),
        (
            statement(entry("0.005"), closing="10.00"),
            "Statement 7 of account DE89370400440532013000: The balances do not add up: with the entries, 10.00 EUR at "
            "the beginning becomes 10.005 EUR, and the bank says 10.00 EUR.",
        ),
        (
            statement(entry_count=3),
            "Statement 7 of account DE89370400440532013000: The bank counts 3 entries, and the file has 0.",
        ),
    ],
)
def test_a_statement_that_cannot_be_true_is_refused_in_one_sentence(
    wrong: BankStatement, sentence: str
) -> None:
    assert refusal(write_camt(wrong)) == sentence


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b"<IBAN>DE89370400440532013000</IBAN>", b"", "Line 4: The statement does not name its account."),
        (
            b'<Amt Ccy="EUR">5.00',
            b'<Amt Ccy="USD">5.00',
            "Statement 7 of account DE89370400440532013000: Entry 1 is in USD, and the account is in EUR.",
        ),
        (b'<Amt Ccy="EUR">5.00', b'<Amt Ccy="EUR">5,00', "Line 5: “5,00” is not an amount."),
        (b'<Amt Ccy="EUR">5.00', b'<Amt Ccy="EUR">-5.00', "Line 5: “-5.00” is not an amount."),
        (b'<Amt Ccy="EUR">5.00', b'<Amt Ccy="EUR">NaN', "Line 5: “NaN” is not an amount."),
        (b'<Amt Ccy="EUR">5.00', b'<Amt Ccy="EUR">1e9', "Line 5: “1e9” is not an amount."),
        (b'<Amt Ccy="EUR">5.00', b'<Amt Ccy="euro">5.00', "Line 5: “euro” is not a currency."),
        (b"<Cd>BOOK</Cd>", b"<Cd>MAYBE</Cd>", "Line 5: It is neither booked nor pending: “MAYBE”."),
        (b"<BookgDt><Dt>2026-11-30", b"<BookgDt><Dt>2026-13-30", "Line 5: “2026-13-30” is not a day."),
        (b"<BookgDt><Dt>2026-11-30", b"<BookgDt><Dt>1026-11-30", "Line 5: “1026-11-30” is not a day."),
        (
            b"<CdtDbtInd>CRDT</CdtDbtInd><RvslInd>",
            b"<RvslInd>",
            "Line 5: It is neither a credit nor a debit: “”.",
        ),
        (
            b"BkToCstmrStmt",
            b"Invoice",
            "The file is XML, but no bank statement (camt.052, camt.053 or camt.054): it begins with “Document”.",
        ),
        (b"</Document>", b"", "Line 7: The XML is damaged or cut off here."),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence_that_names_the_place(
    old: bytes, new: bytes, sentence: str
) -> None:
    raw = write_camt(statement(entry("5.00"), closing="15.00"))
    assert old in raw
    assert refusal(raw.replace(old, new)) == sentence


def test_a_refusal_speaks_german() -> None:
    raw = write_camt(statement(entry("5.00"), closing="14.99"))
    with translation.override("de"):
        assert refusal(raw) == (
            "Auszug 7 des Kontos DE89370400440532013000: Die Salden gehen nicht auf: Aus 10.00 EUR am Anfang werden "
            "mit den Buchungen 15.00 EUR, die Bank nennt aber 14.99 EUR."
        )


def test_pages_of_several_messages_are_joined_and_add_up() -> None:
    first = statement(entry("5.00"), closing="", page=Page(1, False))
    second = statement(entry("5.00"), entry("-1.00"), opening="", closing="19.00", page=Page(2, True))
    pages = [*read_statements(write_camt(second)), *read_statements(write_camt(first))]
    (whole,) = join_pages(pages)
    assert [line.amount.amount for line in whole.entries] == [5, 5, -1]
    assert len({line.digest for line in whole.entries}) == 3
    assert whole.page is None
    assert join_pages([*pages, pages[0]]) == (whole,)


@pytest.mark.parametrize(
    ("pages", "sentence"),
    [
        ([(1, False), (3, True)], "Page 2 is missing."),
        ([(2, True)], "Page 1 is missing."),
        ([(1, False)], "Page 2 is missing."),
    ],
)
def test_a_missing_page_is_named(pages: list[tuple[int, bool]], sentence: str) -> None:
    read = [statement(opening="", closing="", page=Page(*page)) for page in pages]
    with pytest.raises(Refusal) as caught:
        join_pages(read)
    assert caught.value.in_words() == f"Statement 7 of account DE89370400440532013000: {sentence}"


def test_a_page_that_is_there_twice_with_other_entries_is_refused() -> None:
    once = statement(entry("5.00"), opening="", closing="", page=Page(1, True))
    other = statement(entry("6.00"), opening="", closing="", page=Page(1, True))
    with pytest.raises(Refusal) as caught:
        join_pages([once, other])
    assert caught.value.in_words().endswith("Page 1 is there twice, with different entries.")


def test_joined_pages_that_do_not_add_up_are_refused() -> None:
    pages = [
        statement(entry("5.00"), closing="", page=Page(1, False)),
        statement(entry("5.00"), opening="", closing="99.00", page=Page(2, True)),
    ]
    with pytest.raises(Refusal, match="do not add up"):
        join_pages(pages)
