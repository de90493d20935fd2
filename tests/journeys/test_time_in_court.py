"""Courts, silence, rest and waking, also by the clock."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.laws.conftest import snapshot
from tests.laws.outside import breaches

from wellkept.endings import commands as endings
from wellkept.journeys.commands import rest, steps, touches, triggers
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.journeys.time_in_court import Mark, spans, sums
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import Actor
from wellkept.sales import commands as sales
from wellkept.support import commands as support

pytestmark = pytest.mark.django_db


def kinds(row: Journey) -> list[str]:
    return sorted(row.steps.filter(done_at__isnull=True).values_list("kind", flat=True))


MAIL = IncomingTouch("mail", "Well?")


def log(row: Journey, touch: IncomingTouch = MAIL, by: Actor | None = None) -> None:
    touches.log_touch(journey=row.pk, touch=touch, by=by or people.speaker_of(row))


def test_incoming_touches_are_ours_to_answer_and_outgoing_ones_wait_for_the_customer(cast: Cast) -> None:
    row = people.opened(cast)
    log(row)
    assert (people.fresh(row).court, "answer" in kinds(row)) == ("us", True)
    people.finish_all(row, cast.by("tom"), but=lambda kind: kind == "answer")
    for step in row.steps.filter(done_at__isnull=True, kind="act"):
        steps.finish_step(journey=row.pk, step=step.pk, by=cast.by("tom"))
    touches.write_to_customer(journey=row.pk, words="We come on Friday", by=cast.by("tom"))
    row = people.fresh(row)
    assert (row.court, kinds(row)) == ("customer", ["ask_again"])
    assert row.silent_at == clock.now() + timedelta(hours=48)


def test_a_call_that_nobody_answered_is_to_be_called_back(cast: Cast) -> None:
    row = people.opened(cast)
    log(row, IncomingTouch("call", unanswered=True), by=cast.by("tom"))
    assert "call_back" in kinds(row)


def test_a_touch_logged_late_keeps_the_courts_of_the_past(cast: Cast) -> None:
    row = people.opened(cast)
    with clock.at(MONDAY + 2 * DAY):
        steps.wait_for(
            journey=row.pk, third_party="The grid", what="Ask", ask_again=clock.now() + DAY, by=cast.by("tom")
        )
        for step in row.steps.filter(done_at__isnull=True, kind="act"):
            steps.finish_step(journey=row.pk, step=step.pk, by=cast.by("tom"))
        assert people.fresh(row).court == "third"
    with clock.at(MONDAY + 3 * DAY):
        log(row, IncomingTouch("mail", "Well?", happened=MONDAY + DAY))
        row = people.fresh(row)
        assert (row.court, row.court_since) == ("us", MONDAY + 3 * DAY)
        assert breaches(clock.now()) == []


def test_the_last_step_is_not_done_without_a_next_one(cast: Cast) -> None:
    row = people.opened(cast)
    assert row.next_step is not None
    before = snapshot()
    with pytest.raises(Refusal, match="always has a next step"):
        steps.finish_step(journey=row.pk, step=row.next_step.pk, by=cast.by("tom"))
    assert snapshot() == before


def test_the_step_that_asks_for_an_answer_is_done_by_answering(cast: Cast) -> None:
    row = people.offered(cast)
    step = row.steps.get(done_at__isnull=True, kind="answer_offer")
    steps.plan_step(journey=row.pk, what="Look", due=clock.now() + DAY, by=cast.by("tom"))
    with pytest.raises(Refusal, match="answering the offer"):
        steps.finish_step(journey=row.pk, step=step.pk, by=cast.by("tom"))


def test_at_rest_nothing_runs_and_a_word_wakes_it_on_the_same_number(cast: Cast) -> None:
    row = people.at_rest(cast)
    assert (row.state, row.holder_id, row.court, row.silent_at, kinds(row)) == (
        "at_rest", None, "none", None, ["check_in"],
    )  # fmt: skip
    number = row.number
    log(row, IncomingTouch("mail", "It drips"))
    row = people.fresh(row)
    assert (row.state, row.holder_id, row.number, kinds(row)) == ("open", cast.mira.pk, number, ["answer"])


def test_an_objection_wakes_it_too(cast: Cast) -> None:
    row = people.at_rest(cast)
    trigger = row.triggers.get(kind="acceptance")
    triggers.object_to(journey=row.pk, trigger_id=trigger.pk, words="I never did", by=people.speaker_of(row))
    row = people.fresh(row)
    assert (row.state, kinds(row)) == ("open", ["answer_objection"])


def test_a_check_in_is_not_put_to_rest_before_anybody_has_asked(cast: Cast) -> None:
    row = people.at_rest(cast)
    with clock.at(MONDAY + 366 * DAY):
        assert support.check_in() == 1
        assert support.rest_after_care() == 0
        assert people.fresh(row).state == "open"
    with clock.at(MONDAY + 381 * DAY):
        assert support.rest_after_care() == 1


def test_after_care_runs_from_the_handover_to_support(cast: Cast) -> None:
    row = people.in_support(cast)
    with clock.at(MONDAY + 13 * DAY):
        assert support.rest_after_care() == 0
    with clock.at(MONDAY + 14 * DAY):
        assert support.rest_after_care() == 1
    assert people.fresh(row).state == "at_rest"


def test_a_journey_with_open_work_is_not_put_to_rest(cast: Cast) -> None:
    row = people.in_support(cast)
    log(row, IncomingTouch("mail", "It drips"))
    with clock.at(MONDAY + 30 * DAY):
        assert support.rest_after_care() == 0
    with pytest.raises(Refusal, match="still waits"):
        support.confirm_success(journey=row.pk, by=people.speaker_of(row))


def test_an_open_journey_is_not_woken_and_an_ended_one_not_either(cast: Cast) -> None:
    row = people.opened(cast)
    with pytest.raises(Refusal, match="open already"):
        rest.wake_journey(journey=row.pk, why="x", next_what="x", by=cast.by("tom"))
    endings.decline(journey=row.pk, why="Too dear", by=people.speaker_of(row))
    with pytest.raises(Refusal, match="has ended"):
        rest.wake_journey(journey=row.pk, why="x", next_what="x", by=cast.by("tom"))


def test_the_customer_cannot_say_more_than_a_click(cast: Cast) -> None:
    row = people.opened(cast)
    for evidence in ("paper", "mail", "spoken", "deemed"):
        with pytest.raises(Refusal):
            sales.decide(
                journey=row.pk, what="x", why="y", evidence=Evidence(evidence), by=people.speaker_of(row)
            )


def test_courts_add_up_to_the_microsecond() -> None:
    start, end = MONDAY, MONDAY + 3 * DAY
    marks = [
        Mark(MONDAY + 5 * HOUR, "customer"),
        Mark(MONDAY + 2 * HOUR, "third", "The grid"),
        Mark(MONDAY + 5 * HOUR, "us"),  # of two at one instant the later holds
        Mark(MONDAY - DAY, "customer"),
        Mark(MONDAY + 9 * DAY, "third"),
    ]
    parts = spans(marks, start=start, end=end)
    assert sum(sums(parts).values(), timedelta()) == end - start
    assert [span.court for span in parts] == ["customer", "third", "us"]
    assert all(a.end == b.start for a, b in itertools.pairwise(parts))
