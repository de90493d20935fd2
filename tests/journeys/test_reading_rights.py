"""One rule says who reads a confidential journey, wherever it is asked: for one row, for many, on pages, in lists."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests import cast as people
from tests.cast import DAY, HOUR, Cast
from tests.size import size

from wellkept.journeys.commands import details, hands
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import closed_to, may_read, unreadable
from wellkept.kernel import clock
from wellkept.people import commands as staff
from wellkept.people import queries
from wellkept.people.models import Person

pytestmark = pytest.mark.django_db
NAMES = ("ana", "tom", "olga", "jonas", "lea", "mira", "iris", "nils")


def with_stand_ins(cast: Cast) -> None:
    """Tom owns, Lea holds; both are in two teams, so that the lead of the journey's team is not their first one's."""
    cast.hire("Nils", "delivery", "support")
    staff.join_team(person=cast.tom.pk, team=cast.teams["orders"].pk, by=cast.by("ana"))
    staff.join_team(person=cast.lea.pk, team=cast.teams["support"].pk, by=cast.by("ana"))


def journeys(cast: Cast) -> list[Journey]:
    """Confidential ones at several stations, and one that everybody reads."""
    rows = [
        people.opened(cast), people.offered(cast), people.in_delivery(cast), people.in_support(cast),
        people.at_rest(cast),
    ]  # fmt: skip
    hands.name_holder(journey=rows[2].pk, holder=cast.lea.pk, by=cast.by("jonas"))
    hands.name_owner(journey=rows[3].pk, owner=cast.iris.pk, by=cast.by("ana"), reason="Nearer")
    for row in rows:
        details.make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
    details.name_reader(journey=rows[0].pk, person=cast.mira.pk, by=cast.by("tom"))
    return list(Journey.objects.filter(pk__in=[*(row.pk for row in rows), people.opened(cast).pk]))


def away(cast: Cast, *names: str) -> None:
    for name in names:
        staff.go_away(
            person=cast.person(name).pk, since=clock.now() - HOUR, until=clock.now() + DAY, by=cast.by("ana")
        )


def deputies(cast: Cast) -> None:
    staff.name_deputy(person=cast.tom.pk, deputy=cast.iris.pk, by=cast.by("ana"))
    staff.name_deputy(person=cast.lea.pk, deputy=cast.tom.pk, by=cast.by("ana"))


SITUATIONS: dict[str, Callable[[Cast], None]] = {
    "everybody is here": lambda cast: None,
    "the owner is away": lambda cast: away(cast, "tom"),
    "the holder is away": lambda cast: away(cast, "lea"),
    "both are away, and have deputies": lambda cast: (deputies(cast), away(cast, "tom", "lea"))[-1],
    "a deputy is away, too": lambda cast: (deputies(cast), away(cast, "tom", "lea", "iris"))[-1],
    "the leads are away, too": lambda cast: away(cast, "tom", "lea", "jonas", "olga", "mira"),
    "access was withdrawn": lambda cast: staff.withdraw_access(
        person=cast.tom.pk, reason="Lost telephone", by=cast.by("ana")
    ),
}


# In the check, pages are opened where everything about standing in comes together, and where access is gone.
WITH_PAGES = size({"both are away, and have deputies", "access was withdrawn"}, set(SITUATIONS))


@pytest.mark.long
@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_place_gives_the_same_answer_for_every_person_and_journey(cast: Cast, situation: str) -> None:
    with_stand_ins(cast)
    rows = journeys(cast)
    SITUATIONS[situation](cast)
    readers = 0
    for name in NAMES:
        if not Person.objects.get(pk=cast.person(name).pk).access:
            continue
        by = cast.by(name)
        closed = {row.pk for row in rows if not may_read(row, by)}
        assert closed == {row.pk for row in rows if row.confidential and not expected(row, by.person or 0)}, (
            name
        )
        assert unreadable(rows, by) == closed, name
        assert closed_to(by) == closed, name
        if situation in WITH_PAGES:
            pages_agree(cast.person(name), rows, closed)
        readers += len(rows) - len(closed)
    assert len(rows) < readers < len(NAMES) * len(rows)


def pages_agree(person: Person, rows: list[Journey], closed: set[int]) -> None:
    """Assert that each journey's page and the desk give this person the same answer."""
    browser = Client()
    browser.force_login(person)
    statuses = {row.pk: browser.get(f"/journeys/{row.number}").status_code for row in rows}
    assert statuses == {row.pk: 403 if row.pk in closed else 200 for row in rows}, person.name
    desk = browser.get("/desk").context["desk"]
    shown = {row.record.row.pk: row.readable for row in desk.rows}
    assert {key for key, readable in shown.items() if not readable} == closed & set(shown), person.name


def expected(row: Journey, me: int) -> bool:
    """The rule in words: owner and holder, who acts for them in its team, named readers, who is asked to take it."""
    acting = {
        queries.stand_in(key, team=row.team_id) for key in (row.owner_id, row.holder_id) if key is not None
    }
    named = {reader.person_id for reader in row.readers.all()}
    asked = {offer.receiver_id for offer in row.handoffs.filter(state="offered")}
    return me in {row.owner_id, row.holder_id} | acting | named | asked


def test_standing_in_is_one_rule_for_one_and_for_many(cast: Cast) -> None:
    with_stand_ins(cast)
    for situation in (
        deputies,
        lambda cast: away(cast, "tom", "lea"),
        lambda cast: away(cast, "iris", "jonas"),
    ):
        situation(cast)
        pairs = [(cast.person(name).pk, team) for name in NAMES for team in [None, *teams_of(cast)]]
        many = queries.stand_ins(pairs)
        assert many == {pair: queries.stand_in(pair[0], team=pair[1]) for pair in pairs}
        for name in NAMES:
            me = cast.person(name).pk
            mine = {key for (key, team), actor in many.items() if team is None and actor == me and key != me}
            assert set(queries.hands_of(me).people()[1:]) == mine
            pairs = {pair for pair, actor in many.items() if actor == me and pair[0] != me}
            assert queries.hands_of(me).pairs & set(many) == pairs


def teams_of(cast: Cast) -> list[int]:
    return [team.pk for team in cast.teams.values()]
