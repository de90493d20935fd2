"""A call wakes a journey at rest. Where it turns out to belong elsewhere, the journey rests as it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests import cast as stations
from tests.cast import Cast
from wellkept.events.queries import history
from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands.calls import move_call, settle_call
from wellkept.intake.commands.store_other import take_call
from wellkept.journeys.commands.silence import warn_of_silence
from wellkept.journeys.commands.touches import write_note
from wellkept.journeys.models import Journey, NextStep
from wellkept.kernel import clock
from wellkept.support.commands import check_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES = tmp_path
    with clock.at(NOW):
        yield


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


def woken(cast: Cast, *, answered: bool = False) -> tuple[Journey, int]:
    """A journey of the bakery that rests, woken by a call of theirs; and the call."""
    row = stations.at_rest(cast)
    with clock.at(LATER):
        phone = cast.bakery.contact.phone
        by = cast.mira.email if answered else ""
        taken = take_call(Call(id="c1", caller=phone, answered=answered, at=LATER, by=by))
    assert stations.fresh(row).state == "open"
    return row, taken.message


def stands(row: Journey) -> tuple[object, ...]:
    now = stations.fresh(row)
    steps = NextStep.objects.filter(journey=row, done_at__isnull=True).values_list("kind", "due_at")
    return now.state, now.holder_id, now.court, now.silent_at, now.rested_at, list(steps)


def put_elsewhere(cast: Cast, message: int, *, at: datetime = LATER) -> Journey:
    with clock.at(at):
        other = stations.opened(cast, of=cast.school)
        return move_call(message=message, to=other.pk, by=cast.by("mira"))


@pytest.mark.parametrize("answered", [False, True])
def test_put_elsewhere_it_rests_again_until_the_check_in_that_it_had(cast: Cast, answered: bool) -> None:
    row = stations.at_rest(cast)
    before = stands(row)
    with clock.at(LATER):
        by = cast.mira.email if answered else ""
        taken = take_call(Call(id="c1", caller=cast.bakery.contact.phone, answered=answered, at=LATER, by=by))
    assert stations.fresh(row).state == "open"
    other = put_elsewhere(cast, taken.message)
    assert stands(row) == before
    rested = next(event for event in history(row.pk) if event.type == "rested_again")
    assert rested.facts["to_number"] == other.number
    assert rested.actor_id == cast.mira.pk
    kinds = NextStep.objects.filter(journey=other, done_at__isnull=True).values_list("kind", flat=True)
    assert ("call_back" in kinds) is not answered


def test_a_warning_of_silence_does_not_keep_the_journey_awake(cast: Cast) -> None:
    row, message = woken(cast)
    with clock.at(LATER + timedelta(days=20)):
        assert warn_of_silence() > 0
    put_elsewhere(cast, message, at=LATER + timedelta(days=21))
    assert stations.fresh(row).state == "at_rest"


@pytest.mark.parametrize(
    "happens",
    [
        lambda row, cast: write_note(journey=row.pk, words="They also mentioned a leak", by=cast.by("mira")),
        lambda row, cast: take_call(
            Call(id="c2", caller=cast.bakery.contact.phone, answered=False, at=LATER)
        ),
    ],
)
def test_the_journey_stays_awake_if_something_else_has_happened(
    cast: Cast, happens: Callable[[Journey, Cast], object]
) -> None:
    row, message = woken(cast)
    with clock.at(LATER):
        happens(row, cast)
    put_elsewhere(cast, message)
    now = stations.fresh(row)
    assert (now.state, now.holder_id is not None, now.next_step_id is not None) == ("open", True, True)
    assert "rested_again" not in [event.type for event in history(row.pk)]


def test_a_journey_that_was_awake_before_stays_so(cast: Cast) -> None:
    row = stations.in_support(cast)
    taken = take_call(Call(id="c1", caller=cast.bakery.contact.phone, answered=False, at=NOW))
    other = stations.opened(cast, of=cast.school)
    move_call(message=taken.message, to=other.pk, by=cast.by("mira"))
    assert stations.fresh(row).state == "open"


def test_its_check_in_comes_on_its_day_and_it_can_be_woken_again(cast: Cast) -> None:
    row, message = woken(cast)
    put_elsewhere(cast, message)
    due = NextStep.objects.get(journey=row, done_at__isnull=True).due_at
    with clock.at(due - timedelta(minutes=1)):
        assert check_in() == 0
    with clock.at(due + timedelta(minutes=1)):
        assert check_in() == 1
    assert stations.fresh(row).state == "open"


def test_a_colleague_who_settles_the_call_keeps_the_journey_awake(cast: Cast) -> None:
    row, message = woken(cast, answered=True)
    with clock.at(LATER):
        settle_call(message=message, by=cast.by("mira"), summary="The light flickers again")
    assert stations.fresh(row).state == "open"
