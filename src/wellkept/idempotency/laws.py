"""The constraints of this room's tables, in words."""

from __future__ import annotations

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_request_is_answered_once": Law(15, "The same request is being answered.", "Ask again in a moment."),
}
