"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_change_keeps_what_was_delivered": Law(
        10,
        _(
            "A part of what was agreed is delivered: a change keeps that line, with at least what is delivered."
        ),
        _("Keep the line as far as it is delivered."),
    ),
    "only_delivery_delivers": Law(
        10, _("Only what is agreed is delivered, while the journey is in delivery.")
    ),
    "no_more_is_delivered_than_was_agreed": Law(
        10,
        _("No more is delivered of a line than was agreed."),
        _("Somebody may have recorded it meanwhile: look at what was delivered."),
    ),
    "a_part_says_what_was_delivered": Law(0, _("What was delivered or done?")),
    "a_part_has_a_line_once": Law(0, _("This line is in this part already.")),
    "a_delivered_quantity_is_something": Law(0, _("How many were delivered?")),
    "a_serial_number_stands_once": Law(
        0,
        _("This serial number stands at a customer’s already."),
        _("Take it out there first, or correct the number."),
    ),
    "an_item_says_what_it_is": Law(0, _("What is it?")),
    "an_item_is_taken_out_for_a_reason": Law(0, _("Why was it taken out?")),
    "an_item_is_taken_out_after_it_is_entered": Law(11, _("An item is taken out after it was entered.")),
    "a_part_is_recorded_after_it_is_delivered": Law(11, _("This has not happened yet.")),
    "a_part_is_refused_after_it_is_delivered": Law(11, _("A part is refused after it was delivered.")),
}
