"""Events of payments, each on its own subject; of invoices on their journey, of bank statements on the entity."""

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


_BILLED = (inserts("invoice"), inserts("invoice_line"), inserts("billing_allocation"))
_ISSUED = (
    "state",
    "series_id",
    "place",
    "legal_number",
    "issued_at",
    "issued_on",
    "due_on",
    "seller",
    "buyer",
    "file_id",
    "unchecked",
    "handler_id",
    "next_step",
    "due_at",
    "warned_at",
    "settled_at",
)


@dataclass(frozen=True, kw_only=True)
class InvoiceDrafted(Fact):
    """An invoice was drafted from lines of the agreement, or from its deposit. Nothing else bills them from now on."""

    type = "invoice_drafted"
    on = ("journey",)
    allows = _BILLED
    invoice: int
    suffix: str
    kind: str  # invoice or deposit
    entity: int
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    lines: int
    handler: int
    due: datetime


@dataclass(frozen=True, kw_only=True)
class InvoiceDiscarded(Fact):
    """A draft was discarded. What it billed is free again."""

    type = "invoice_discarded"
    on = ("journey",)
    allows = (updates("invoice", "state", "discarded_at"), updates("billing_allocation", "ended_at"))
    invoice: int
    suffix: str


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Fact):
    type = "invoice_issued"
    on = ("journey",)
    allows = (updates("invoice", *_ISSUED),)
    invoice: int
    suffix: str
    kind: str  # invoice or deposit
    legal_number: str
    currency: str
    gross: Decimal
    issued_on: date
    due_on: date
    file: str  # SHA-256 of the structured invoice
    handler: int
    unchecked: list[str]
    settled: bool


@dataclass(frozen=True, kw_only=True)
class InvoiceCredited(Fact):
    """A credit note was issued. The lines that it credits can be billed again."""

    type = "invoice_credited"
    on = ("journey",)
    allows = (
        *_BILLED,
        updates("invoice", *_ISSUED),
        updates("billing_allocation", "ended_at"),
    )
    invoice: int
    credited: int
    suffix: str
    entity: int
    legal_number: str
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    lines: int
    issued_on: date
    file: str
    handler: int
    unchecked: list[str]
    why: Personal[str]


@dataclass(frozen=True, kw_only=True)
class InvoicePlanned(Fact):
    """The next step of an invoice and its date were set."""

    type = "invoice_planned"
    on = ("journey",)
    allows = (updates("invoice", "next_step", "due_at", "warned_at"),)
    invoice: int
    suffix: str
    next_step: str
    due: datetime


@dataclass(frozen=True, kw_only=True)
class InvoiceHanded(Fact):
    type = "invoice_handed"
    on = ("journey",)
    allows = (updates("invoice", "handler_id"),)
    invoice: int
    suffix: str
    handler_before: int
    handler: int


@dataclass(frozen=True, kw_only=True)
class InvoiceOverdue(Fact):
    """Its next step is overdue; names the person who is told now."""

    type = "invoice_overdue"
    on = ("journey",)
    allows = (updates("invoice", "warned_at"),)
    invoice: int
    suffix: str
    warned: int


@dataclass(frozen=True, kw_only=True)
class PaymentAllocated(Fact):
    """A part of the payment pays an invoice. `left` is what is still without a place."""

    type = "payment_allocated"
    allows = (inserts("payment_allocation"), updates("payment", "settled_at"))
    allocation: int
    invoice: int
    legal_number: str
    amount: Decimal
    currency: str
    left: Decimal
    automatic: bool


@dataclass(frozen=True, kw_only=True)
class AllocationTakenBack(Fact):
    """A part of the payment no longer pays its invoice. The payment waits again."""

    type = "allocation_taken_back"
    allows = (
        updates("payment_allocation", "taken_back_at"),
        updates("payment", "settled_at", "next_step", "due_at", "warned_at"),
    )
    allocation: int
    invoice: int
    legal_number: str
    amount: Decimal
    currency: str
    due: datetime


@dataclass(frozen=True, kw_only=True)
class PaymentGivenBack(Fact):
    """A part of the payment was given back by another payment of ours. Stands on both."""

    type = "payment_given_back"
    allows = (inserts("payment_allocation"), updates("payment", "settled_at"))
    allocation: int
    payment: int
    refund: int
    amount: Decimal
    currency: str
    left: Decimal  # of the payment on which the event stands


@dataclass(frozen=True, kw_only=True)
class InvoicePaid(Fact):
    """A payment came in for an invoice, or was given back. `open` is what is still to be paid."""

    type = "invoice_paid"
    on = ("journey",)
    allows = (updates("invoice", "settled_at", "next_step", "due_at", "warned_at"),)
    invoice: int
    suffix: str
    payment: int
    amount: Decimal
    currency: str
    open: Decimal


@dataclass(frozen=True, kw_only=True)
class InvoiceUnpaid(Fact):
    """A payment was taken off an invoice again: it belonged elsewhere."""

    type = "invoice_unpaid"
    on = ("journey",)
    allows = (updates("invoice", "settled_at", "next_step", "due_at", "warned_at"),)
    invoice: int
    suffix: str
    payment: int
    amount: Decimal
    currency: str
    open: Decimal


@dataclass(frozen=True, kw_only=True)
class InvoiceReminded(Fact):
    """The customer was reminded to pay."""

    type = "invoice_reminded"
    on = ("journey",)
    allows = (updates("invoice", "reminders", "next_step", "due_at", "warned_at"),)
    invoice: int
    suffix: str
    reminder: int
    next_step: str
    due: datetime
