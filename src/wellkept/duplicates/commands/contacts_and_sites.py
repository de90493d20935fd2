"""Fold contacts and sites that both customers have: one is shown, the other is inactive until the merge is
undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.forms.models import model_to_dict

from wellkept.customers.commands.reassign import hide_contacts, hide_sites
from wellkept.customers.models import Contact, Site
from wellkept.duplicates.rules.same_contact import folds_into, is_same_place
from wellkept.journeys.commands.reassign import replace_contact, replace_site

Alike = Callable[[Mapping[str, object], Mapping[str, object]], bool]


def fold_contacts(came: set[int], keep: int, journeys: list[int]) -> dict[int, int]:
    """Fold contacts that both customers have: the existing one speaks for both, the other becomes inactive."""
    folded = _folded(
        came, list(Contact.objects.filter(customer=keep, active=True).order_by("pk")), folds_into
    )
    for key, twin in folded.items():
        replace_contact(journeys=journeys, contact=key, by_contact=twin)
    hide_contacts(contacts=folded)
    return folded


def fold_sites(came: set[int], keep: int, journeys: list[int], now: datetime) -> dict[int, int]:
    """Fold sites that both customers have: the existing one stands for both, the other is closed."""
    there = list(Site.objects.filter(customer=keep, closed_at__isnull=True).order_by("pk"))
    folded = _folded(came, there, is_same_place)
    for key, twin in folded.items():
        replace_site(journeys=journeys, site=key, by_site=twin)
    hide_sites(sites=folded, now=now)
    return folded


def _folded(came: set[int], everyone: list[Any], is_alike: Alike) -> dict[int, int]:
    """Map each row that came to the existing row that equals it."""
    details = {row.pk: model_to_dict(row) for row in everyone}
    existing = [key for key in details if key not in came]
    twins = {
        key: next((other for other in existing if is_alike(details[key], details[other])), None)
        for key in sorted(came & details.keys())
    }
    return {key: twin for key, twin in twins.items() if twin is not None}
