"""The constraints of this room's tables, in words."""

from __future__ import annotations

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_reference_stays": Law(4, "What was ever noted finds for ever.", "Note the right one beside it."),
    "a_likeness_grows": Law(4, "What a customer was ever known by finds them for ever."),
    "a_reference_says_something": Law(0, "What may they ask by?"),
    "a_reference_is_noted_once": Law(0, "This is noted already."),
    "reference_kinds_are_known": Law(0, "There is no such kind of reference."),
}
