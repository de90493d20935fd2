"""Nothing is planned for a time that has passed: the API names the field, and pages refuse it by the same rule."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from tests import cast as stations
from tests.api.programs import Program
from tests.cast import DAY, HOUR, Cast
from tests.web.signed_in import at

from wellkept.events.models import Event
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people import commands as people
from wellkept.people.models import Absence
from wellkept.promises.queries import open_promises
from wellkept.voice.commands import interviews, meetings

pytestmark = pytest.mark.django_db
PASSED = "2001-01-01T10:00:00Z"
NEXT = {"next_what": "Ring them", "next_due": PASSED}
PUT = {"words": "The wiring", "total": "10.00", "delivery_by": "2099-01-01T10:00:00Z"}


def step(row: Journey) -> int:
    return int(row.steps.filter(done_at=None)[0].pk)


def promise(row: Journey) -> int:
    return next(owed.pk for owed in open_promises(row.pk) if owed.kind == "date")


@pytest.mark.parametrize(
    ("station", "name", "path", "body", "field"),
    [
        (stations.opened, "tom", lambda row: "steps", {"what": "Ring", "due": PASSED}, "due"),
        (stations.opened, "tom", lambda row: "waits", {"what": "Ring", "ask_again": PASSED}, "ask_again"),
        (stations.opened, "tom", lambda row: f"steps/{step(row)}/completion", NEXT, "next_due"),
        (stations.opened, "tom", lambda row: "letters", {"words": "Soon", **NEXT}, "next_due"),
        (
            stations.opened,
            "tom",
            lambda row: "touches",
            {"incoming": True, "channel": "call", "words": "When?", **NEXT},
            "next_due",
        ),
        (
            stations.offered,
            "olga",
            lambda row: f"handoffs/{row.handoffs.get(state='offered').pk}/acceptance",
            NEXT,
            "next_due",
        ),
        (
            stations.offered,
            "olga",
            lambda row: f"handoffs/{row.handoffs.get(state='offered').pk}/acceptance",
            {"open_points": [{"what": "The plan", "due": PASSED}]},
            "open_points",
        ),
        (stations.in_orders, "olga", lambda row: "agreements", {**PUT, "valid_until": PASSED}, "valid_until"),
        (stations.in_orders, "olga", lambda row: "agreements", {**PUT, "delivery_by": PASSED}, "delivery_by"),
        (stations.in_delivery, "jonas", lambda row: "promises", {"text": "A call", "due": PASSED}, "due"),
        (stations.in_delivery, "jonas", lambda row: f"promises/{promise(row)}/keeping", NEXT, "next_due"),
        (
            stations.in_delivery,
            "jonas",
            lambda row: f"promises/{promise(row)}/release",
            {"words": "Another day", "new_due": PASSED},
            "new_due",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_program_plans_nothing_for_the_past(
    cast: Cast,
    station: Callable[[Cast], Journey],
    name: str,
    path: Callable[[Journey], str],
    body: dict[str, Any],
    field: str,
) -> None:
    row = station(cast)
    program = Program(cast, name)
    events = Event.objects.count()
    refused(program.post(f"/journeys/{row.number}/{path(row)}", body), field)
    assert Event.objects.count() == events


def refused(answer: HttpResponse, field: str) -> None:
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["field"]) == (422, field), problem
    assert "passed" in problem["title"] or "to come" in problem["title"]


def test_an_interview_and_a_meeting_are_planned_for_later(cast: Cast) -> None:
    program = Program(cast)
    customer = cast.bakery.customer.pk
    row = interviews.plan_interview(
        customer=customer,
        contact=cast.bakery.contact.pk,
        planned_for=clock.now() + HOUR,
        interviewers=interviews.Interviewers(asks=cast.tom.pk, writes=cast.olga.pk),
        by=cast.by("tom"),
    )
    meetings.set_rhythm(customer=customer, every_days=30, next_at=clock.now() + DAY, by=cast.by("tom"))
    events = Event.objects.count()
    body = {
        "contact": cast.bakery.contact.pk,
        "planned_for": PASSED,
        "asks": cast.tom.pk,
        "writes": cast.olga.pk,
    }
    refused(program.post(f"/customers/{customer}/interviews", body), "planned_for")
    refused(program.post(f"/interviews/{row.pk}/day", {"planned_for": PASSED}), "planned_for")
    held = {"words": "All is well", "held_at": "2001-01-01T08:00:00Z", "next_at": PASSED}
    refused(program.post(f"/customers/{customer}/meetings", held), "next_at")
    assert Event.objects.count() == events


def test_the_people_of_an_interview_change_also_after_its_time(cast: Cast) -> None:
    planned_for = clock.now() + HOUR
    row = interviews.plan_interview(
        customer=cast.bakery.customer.pk,
        contact=cast.bakery.contact.pk,
        planned_for=planned_for,
        interviewers=interviews.Interviewers(asks=cast.tom.pk, writes=cast.olga.pk),
        by=cast.by("tom"),
    )
    with clock.at(planned_for + HOUR):
        interviews.move_interview(
            interview=row.pk,
            planned_for=planned_for,
            interviewers=interviews.Interviewers(asks=cast.lea.pk),
            by=cast.by("tom"),
        )
        row.refresh_from_db()
        assert row.asks_id == cast.lea.pk
        with pytest.raises(Refusal) as refusal:
            interviews.move_interview(
                interview=row.pk, planned_for=planned_for + timedelta(minutes=5), by=cast.by("tom")
            )
        assert refusal.value.field == "planned_for"


def test_an_absence_that_is_over_is_not_recorded(cast: Cast) -> None:
    now = clock.now()
    with pytest.raises(Refusal) as refusal:
        people.go_away(person=cast.tom.pk, since=now - 3 * DAY, until=now - DAY, by=cast.by("tom"))
    assert (refusal.value.field, str(refusal.value.sentence)) == ("until", "This time has passed already.")
    answer = at(cast, "tom").post(
        f"/people/{cast.tom.pk}/absences", {"since": "2001-01-01T08:00", "until": "2001-01-02T08:00"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["until"] == ["This time has passed already."]
    assert not Absence.objects.exists()
    people.go_away(
        person=cast.tom.pk, since=now - DAY, until=now + DAY, by=cast.by("tom")
    )  # ill since yesterday


def test_a_page_plans_no_interview_for_the_past(cast: Cast) -> None:
    customer = cast.bakery.customer.pk
    answer = at(cast, "tom").post(
        f"/customers/{customer}/interviews",
        {
            "contact": cast.bakery.contact.pk,
            "planned_for": "2001-01-01T10:00",
            "asks": cast.tom.pk,
            "writes": cast.olga.pk,
            "questions": "any",
        },
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["planned_for"] == ["This time has passed already."]
