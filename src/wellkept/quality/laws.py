"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_handler_of_a_nonconformity_is_active": Law(
        1,
        _("Somebody who has left cannot have a nonconformity in hand."),
        _("Put their nonconformities into other hands first."),
    ),
    "a_nonconformity_has_its_next_step": Law(1, _("What is done about it next?")),
    "what_was_wrong_stays": Law(
        11, _("What was wrong stays as it was written."), _("Raise it anew if it came back.")
    ),
    "a_nonconformity_says_what_is_wrong": Law(0, _("What is not as it was to be?")),
    "a_nonconformity_is_closed_with_correction_and_cause": Law(
        0, _("It is closed with what was done to put it right, and why it came to this.")
    ),
}
