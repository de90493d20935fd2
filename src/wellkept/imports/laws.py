"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "an_old_key_is_brought_in_once": Law(
        15, _("This old number is imported already."), _("It is found by it; nothing needs to be done.")
    ),
    "a_table_is_brought_once": Law(0, _("This table is among the files of this import already.")),
    "states_of_imports_are_known": Law(0, _("The import is in another state.")),
    "nouns_of_imports_are_known": Law(0, _("There is no such table.")),
    "problems_of_imports_are_known": Law(0, _("There is no such problem.")),
}
