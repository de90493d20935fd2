"""Endings: each way with its evidence, its right, and what forbids it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.refused import refused

from wellkept.endings import commands
from wellkept.endings.queries import asks_of, ending
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.notices.commands import carried
from wellkept.people.actor import SYSTEM, Actor
from wellkept.promises.commands import make_promise
from wellkept.promises.queries import open_promises

pytestmark = pytest.mark.django_db


def how(row: Journey) -> str:
    row_ending = ending(row.pk)
    return row_ending.how if row_ending else ""


def test_both_may_cancel_and_the_promises_are_released(cast: Cast) -> None:
    theirs, ours = people.in_delivery(cast), people.in_delivery(cast)
    commands.cancel(journey=theirs.pk, why="We close", by=people.speaker_of(theirs), by_them=True)
    commands.cancel(journey=ours.pk, why="No part", by=cast.by("tom"), by_them=False)
    assert (how(theirs), how(ours)) == ("cancelled_by_them", "cancelled_by_us")
    assert [list(open_promises(row.pk)) for row in (theirs, ours)] == [[], []]


def test_only_the_owner_cancels_for_us_and_says_why(cast: Cast) -> None:
    row = people.in_delivery(cast)
    with refused("invalid_why"):
        commands.cancel(journey=row.pk, why=" ", by=cast.by("tom"), by_them=False)
    for by in (cast.by("iris"), people.speaker_of(row)):
        with refused("not_yours_to_do"):
            commands.cancel(journey=row.pk, why="No part", by=by, by_them=False)


@pytest.mark.parametrize(
    "end",
    [
        lambda row, by: commands.decline(journey=row.pk, why="Too dear", by=by),
        lambda row, by: commands.not_ours(journey=row.pk, why="A roof", by=by),
        lambda row, by: commands.opened_in_error(journey=row.pk, why="Typed twice", by=by),
    ],
)
def test_an_agreed_journey_can_only_be_cancelled(cast: Cast, end: Callable[[Journey, Actor], object]) -> None:
    early, late, other = people.opened(cast), people.in_delivery(cast), people.opened(cast)
    end(early, cast.by("tom"))
    assert how(early) != ""
    with refused("agreed_already"):
        end(late, cast.by("tom"))
    with refused("not_yours_to_do"):
        end(other, cast.by("iris"))


def test_a_promise_makes_it_no_error(cast: Cast) -> None:
    row = people.opened(cast)
    make_promise(journey=row.pk, text="A call", due=MONDAY + DAY, by=cast.by("tom"))
    with refused("promised"):
        commands.opened_in_error(journey=row.pk, why="Typed twice", by=cast.by("tom"))


def test_no_answer_ends_it_after_the_last_ask_was_told(cast: Cast) -> None:
    row = people.opened(cast)
    needed = row.version.asks_before_no_answer
    for count in range(needed):
        with clock.at(MONDAY + (count + 1) * HOUR):
            with refused("not_asked_enough"):
                commands.no_answer(journey=row.pk, by=cast.by("tom"))
            last = commands.ask_again(journey=row.pk, by=cast.by("tom"))
    assert last.kind == "last_ask"
    with clock.at(MONDAY + DAY):
        with refused("not_asked_enough"):
            commands.no_answer(journey=row.pk, by=cast.by("tom"))
        carried(notice=last.pk, title="Last", text="Last", html="", by=SYSTEM)
        assert asks_of(row).count == needed
        commands.no_answer(journey=row.pk, by=cast.by("tom"))
    assert how(row) == "no_answer"


def test_two_journeys_of_one_problem_become_one(cast: Cast) -> None:
    first, second, school = people.opened(cast), people.opened(cast), people.opened(cast, of=cast.school)
    make_promise(journey=first.pk, text="A call", due=MONDAY + DAY, by=cast.by("tom"))
    with refused("invalid_into"):
        commands.join(journey=first.pk, into=school.pk, why="The same", by=cast.by("tom"))
    agreed = people.in_delivery(cast)
    with refused("agreed_already"):
        commands.join(journey=agreed.pk, into=second.pk, why="The same", by=cast.by("tom"))
    commands.join(journey=first.pk, into=second.pk, why="The same", by=cast.by("tom"))
    assert how(first) == "merged"
    assert [promise.text for promise in open_promises(second.pk)] == ["A call"]


def test_a_second_problem_gets_a_number_of_its_own(cast: Cast) -> None:
    row = people.at_rest(cast)
    with refused("not_yours_to_do"):
        commands.split_off(journey=row.pk, need="The light flickers", by=cast.by("iris"))
    new = commands.split_off(journey=row.pk, need="The light flickers", by=cast.by("mira"))
    assert (new.came_from_id, new.came_by, people.fresh(row).state) == (row.pk, "split", "at_rest")


def test_a_confidential_journey_is_joined_into_a_confidential_one_only(cast: Cast) -> None:
    first, second = people.opened(cast, confidential=True), people.opened(cast)
    make_promise(journey=first.pk, text="A call", due=MONDAY + DAY, by=cast.by("tom"))
    with refused("not_confidential"):
        commands.join(journey=first.pk, into=second.pk, why="The same", by=cast.by("tom"))
    make_confidential(journey=second.pk, confidential=True, by=cast.by("tom"))
    commands.join(journey=first.pk, into=second.pk, why="The same", by=cast.by("tom"))
    assert [promise.text for promise in open_promises(second.pk)] == ["A call"]


def test_a_part_of_a_confidential_journey_is_confidential(cast: Cast) -> None:
    row = people.opened(cast, confidential=True)
    part = commands.split_off(journey=row.pk, need="The light flickers", by=cast.by("tom"))
    assert people.fresh(part).confidential
