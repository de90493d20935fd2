"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "one_read_back_to_answer": Law(0, _("The customer has a read-back to answer already.")),
    "a_read_back_is_put_confirmed_corrected_or_replaced": Law(
        0, _("A read-back is confirmed, corrected or replaced.")
    ),
    "a_correction_says_what": Law(0, _("What is different?")),
    "a_read_back_is_answered_later": Law(11, _("What was read back is answered after it was put.")),
    "a_read_back_says_something": Law(11, _("What do you read back to them?")),
}
