"""The office around the journeys: calls, web forms, mail, failed searches, duplicate customers, imports.

Each of these is written by hand and added once.
"""

from __future__ import annotations

from wellkept_demo.office import (
    calls,
    duplicate_customers,
    failed_searches,
    mail_account,
    nonconformities,
    old_system,
    quiet_hours,
    rule_samples,
    website_forms,
)
from wellkept_demo.simulation import World

__all__ = ["add_all"]


def add_all(world: World) -> None:
    """Add everything in the order in which it happened, because a subject's events are recorded in their order."""
    old_system.import_card_index(world)
    mail_account.add(world)
    nonconformities.add(world)
    duplicate_customers.add(world)
    failed_searches.add(world)
    website_forms.add(world)
    quiet_hours.add(world)
    calls.add(world)
    rule_samples.add(world)
    old_system.begin_import_of_service_list(world)
    old_system.export(world)
