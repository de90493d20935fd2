"""The sentences of this room's events, for staff."""

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
)
