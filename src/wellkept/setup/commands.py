"""The first act of an installation: set up the company."""

from __future__ import annotations

from django.db import connection, transaction

from wellkept.blueprints.commands import load_built_in
from wellkept.entities.commands import add_first_entity
from wellkept.people.commands import set_up_company
from wellkept.people.founder import Founder, Region
from wellkept.people.models import Person
from wellkept.people.queries import actor
from wellkept.voice.commands.questions import shelf as load_questions

ONCE = 0x666F756E  # "foun": whoever comes second waits, and then finds the company there


@transaction.atomic
def found_company(*, name: str, founder: Founder, region: Region) -> Person:
    """Create the company with its first person, a team for each stage, the built-in blueprints and questions,
    or nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONCE])
    company, first = set_up_company(name=name, founder=founder, region=region)
    add_first_entity(company=company, by=actor(first.pk))
    load_built_in(by=actor(first.pk))
    load_questions(by=actor(first.pk))
    return first
