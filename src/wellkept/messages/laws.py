"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "an_event_is_followed_before_its_row_goes": Law(
        15, _("Somebody has to be asked to tell the customer in another way first.")
    ),
    "a_try_stays_as_it_was": Law(15, _("Each try to carry a letter stays in the list as it was.")),
}
