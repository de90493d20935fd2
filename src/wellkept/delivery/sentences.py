"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.delivery import facts as delivery
from wellkept.events.line import Line

LINES: tuple[Line, ...] = (
    Line(delivery.PartDelivered, _("delivered a part"), _("A part was delivered."), "flag", "said"),
    Line(delivery.Delivered, _("delivered"), _("It was delivered."), "flag", "said"),
    Line(
        delivery.Accepted,
        lambda facts: (
            _("accepted, with defects: {defects}") if facts["defects"] else _("accepted without defects")
        ),
        None,
        "flag",
        "said",
        written_down=lambda facts: (
            _("wrote down that the customer accepts it, with defects: {defects}")
            if facts["defects"]
            else _("wrote down that the customer accepts it without defects")
        ),
    ),
    Line(
        delivery.ItemInstalled,
        lambda facts: (
            _("installed: {product}, serial number {serial}")
            if facts.get("serial")
            else _("installed: {product}")
        ),
        None,
        "flag",
    ),
    Line(delivery.ItemCorrected, _("corrected what is known of {product}"), None, "note"),
    Line(
        delivery.ItemTakenOut,
        lambda facts: {
            "returned": _("took back: {product}"),
            "replaced": _("replaced: {product}"),
        }.get(str(facts["because"]), _("took out: {product}")),
        None,
        "flag",
        "said",
    ),
    Line(
        delivery.Rejected,
        _("did not accept it"),
        _("You told us what is not right."),
        "chase",
        "said",
        written_down=_("wrote down that the customer does not accept it"),
    ),
)
