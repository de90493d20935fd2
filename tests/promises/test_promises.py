"""Law 7 and the moved promises of law 8: what was told stands, and lateness leaves its mark whatever comes after."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast
from tests.laws.conftest import snapshot

from wellkept.delivery import commands as delivery
from wellkept.endings import commands as endings
from wellkept.events.queries import history
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.messages import commands as messages
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise, PromiseMove
from wellkept.promises.queries import state_of

pytestmark = pytest.mark.django_db
DUE = MONDAY + 10 * DAY


@pytest.fixture
def row(cast: Cast) -> Journey:
    """A journey in delivery, with "Delivery" promised in ten days."""
    return people.in_delivery(cast)


def promised(row: Journey, kind: str = "date") -> Promise:
    return Promise.objects.filter(journey=row, kind=kind).latest("pk")


def move(cast: Cast, row: Journey, to: datetime, *, told_at: datetime | None) -> PromiseMove:
    new_date = promises.move_promise(
        journey=row.pk, promise=promised(row).pk, due=to, reason="The line is late", by=cast.by("jonas")
    )
    if told_at:
        with clock.at(told_at):
            messages.told_by_hand(
                notice=new_date.notice_id, words="Told on the telephone", by=cast.by("jonas")
            )
    new_date.refresh_from_db()
    return new_date


def said(row: Journey, type_: str) -> list[dict[str, object]]:
    return [event.facts for event in history(row.pk) if event.type == type_]


def test_told_in_time_and_not_refused_it_is_moved(cast: Cast, row: Journey) -> None:
    move(cast, row, DUE + 2 * DAY, told_at=MONDAY + DAY)
    promise = promised(row)
    assert (promise.first_due, promise.due) == (DUE, DUE + 2 * DAY)
    assert said(row, "promise_moved")[0]["due"] == (DUE + 2 * DAY).isoformat()


def test_until_it_is_told_it_counts_as_not_moved(cast: Cast, row: Journey) -> None:
    move(cast, row, DUE + 2 * DAY, told_at=None)
    assert promised(row).due == DUE
    assert state_of(promised(row), now=DUE + DAY) == "broken"


def test_told_too_late_it_is_broken_and_stays(cast: Cast, row: Journey) -> None:
    move(cast, row, DUE + 5 * DAY, told_at=DUE + timedelta(seconds=1))
    assert promised(row).due == DUE
    assert said(row, "promise_broken")[0]["due"] == DUE.isoformat()
    with clock.at(DUE + DAY):
        promises.answer_new_date(
            journey=row.pk, move=PromiseMove.objects.get().pk, accept=True, by=people.speaker_of(row)
        )
    assert promised(row).due == DUE + 5 * DAY
    assert len(said(row, "promise_broken")) == 1  # their yes gives a new date; the breach stays


def test_told_at_the_due_time_itself_is_in_time(cast: Cast, row: Journey) -> None:
    move(cast, row, DUE + 5 * DAY, told_at=DUE)
    assert promised(row).due == DUE + 5 * DAY


def test_refused_it_stands_as_it_was(cast: Cast, row: Journey) -> None:
    new_date = move(cast, row, DUE + 2 * DAY, told_at=MONDAY + DAY)
    with clock.at(MONDAY + 2 * DAY):
        promises.answer_new_date(journey=row.pk, move=new_date.pk, accept=False, by=people.speaker_of(row))
    assert promised(row).due == DUE
    assert people.fresh(row).court == "us"


def test_a_second_delay_needs_their_yes(cast: Cast, row: Journey) -> None:
    move(cast, row, DUE + 2 * DAY, told_at=MONDAY + DAY)
    second = move(cast, row, DUE + 4 * DAY, told_at=MONDAY + 2 * DAY)
    assert second.needs_yes
    assert promised(row).due == DUE + 2 * DAY
    with clock.at(MONDAY + 3 * DAY):
        promises.answer_new_date(journey=row.pk, move=second.pk, accept=True, by=people.speaker_of(row))
    assert promised(row).due == DUE + 4 * DAY


def test_their_yes_counts_whatever_became_of_the_letter(cast: Cast, row: Journey) -> None:
    new_date = move(cast, row, DUE + 2 * DAY, told_at=None)
    promises.answer_new_date(journey=row.pk, move=new_date.pk, accept=True, by=people.speaker_of(row))
    assert promised(row).due == DUE + 2 * DAY


def test_a_letter_that_came_back_was_not_told(cast: Cast, row: Journey) -> None:
    first = move(cast, row, DUE + 2 * DAY, told_at=MONDAY + DAY)
    second = move(cast, row, DUE + 4 * DAY, told_at=None)
    with clock.at(MONDAY + 2 * DAY):
        messages.came_back(notice=first.notice_id, why="No such mailbox")
    assert promised(row).due == DUE
    assert PromiseMove.objects.get(pk=second.pk).needs_yes


def test_the_clock_breaks_it_whether_or_not_a_job_ran(cast: Cast, row: Journey) -> None:
    with clock.at(DUE + timedelta(seconds=1)):
        assert state_of(promised(row)) == "broken"
        promises.keep_promise(journey=row.pk, promise=promised(row).pk, by=cast.by("jonas"))
        assert promises.mark_broken() == 0
    assert len(said(row, "promise_broken")) == 1
    assert said(row, "promise_kept")[-1]["on_time"] is False


def test_the_sweep_marks_each_breach_once(cast: Cast, row: Journey) -> None:
    with clock.at(DUE + DAY):
        assert promises.mark_broken() == 1
        assert promises.mark_broken() == 0
        delivery.deliver(journey=row.pk, words="There", by=cast.by("jonas"))
    assert len(said(row, "promise_broken")) == 1


def test_moving_a_date_improves_no_figure(cast: Cast, row: Journey) -> None:
    """On time is measured against the first promise; the date it was moved to stands beside it."""
    move(cast, row, DUE + 3 * DAY, told_at=MONDAY + DAY)
    with clock.at(DUE + DAY):
        promises.keep_promise(journey=row.pk, promise=promised(row).pk, by=cast.by("jonas"))
    kept = said(row, "promise_kept")[-1]
    assert (kept["on_time"], kept["late_seconds"], kept["late_seconds_as_moved"]) == (False, 86400, 0)
    assert said(row, "promise_broken") == []


def test_half_a_second_late_is_late(cast: Cast, row: Journey) -> None:
    with clock.at(DUE + timedelta(milliseconds=500)):
        promises.keep_promise(journey=row.pk, promise=promised(row).pk, by=cast.by("jonas"))
    assert said(row, "promise_kept")[-1]["on_time"] is False


def test_released_with_their_word_the_new_date_is_a_first_promise(cast: Cast, row: Journey) -> None:
    new = promises.release_promise(
        journey=row.pk,
        promise=promised(row).pk,
        words="We are away",
        new_due=DUE + 9 * DAY,
        by=cast.by("jonas"),
    )
    assert new is not None
    assert (new.first_due, new.due) == (DUE + 9 * DAY, DUE + 9 * DAY)
    assert Promise.objects.get(replaced_by=new).released_why == "We are away"


def test_joining_two_journeys_does_not_lose_a_late_promise(cast: Cast, row: Journey) -> None:
    gone = people.opened(cast)
    promises.make_promise(journey=gone.pk, text="The manual", due=MONDAY + DAY, by=cast.by("tom"))
    stays = people.opened(cast)
    with clock.at(MONDAY + 2 * DAY):
        endings.join(journey=gone.pk, into=stays.pk, why="The same", by=cast.by("tom"))
        carried = promised(stays)
        assert (carried.text, carried.due, state_of(carried)) == ("The manual", MONDAY + DAY, "broken")
    assert len(said(gone, "promise_broken")) == 1


def test_acceptance_keeps_no_promise_to_call_back(cast: Cast, row: Journey) -> None:
    promises.make_promise(journey=row.pk, text="We call", kind="call_back", due=DUE, by=cast.by("jonas"))
    delivery.deliver(journey=row.pk, words="There", by=cast.by("jonas"))
    delivery.accept(journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    assert promised(row, "call_back").kept_at is None
    assert promised(row, "price").kept_at is not None


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("past", "still to come"),
        ("no date", "By when"),
        ("no words", "What is promised"),
        ("no money", "Which price"),
    ],
)
def test_an_impossible_promise_is_refused(cast: Cast, row: Journey, what: str, sentence: str) -> None:
    wrong: dict[str, dict[str, object]] = {
        "past": {"text": "x", "due": MONDAY},
        "no date": {"text": "x"},
        "no words": {"text": " ", "due": DUE},
        "no money": {"text": "x", "kind": "price"},
    }
    before = snapshot()
    with pytest.raises(Refusal, match=sentence):
        promises.make_promise(journey=row.pk, by=cast.by("jonas"), **wrong[what])  # type: ignore[arg-type]
    assert snapshot() == before


def test_only_what_was_not_told_is_struck_and_by_its_author(cast: Cast, row: Journey) -> None:
    slip = promises.make_promise(journey=row.pk, text="x", due=DUE, is_told=False, by=cast.by("jonas"))
    with pytest.raises(Refusal, match="Only the person who entered it"):
        promises.strike_promise(journey=row.pk, promise=slip.pk, reason="Slip", by=cast.by("lea"))
    promises.strike_promise(journey=row.pk, promise=slip.pk, reason="Slip", by=cast.by("jonas"))
    with pytest.raises(Refusal, match="cannot be struck"):
        promises.strike_promise(
            journey=row.pk,
            promise=Promise.objects.filter(journey=row).earliest("pk").pk,
            reason="Slip",
            by=cast.by("jonas"),
        )
