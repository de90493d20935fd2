"""The sheet of our people: where they are, and who is free with which skill."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.refused import refused
from tests.web.signed_in import at

from wellkept.events.models import Event
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey
from wellkept.people import commands as staff
from wellkept.people.skills import skills_in
from wellkept.visits import commands as visits
from wellkept.visits.sheet import SheetLine, sheet_of
from wellkept.visits.window import VisitPlan, Window

pytestmark = pytest.mark.django_db
TUESDAY = (MONDAY + 8 * DAY).date()


def window(hour: int = 1, day: int = 8) -> Window:
    starts = MONDAY + day * DAY + hour * HOUR
    return Window(starts, starts + 2 * HOUR)


@pytest.fixture
def row(cast: Cast) -> Journey:
    staff.set_skills(person=cast.lea.pk, skills="Welding, heat pumps", by=cast.by("ana"))
    staff.set_skills(person=cast.jonas.pk, skills="heat pumps", by=cast.by("ana"))
    row = people.in_delivery(cast)
    plan = VisitPlan(person=cast.lea.pk, place="Königstraße 4", words="Put it in")
    visits.fix_visit(journey=row.pk, plan=plan, window=window(), by=cast.by("jonas"))
    return row


def line(cast: Cast, name: str, **values: object) -> SheetLine | None:
    sheet = sheet_of(TUESDAY, 1, by=cast.by("mira"), **values)  # type: ignore[arg-type]
    return next((line for line in sheet.lines if line.person.pk == cast.person(name).pk), None)


def names(cast: Cast, **values: object) -> list[str]:
    sheet = sheet_of(TUESDAY, 1, by=cast.by("mira"), **values)  # type: ignore[arg-type]
    return [line.person.name for line in sheet.lines]


def test_everybody_stands_with_their_visits(cast: Cast, row: Journey) -> None:
    lea, jonas = line(cast, "lea"), line(cast, "jonas")
    assert lea is not None
    assert jonas is not None
    assert [(visit.row.place, visit.readable) for visit in lea.days[0].visits] == [("Königstraße 4", True)]
    assert (lea.days[0].is_free, jonas.days[0].is_free, lea.skills) == (
        False,
        True,
        ["Welding", "heat pumps"],
    )
    make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
    lea = line(cast, "lea")
    assert lea is not None
    assert [visit.readable for visit in lea.days[0].visits] == [False]


def test_a_skill_and_a_time_leave_those_who_fit(cast: Cast, row: Journey) -> None:
    assert names(cast, skill="Heat Pumps") == [cast.jonas.name, cast.lea.name]
    assert names(cast, skill="heat pumps", free=window()) == [cast.jonas.name]
    assert names(cast, skill="heat pumps", free=window(hour=4)) == [cast.jonas.name, cast.lea.name]
    staff.go_away(person=cast.jonas.pk, since=window().starts, until=window().ends, by=cast.by("jonas"))
    assert names(cast, skill="heat pumps", free=window()) == []


def test_its_statements_do_not_grow_with_its_visits(cast: Cast, row: Journey) -> None:
    counts = []
    for hour in (4, 7):
        with CaptureQueriesContext(connection) as queries:
            sheet_of(TUESDAY - timedelta(days=1), 7, by=cast.by("mira"))
        counts.append(len(queries))
        plan = VisitPlan(person=cast.lea.pk, place="There", words="Put it in")
        visits.fix_visit(journey=row.pk, plan=plan, window=window(hour), by=cast.by("jonas"))
    assert counts[0] == counts[1]


def test_the_page_shows_a_day_and_a_week(cast: Cast, row: Journey) -> None:
    client = at(cast, "mira")
    day = f"day={TUESDAY.isoformat()}"
    assert "Königstraße 4" in client.get(f"/visits?{day}").content.decode()
    assert "Königstraße 4" in client.get(f"/visits?{day}&days=7").content.decode()
    times = "from=10:00&until=11:00"
    free = client.get(f"/visits?{day}&skill=welding&{times}").content.decode()
    assert "Nobody has this skill and is free then." in free
    for odd in ("day=never", "day=9999-12-31&days=7", "day=0001-01-01", f"{day}&from=x&until=y"):
        assert client.get(f"/visits?{odd}").status_code == 200


def test_skills_are_settled_by_an_administrator(cast: Cast, row: Journey) -> None:
    assert skills_in(" Welding,\nwelding , heat   pumps,,") == ["Welding", "heat pumps"]
    with refused("not_yours_to_do"):
        staff.set_skills(person=cast.lea.pk, skills="flying", by=cast.by("lea"))
    with refused("invalid_skills"):
        staff.set_skills(person=cast.lea.pk, skills="x" * 61, by=cast.by("ana"))
    place = f"/people/{cast.lea.pk}/skills"
    assert at(cast, "ana").get(place).status_code == 200
    assert at(cast, "mira").get(place).status_code == 403
    assert at(cast, "mira").post(place, {"skills": "flying"}).status_code == 422
    assert Event.objects.filter(subject_id=cast.lea.pk, type="skills_set").count() == 1
    assert at(cast, "ana").post(place, {"skills": "flying"}).status_code == 303
    assert Event.objects.filter(subject_id=cast.lea.pk, type="skills_set").count() == 2
    assert "flying" in at(cast, "mira").get(f"/people/{cast.lea.pk}").content.decode()
    planned = at(cast, "jonas").get(f"/journeys/{row.number}/visits").content.decode()
    assert "(flying)" in planned
