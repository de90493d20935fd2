"""Checks of payments and invoices, and the words of their next steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from wellkept.billing.rights import cannot_see_money
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text, fill
from wellkept.orders.payment_terms import ON_ACCEPTANCE

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice, Payment
    from wellkept.journeys.state import JourneyState
    from wellkept.orders.models import Agreement

PAYMENT_STEPS: Final[Mapping[str, Text]] = {
    "assign": _("Find out which invoice it pays"),
    "pay_back": _("Pay it back"),
    "decide": _("Decide what happens with it"),
}
DAYS_TO_ASSIGN: Final = 2


def cannot_change_payment(row: Payment) -> Refusal | None:
    """Refuse a payment that is settled."""
    if row.settled_at is None:
        return None
    return Refusal("settled_already", _("This payment is settled already."))


INVOICE_STEPS: Final[Mapping[str, Text]] = {
    "issue": _("Issue it or discard it"),
    "await_payment": _("See whether it is paid"),
    "call": _("Call them: it is not paid"),
    "settle_dispute": _("Answer their objection"),
    "pay_back": _("Pay back what is too much"),
}
DAYS_OF_GRACE: Final = 3  # a payment may be on its way
DAYS_BETWEEN_REMINDERS: Final = 10
MOST_REMINDERS: Final = 2  # then a person calls


@dataclass(frozen=True)
class Share:
    """The part of an agreed line that an invoice is to bill: a quantity, or a period from a day on."""

    line: int
    quantity: Decimal | None = None
    period_from: date | None = None


def cannot_allocate(row: Payment, invoice: Invoice) -> Refusal | None:
    """Refuse a draft, a credit note, and an invoice in another currency."""
    if invoice.state != "issued" or invoice.kind == "credit":
        return Refusal("not_payable", _("Only an issued invoice is paid."), law=10, field="reference")
    if invoice.currency != row.currency:
        return Refusal(
            "other_currency",
            fill(_("This invoice is in %(currency)s."), currency=invoice.currency),
            law=10,
            field="reference",
        )
    return None


def cannot_bill(state: JourneyState) -> Refusal | None:
    """Refuse who may not bill on this journey, and a journey on which nothing was agreed, or billing is held."""
    if (refusal := cannot_keep_invoices(state)) is not None:
        return refusal
    if not state.is_agreed:
        return Refusal("not_agreed", _("Nothing is agreed yet, so nothing can be billed."), law=10)
    if (hold := state.hold_on("billing")) is not None:
        return Refusal(
            "billing_held",
            fill(_("Billing is on hold: %(why)s."), why=hold.why),
            law=10,
            instead=_("Lift the hold first."),
        )
    return None


def cannot_issue(state: JourneyState, row: Invoice, *, bill_on: str) -> Refusal | None:
    """Refuse to issue what is no draft, or before what the terms of payment say must come first."""
    if (refusal := cannot_discard(row) or cannot_bill(state)) is not None:
        return refusal
    if row.kind == "invoice" and bill_on == ON_ACCEPTANCE and state.row.accepted_at is None:
        return Refusal("not_accepted", _("The customer has not accepted it yet."), law=10)
    return None


def cannot_bill_deposit(agreed: Agreement | None, *, left: Decimal, begun: bool) -> Refusal | None:
    """Refuse where no deposit is agreed, or nothing is left of it, or billing has begun without it."""
    if agreed is None or not agreed.deposit_net:
        return Refusal("no_deposit", _("No deposit is agreed."), law=10)
    if begun:
        return Refusal("deposit_comes_first", _("A deposit is billed before anything else."), law=10)
    if not left:
        return Refusal(
            "billed_already",
            _("The deposit is billed already."),
            law=10,
            instead=_("If the invoice was wrong, credit it first."),
        )
    return None


def cannot_bill_yet(draft: Invoice | None) -> Refusal | None:
    """Refuse while the invoice of the deposit is a draft: only what is issued can be deducted."""
    if draft is None:
        return None
    return Refusal(
        "deposit_is_a_draft",
        _("The invoice of the deposit is a draft, so it cannot be deducted."),
        law=10,
        instead=_("Issue it or discard it first."),
    )


def cannot_credit_deposit(deducted_by: Sequence[str]) -> Refusal | None:
    """Refuse to credit a deposit that other invoices deducted. Their numbers are given."""
    if not deducted_by:
        return None
    return Refusal(
        "deposit_is_deducted",
        fill(_("This deposit is deducted in invoice %(numbers)s."), numbers=", ".join(deducted_by)),
        law=10,
        instead=_("Credit that invoice first, or discard its draft."),
    )


def cannot_discard(row: Invoice) -> Refusal | None:
    """Refuse what is no draft."""
    if row.state == "issued":
        return Refusal(
            "issued_already", _("This invoice is issued already."), law=10, instead=_("Credit it.")
        )
    if row.state == "discarded":
        return Refusal("discarded_already", _("This draft was discarded."))
    return None


def cannot_credit(row: Invoice, free: Sequence[object]) -> Refusal | None:
    """Refuse to credit a draft, a credit note, or an invoice of which every line is credited."""
    if row.kind == "credit" or row.state != "issued":
        return Refusal("not_an_invoice", _("Only an issued invoice is credited."), law=10)
    if not free:
        return Refusal("credited_already", _("This invoice is credited already."), law=10)
    return None


def cannot_keep_invoices(state: JourneyState) -> Refusal | None:
    """Refuse who neither bills nor works on this journey."""
    if state.no_part is not None:
        return state.no_part
    return None if cannot_see_money(state.by) is None else state.no_work


def cannot_plan_invoice(row: Invoice) -> Refusal | None:
    """Refuse an invoice with which nothing is left to do."""
    if row.settled_at is not None or row.discarded_at is not None:
        return Refusal("settled_already", _("This invoice is settled already."))
    return None


def is_not_dunned(state: JourneyState) -> bool:
    """Whether no reminder goes out now: billing is on hold, or a complaint waits for our answer."""
    return state.hold_on("billing") is not None or any(step.rule.is_complaint for step in state.steps)
