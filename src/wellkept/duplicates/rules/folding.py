"""When two contacts are one person, so that nothing is lost if only one of them is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_THEIR_OWN = ("id", "customer", "active")


def folds_into(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether all that is known of the one is known of the other: each detail is the same, or empty."""
    if not (one["email"] or one["phone"]):
        return False
    return all(value in (None, "", other[name]) for name, value in one.items() if name not in _THEIR_OWN)
