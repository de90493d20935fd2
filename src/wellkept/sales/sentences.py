"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.sales import facts as sales

LINES: tuple[Line, ...] = (
    Line(sales.ReadBackPut, _("read it back"), _("We wrote down what we understood."), "note", "text"),
    Line(
        sales.NeedConfirmed,
        _("confirmed: that is it"),
        _("You confirmed that we understood."),
        "tick",
        written_down=_("wrote down that the customer confirms: that is it"),
    ),
    Line(
        sales.ReadBackCorrected,
        _("corrected what we understood"),
        _("You corrected what we understood."),
        "message",
        "correction",
        written_down=_("wrote down what the customer corrected"),
    ),
)
