"""Rights of those who answer for a process."""

from __future__ import annotations

from wellkept.blueprints.models import Blueprint
from wellkept.people.queries import company


def keeps_the_process(person: int) -> bool:
    """True if this person answers for the company's process or for a blueprint."""
    return company().process_owner_id == person or Blueprint.objects.filter(process_owner_id=person).exists()
