"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.billing import facts
from wellkept.events.line import Line

LINES: tuple[Line, ...] = (
    Line(facts.StatementBooked, _("booked a bank statement: {booked} new, {known} known"), None, "note"),
    Line(facts.PaymentBooked, _("booked a payment of {amount} {currency}"), None, "note", "words"),
    Line(facts.PaymentPlanned, _("planned what happens with the payment"), None, "step", "note"),
    Line(facts.PaymentHanded, _("gave the payment to {handler}"), None, "handoff"),
    Line(facts.PaymentOverdue, _("told {warned} that the payment is overdue"), None, "chase"),
    Line(facts.PaymentSetAside, _("set the payment aside: {why}"), None, "note", "why"),
    Line(
        facts.InvoiceDrafted,
        lambda facts: (
            _("drafted deposit invoice {suffix} of {gross} {currency}")
            if facts["kind"] == "deposit"
            else _("drafted invoice {suffix} of {gross} {currency}")
        ),
        None,
        "note",
    ),
    Line(facts.InvoiceDiscarded, _("discarded the draft {suffix}"), None, "note"),
    Line(
        facts.InvoiceIssued,
        lambda facts: (
            _("issued deposit invoice {suffix} of {gross} {currency}, number {legal_number}")
            if facts["kind"] == "deposit"
            else _("issued invoice {suffix} of {gross} {currency}, number {legal_number}")
        ),
        lambda facts: (
            _("You got an invoice of {gross} {currency} for the deposit.")
            if facts["kind"] == "deposit"
            else _("You got an invoice of {gross} {currency}.")
        ),
        "flag",
    ),
    Line(
        facts.InvoiceCredited,
        _("issued credit note {suffix} of {gross} {currency}, number {legal_number}: {why}"),
        _("You got a credit note of {gross} {currency}."),
        "flag",
        "why",
    ),
    Line(
        facts.PaymentAllocated,
        lambda facts: (
            _("the program found invoice {legal_number} for {amount} {currency} of it")
            if facts["automatic"]
            else _("put {amount} {currency} of it on invoice {legal_number}")
        ),
        None,
        "kept",
    ),
    Line(facts.AllocationTakenBack, _("took {amount} {currency} off invoice {legal_number}"), None, "note"),
    Line(facts.PaymentGivenBack, _("gave {amount} {currency} of it back"), None, "note"),
    Line(
        facts.InvoicePaid,
        _("invoice {suffix}: {amount} {currency} paid, {open} open"),
        _("Your payment of {amount} {currency} arrived."),
        "kept",
    ),
    Line(
        facts.InvoiceUnpaid, _("invoice {suffix}: {amount} {currency} taken off, {open} open"), None, "note"
    ),
    Line(
        facts.InvoiceReminded,
        _("reminder {reminder} of invoice {suffix}"),
        _("We reminded you of an invoice."),
        "mail",
    ),
    Line(facts.InvoicePlanned, _("planned what happens with invoice {suffix}"), None, "step"),
    Line(facts.InvoiceHanded, _("gave invoice {suffix} to {handler}"), None, "handoff"),
    Line(facts.InvoiceOverdue, _("told {warned} that invoice {suffix} is overdue"), None, "chase"),
)
