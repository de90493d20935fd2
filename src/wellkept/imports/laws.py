"""The constraints of this room's tables, in words."""

from __future__ import annotations

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "an_old_key_is_brought_in_once": Law(
        15, "This old number was brought in already.", "It is found by it; nothing needs to be done."
    ),
    "a_table_is_brought_once": Law(0, "This table is among the files of this import already."),
    "states_of_imports_are_known": Law(0, "An import is not at such a point."),
    "nouns_of_imports_are_known": Law(0, "Such a table is not known here."),
    "problems_of_imports_are_known": Law(0, "Such a problem is not known here."),
}
