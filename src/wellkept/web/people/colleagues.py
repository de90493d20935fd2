"""A colleague as lists show them: present, or away until a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wellkept.kernel import wording

if TYPE_CHECKING:
    from wellkept.people.models import Person


@dataclass(frozen=True)
class Colleague:
    """A person in the list: present, or away until a date."""

    person: Person
    away: bool
    until: datetime | None
    line: str


def colleague(person: Person, absent: dict[int, datetime | None]) -> Colleague:
    """Say beside the name why somebody is not there, else their role."""
    line = person.title
    if person.active and not person.access:
        line = _("without access")
    elif person.pk in absent:
        until = absent[person.pk]
        line = _("away until %(day)s") % {"day": wording.weekday(until)} if until else _("away")
    return Colleague(person, person.pk in absent or not person.access, absent.get(person.pk), line)
