"""The constraints of this room's tables, in words."""

from __future__ import annotations

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "states_of_exports_are_known": Law(0, "An export is not at such a point."),
}
