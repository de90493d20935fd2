"""Exact number of statements of each everyday act, so that none grows unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as people
from tests.cast import DAY, Cast

from wellkept.journeys.commands import handoffs, open, steps, touches
from wellkept.journeys.need import Need, Start
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.promises import commands as promises

pytestmark = pytest.mark.django_db


def statements(act: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        act()
    return [q["sql"] for q in seen.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]


def exactly(count: int, act: Callable[[], Any]) -> None:
    seen = statements(act)
    assert len(seen) == count, "\n".join(sql[:160] for sql in seen)


def test_logging_a_touch(cast: Cast) -> None:
    row, by = people.opened(cast), cast.by("tom")
    exactly(
        5,
        lambda: touches.log_touch(journey=row.pk, touch=IncomingTouch("mail", "Still dark"), by=by),
    )


def test_planning_a_step(cast: Cast) -> None:
    row, by = people.opened(cast), cast.by("tom")
    exactly(4, lambda: steps.plan_step(journey=row.pk, what="Look", due=clock.now() + DAY, by=by))


def test_doing_a_step_and_planning_the_next(cast: Cast) -> None:
    row, by = people.opened(cast), cast.by("tom")
    assert row.next_step is not None
    step = row.next_step.pk
    exactly(6, lambda: steps.finish_step(journey=row.pk, step=step, by=by, then=PlannedStep("Look")))


def test_making_a_promise(cast: Cast) -> None:
    row, by = people.opened(cast), cast.by("tom")
    exactly(4, lambda: promises.make_promise(journey=row.pk, text="We call", due=clock.now() + DAY, by=by))


def test_accepting_a_handoff(cast: Cast) -> None:
    row, by = people.offered(cast), cast.by("olga")
    exactly(14, lambda: handoffs.accept_handoff(journey=row.pk, by=by, rating=4))


def test_opening_a_journey(cast: Cast) -> None:
    by, party = cast.by("tom"), cast.bakery
    people.opened(cast)  # the blueprint is in memory
    exactly(
        15,
        lambda: open.open_journey(
            customer=party.customer.pk,
            contact=party.contact.pk,
            need=Need("The oven is out"),
            by=by,
            start=Start(blueprint="service"),
        ),
    )
