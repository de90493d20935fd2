"""Settle what a colleague can do."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import invalid
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.rights import active, admin_only
from wellkept.people.skills import LONGEST, MOST, skills_in


@transaction.atomic
def set_skills(*, person: int, skills: str, by: Actor) -> Person:
    """Set the skills of a person. Visits are planned by them."""
    admin_only(by)
    words = skills_in(skills)
    if len(words) > MOST or any(len(word) > LONGEST for word in words):
        raise invalid("skills", _("Thirty skills at most, each in a few words."))
    row = active(person)
    if row.skills == ", ".join(words):
        return row
    row.skills = ", ".join(words)
    row.save(update_fields=["skills"])
    record(Entry(row.pk, facts.SkillsSet(skills=row.skills)), by=by.by)
    return row
