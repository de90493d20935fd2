"""Values of a bank statement: account, balances, entries and the payments in them.

Every text is one clean line, every amount keeps its sign: money that came in is positive.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from wellkept.kernel.money import Money

State = Literal["booked", "pending", "information"]
Kind = Literal["statement", "report", "notification"]
ReferenceKind = Literal["SCOR", "QRR", "document", "other"]


@dataclass(frozen=True, slots=True)
class Account:
    """Account at a bank: its IBAN, or the number that the bank has for it."""

    number: str
    currency: str = ""
    owner: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Counterparty:
    """The other side of a payment, as far as the bank names it."""

    name: str = ""
    account: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class StructuredReference:
    """Reference in a field of its own: ISO 11649 (SCOR), Swiss (QRR), the number of a document, or another."""

    kind: ReferenceKind
    text: str


@dataclass(frozen=True, slots=True)
class Charge:
    """Charge of a bank, negative when we pay it. `included` says whether the amount has it in it already."""

    amount: Money
    included: bool | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Amounts of a payment in another currency, without signs, and the rate."""

    instructed: Money | None = None
    counter_value: Money | None = None
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """Reason why a payment came back: the code, and what the bank wrote beside it."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment in an entry. `amount` is None if the bank does not name it in the currency of the entry."""

    amount: Money | None
    end_to_end_id: str = ""
    mandate_id: str = ""
    bank_reference: str = ""
    instruction_id: str = ""
    references: tuple[StructuredReference, ...] = ()
    text: str = ""
    counterparty: Counterparty = Counterparty()
    charges: tuple[Charge, ...] = ()
    exchange: Exchange | None = None
    return_reason: ReturnReason | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a statement. A batch has several payments; `count` is their number as the bank gives it.

    Two files have the same entry if it has the same digest. Without a `bank_reference`, two entries that
    are equal in everything differ only by their order, so a repeated digest then needs a person's look.
    """

    amount: Money
    state: State
    booking_day: date | None
    value_day: date | None
    payments: tuple[Payment, ...]
    bank_reference: str = ""
    reversal: bool = False
    count: int = 1
    code: str = ""
    note: str = ""
    charges: tuple[Charge, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Balance of booked entries, on a day."""

    amount: Money
    day: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """Page of a statement that comes in several parts. `last` is None if the bank does not say."""

    number: int
    last: bool | None = None


@dataclass(frozen=True, slots=True)
class BankStatement:
    """Statement, report of a day so far, or notification of an account's entries. `form` names the format."""

    kind: Kind
    form: str
    account: Account
    entries: tuple[Entry, ...]
    id: str = ""
    message_id: str = ""
    number: str = ""
    page: Page | None = None
    first_day: date | None = None
    last_day: date | None = None
    opening: Balance | None = None
    closing: Balance | None = None
    is_copy: bool = False
    entry_count: int | None = None


def unexplained(entry: Entry) -> Money:
    """Subtract from an entry the payments whose amounts the bank names. Zero if all are explained."""
    rest = entry.amount
    for payment in entry.payments:
        if payment.amount is not None:
            rest -= payment.amount
    return rest


def with_digests(account: Account, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Give each entry its digest, which is the same in every file and format that names the same things."""
    seen: Counter[str] = Counter()
    result = []
    for entry in entries:
        base = "|".join(_identity(account, entry))
        seen[base] += 1
        digest = hashlib.sha256(f"{base}|{seen[base]}".encode()).hexdigest()
        result.append(replace(entry, digest=digest))
    return tuple(result)


def _identity(account: Account, entry: Entry) -> tuple[str, ...]:
    """List what an entry is recognised by. Whether it is booked already does not belong to it."""
    day = entry.booking_day or entry.value_day
    common = (
        _letters(account.number),
        day.isoformat() if day else "",
        f"{(entry.amount.amount + 0).normalize():f}",
        entry.amount.currency,
    )
    if entry.bank_reference:
        return (*common, "bank", _letters(entry.bank_reference))
    words = [
        _letters(part)
        for payment in entry.payments
        for part in (
            payment.end_to_end_id,
            payment.counterparty.account,
            *(reference.text for reference in payment.references),
            payment.text,
        )
    ]
    return (*common, "words", *words)


def _letters(text: str) -> str:
    """Keep letters and digits alone, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
