"""Attacks by SQL that once passed: each is refused by a constraint of its name, and nothing of it stays."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.database import as_superuser
from tests.laws.attacks import ATTACKS, circle
from tests.laws.conftest import Role, World, all_on_record, each, refused, refused_to_whoever_may

from wellkept.journeys.models import Journey
from wellkept.journeys.queries import gone_on_as
from wellkept.laws import LAWS
from wellkept.people import commands as staff
from wellkept.people.queries import away, stand_in, tokens

pytestmark = [pytest.mark.django_db, pytest.mark.law]


@pytest.mark.parametrize(
    ("constraint", "statements"),
    each(ATTACKS),
)
def test_an_attack_is_refused(world: World, constraint: str, statements: list[str]) -> None:
    def attack(role: Role) -> None:
        all_on_record()
        with role(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, world.names)

    refused_to_whoever_may(constraint, attack)


def test_an_act_is_compared_with_no_event_of_the_past(world: World) -> None:
    """Asked at once, before its event is recorded, the law does not take the subject's latest one for it."""
    with refused("acts_count_from_their_record"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS acts_count_from_their_record IMMEDIATE")
        cursor.execute(
            "UPDATE promise p SET kept_at = (SELECT max(recorded_at) FROM event WHERE subject_id = p.journey_id)"
            " WHERE journey_id = %(delivery)s AND kept_at IS NULL",
            world.names,
        )


def test_a_person_without_access_is_away_however_it_was_withdrawn(world: World) -> None:
    """Absence follows from access: withdrawn by SQL, somebody else stands in at once."""
    iris, ana = world.names["iris"], world.names["ana"]
    staff.come_back(person=iris, by=world.cast.by("ana"))
    staff.revoke_token(token=tokens(iris)[0].pk, by=world.cast.by("ana"))  # else the key refuses it
    assert (away([iris]), stand_in(iris)) == (set(), iris)
    with connection.cursor() as cursor:
        all_on_record()
        cursor.execute("UPDATE person SET access = false WHERE id = %(iris)s", world.names)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert (away([iris]), stand_in(iris)) == ({iris}, ana)


def test_a_circle_that_should_not_be_there_ends_every_walk(world: World) -> None:
    with as_superuser(), connection.cursor() as cursor:
        for table in ("ending", "journey", "next_step"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in circle("opened", "decided", "put"):
            cursor.execute(statement, world.names)
        for table in ("ending", "journey", "next_step"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    first = Journey.objects.get(pk=world.names["opened"])
    assert gone_on_as(first).pk in {world.names[name] for name in ("opened", "decided", "put")}


def test_every_attack_is_refused_in_words() -> None:
    assert set(ATTACKS) - set(LAWS) == set()
