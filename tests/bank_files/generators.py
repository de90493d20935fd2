"""Hypothesis strategies for bank statements, as a reader should give them back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import reduce

from hypothesis import strategies as st

from wellkept.bank_files import creditor_reference, swiss_reference
from wellkept.bank_files.bank_statement import (
    Account,
    Balance,
    BankStatement,
    Charge,
    Counterparty,
    Entry,
    Payment,
    ReturnReason,
    StructuredReference,
    with_digests,
)
from wellkept.kernel.money import Money
from wellkept.kernel.number import nth

KEY = b"a key for tests."
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüßéłŠ0123456789 /-?:().,'+&<>\"€"

words = st.text(LETTERS, min_size=1, max_size=30).map(lambda text: " ".join(text.split())).filter(bool)
names = st.text("abcdefghijklmnopqrstuvwxyzÄÖÜé", min_size=3, max_size=20)
codes = st.text("ABCDEFGHJKLMPQSTUVWXYZ0123456789", min_size=5, max_size=16)
ibans = st.sampled_from(["DE89370400440532013000", "AT611904300234573201", "NL91ABNA0417164300"])
days = st.dates(date(2019, 1, 1), date(2030, 12, 31))
numbers = st.integers(0, 8_999_999).map(lambda n: nth(n, KEY))
suffixes = st.integers(1, 30).map(lambda count: f"I{count}")


@st.composite
def references(draw: st.DrawFn) -> StructuredReference:
    number, suffix = draw(numbers), draw(suffixes)
    return draw(
        st.sampled_from(
            [
                StructuredReference("SCOR", creditor_reference(number, suffix)),
                StructuredReference("QRR", swiss_reference(number, suffix)),
                StructuredReference("document", f"{number}/{suffix}"),
                StructuredReference("other", f"X{number}"),
            ]
        )
    )


def amounts(currency: str, *, sign: int) -> st.SearchStrategy[Money]:
    return st.integers(1, 10**9).map(lambda cents: Money(sign * Decimal(cents) / 100, currency))


@st.composite
def payments(draw: st.DrawFn, amount: Money) -> Payment:
    charge = st.builds(Charge, amounts(amount.currency, sign=-1), st.booleans())
    reason = st.builds(ReturnReason, st.sampled_from(["AC04", "MD06", "XX99"]), st.just("") | words)
    return Payment(
        amount=amount,
        end_to_end_id=draw(st.just("") | codes),
        mandate_id=draw(st.just("") | codes),
        bank_reference=draw(st.just("") | codes),
        instruction_id=draw(st.just("") | codes),
        references=tuple(draw(st.lists(references(), max_size=2, unique=True))),
        text=draw(st.just("") | words | st.just("x" * 150)),
        counterparty=Counterparty(
            draw(st.just("") | names), draw(st.just("") | ibans), draw(st.just("") | names)
        ),
        charges=tuple(draw(st.lists(charge, max_size=2))),
        return_reason=draw(st.none() | reason),
    )


@st.composite
def entries(draw: st.DrawFn, currency: str) -> Entry:
    sign = draw(st.sampled_from([1, -1]))
    parts = draw(st.lists(amounts(currency, sign=sign), min_size=1, max_size=3))
    return Entry(
        amount=reduce(Money.__add__, parts),
        state=draw(st.sampled_from(["booked", "booked", "pending", "information"])),
        booking_day=draw(days),
        value_day=draw(st.none() | days),
        payments=tuple(draw(payments(part)) for part in parts),
        bank_reference=draw(st.just("") | codes),
        reversal=draw(st.booleans()),
        count=len(parts),
        code=draw(st.just("") | codes),
        note=draw(st.just("") | names),
    )


@st.composite
def statements(draw: st.DrawFn) -> BankStatement:
    """Draw a statement that can be true."""
    currency = draw(st.sampled_from(["EUR", "CHF"]))
    kind = draw(st.sampled_from(["statement", "report", "notification"]))
    account = Account(
        "CH9300762011623852957",
        currency,
        draw(st.just("") | names),
        draw(st.just("") | st.just("POFICHBEXXX")),
    )
    lines = with_digests(account, draw(st.lists(entries(currency), max_size=4)))
    opening = Money(Decimal(draw(st.integers(-(10**8), 10**8))) / 100, currency)
    closing = reduce(Money.__add__, [line.amount for line in lines if line.state == "booked"], opening)
    day = draw(days)
    has_balances = kind != "notification"
    return BankStatement(
        kind=kind,
        form="",
        account=account,
        entries=lines,
        id=draw(codes),
        message_id=draw(codes),
        number=draw(st.just("") | st.integers(1, 999).map(str)),
        first_day=draw(st.none() | st.just(day)),
        last_day=draw(st.none() | st.just(day)),
        opening=Balance(opening, day) if has_balances else None,
        closing=Balance(closing, day) if has_balances else None,
        is_copy=draw(st.booleans()),
        entry_count=draw(st.none() | st.just(len(lines))),
    )
