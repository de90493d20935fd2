"""Decide when two contacts are one person, or two sites one place, so that showing one loses nothing."""

from __future__ import annotations

from collections.abc import Mapping

from wellkept.duplicates.rules.records import as_place

_THEIR_OWN = ("id", "customer", "active")
_WHERE = ("street", "postcode", "city")


def folds_into(contact: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether the other contact has every detail of this one. Contacts without mail and phone never fold."""
    if not (contact["email"] or contact["phone"]):
        return False
    return all(value in (None, "", other[name]) for name, value in contact.items() if name not in _THEIR_OWN)


def is_same_place(site: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether the other site is the same house, in any spelling, and has every detail of this one."""
    x, y = (as_place(*(str(row[part]) for part in _WHERE)) for row in (site, other))
    if not x.street or (x.street, x.house) != (y.street, y.house):
        return False
    if (
        x.postcode not in ("", y.postcode)
        or x.city not in ("", y.city)
        or not (x.house or x.postcode or x.city)
    ):
        return False
    return site["country"] == other["country"] and site["label"] in ("", other["label"])
