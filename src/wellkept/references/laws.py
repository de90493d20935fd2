"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_reference_stays": Law(
        4, _("Every reference that was noted finds for ever."), _("Note the right one beside it.")
    ),
    "a_search_row_grows": Law(4, _("Every reference a customer ever had finds them for ever.")),
    "a_search_row_has_a_bound": Law(0, _("This is more than a customer can be known by.")),
    "a_reference_says_something": Law(0, _("By which reference may they ask?")),
    "a_reference_is_noted_once": Law(0, _("This is noted already.")),
    "reference_kinds_are_known": Law(0, _("There is no such kind of reference.")),
}
