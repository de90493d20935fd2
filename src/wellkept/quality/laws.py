"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_handler_of_a_nonconformity_is_active": Law(
        1,
        _("Somebody who has left cannot handle a nonconformity."),
        _("Give their nonconformities to somebody else first."),
    ),
    "a_nonconformity_has_its_next_step": Law(1, _("What is done next?")),
    "what_was_wrong_stays": Law(
        11, _("The description stays as it was written."), _("Raise a new one if it came back.")
    ),
    "a_nonconformity_says_what_is_wrong": Law(0, _("What is wrong?")),
    "a_nonconformity_is_closed_with_correction_and_cause": Law(
        0, _("Closing needs what was corrected, and the cause.")
    ),
    "a_nonconformity_is_closed_after_it_is_raised": Law(
        11, _("A nonconformity is closed after it was raised.")
    ),
}
