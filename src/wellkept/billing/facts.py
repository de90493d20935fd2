"""Events of payments, each on its own subject; and on the entity, the statements of its accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from wellkept.events.facts import Fact, Personal, inserts, updates

SUBJECTS = ("payment",)  # kinds of subject on which these events stand


@dataclass(frozen=True, kw_only=True)
class StatementBooked(Fact):
    """The entries of a bank statement were booked. Those that were known already are counted."""

    type = "statement_booked"
    on = ("entity",)
    account: int
    file: str  # SHA-256 of its bytes
    booked: int
    known: int
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentBooked(Fact):
    type = "payment_booked"
    allows = (inserts("payment"),)
    amount: Decimal
    currency: str
    day: date
    source: str
    digest: str
    handler: int
    next_step: str
    due: datetime
    account: int | None = None
    payer: Personal[str] = ""
    payer_account: Personal[str] = ""
    words: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class PaymentPlanned(Fact):
    """The next step and its date were set, with a note."""

    type = "payment_planned"
    allows = (updates("payment", "next_step", "note", "due_at", "warned_at"),)
    next_step: str
    due: datetime
    note: Personal[str] = ""


@dataclass(frozen=True, kw_only=True)
class PaymentHanded(Fact):
    type = "payment_handed"
    allows = (updates("payment", "handler_id"),)
    handler_before: int
    handler: int


@dataclass(frozen=True, kw_only=True)
class PaymentOverdue(Fact):
    """Its next step is overdue; names the person who is told now."""

    type = "payment_overdue"
    allows = (updates("payment", "warned_at"),)
    warned: int


@dataclass(frozen=True, kw_only=True)
class PaymentSetAside(Fact):
    """A payment that pays no invoice was set aside."""

    type = "payment_set_aside"
    allows = (updates("payment", "settled_at", "aside_why"),)
    why: Personal[str]
