"""When two contacts are one person, or two sites one place, so that nothing is lost if only one of them is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wellkept.duplicates.rules.records import as_place

_THEIR_OWN = ("id", "customer", "active")
_WHERE = ("street", "postcode", "city")


def folds_into(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether all that is known of the one contact is known of the other: each detail is the same, or empty."""
    if not (one["email"] or one["phone"]):
        return False
    return all(value in (None, "", other[name]) for name, value in one.items() if name not in _THEIR_OWN)


def is_same_place(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether all that is known of the one site is known of the other: the same house however it is written, and
    nothing else of the one that the other has not."""
    x, y = (as_place(*(str(site[part]) for part in _WHERE)) for site in (one, other))
    if not x.street or (x.street, x.house) != (y.street, y.house):
        return False
    if (
        x.postcode not in ("", y.postcode)
        or x.city not in ("", y.city)
        or not (x.house or x.postcode or x.city)
    ):
        return False
    return one["country"] == other["country"] and one["label"] in ("", other["label"])
