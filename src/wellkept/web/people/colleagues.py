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
    """Say beside the name why somebody is not there, else their role and whether they are an administrator."""
    line = " · ".join(filter(None, (person.title, _("administrator") if person.admin else "")))
    if person.active and not person.access:
        line = _("without access")
    elif person.pk in absent:
        until = absent[person.pk]
        line = _("away until %(day)s") % {"day": wording.weekday(until)} if until else _("away")
    return Colleague(person, person.pk in absent or not person.access, absent.get(person.pk), line)


def roles(person: Person, *, is_process_owner: bool) -> str:
    """Say below the name their title, what they answer for, and whether they may sign in."""
    words = [
        person.title,
        _("process owner") if is_process_owner else "",
        _("administrator") if person.admin else "",
    ]
    if not person.active:
        words.append(_("has left"))
    elif not person.access:
        words.append(_("without access"))
    return " · ".join(filter(None, words))
