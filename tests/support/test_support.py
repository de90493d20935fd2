"""Support: resting, waking by the clock, and the next need."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast
from tests.refused import refused

from wellkept.journeys.commands import touches
from wellkept.journeys.need import Need
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.promises.commands import make_promise
from wellkept.support import commands

pytestmark = pytest.mark.django_db


def test_a_journey_rests_when_the_customer_says_that_it_works(cast: Cast) -> None:
    row = people.at_rest(cast)
    assert (row.state, row.holder_id) == ("at_rest", None)
    with refused("journey_at_rest"):
        commands.confirm_success(journey=row.pk, by=people.speaker_of(row))


def test_nothing_rests_while_something_is_owed(cast: Cast) -> None:
    row = people.in_support(cast)
    petra = people.speaker_of(row)
    make_promise(journey=row.pk, text="A call", due=MONDAY + 9 * DAY, by=cast.by("mira"))
    with refused("promises_open"):
        commands.confirm_success(journey=row.pk, by=petra)
    with refused("promises_open"):
        commands.next_need(journey=row.pk, need=Need("A second oven"), by=petra)


def test_nothing_rests_while_the_customer_waits_for_an_answer(cast: Cast) -> None:
    row = people.in_support(cast)
    touches.log_touch(journey=row.pk, touch=IncomingTouch("mail", "Hello?"), by=cast.by("mira"))
    with refused("still_waiting"):
        commands.confirm_success(journey=row.pk, by=people.speaker_of(row))


def test_nothing_rests_before_support_has_it(cast: Cast) -> None:
    for row in (people.in_delivery(cast), people.opened(cast)):
        with refused("promises_open" if row.stage == "delivery" else "not_accepted"):
            commands.confirm_success(journey=row.pk, by=people.speaker_of(row))
    in_support = people.in_support(cast)
    with refused("not_yours_to_do"):
        commands.confirm_success(journey=in_support.pk, by=cast.by("iris"))


def test_the_clock_lays_to_rest_after_care_and_wakes_for_the_check_in(cast: Cast) -> None:
    row = people.in_support(cast)
    assert commands.rest_after_care() == 0
    with clock.at(MONDAY + 30 * DAY):
        assert commands.rest_after_care() == 1
    with clock.at(MONDAY + 500 * DAY):
        assert (commands.check_in(), commands.check_in()) == (1, 0)
    row = people.fresh(row)
    assert (row.state, row.stage) == ("open", "support")


def test_the_next_need_ends_it_happy_and_begins_with_all_we_know(cast: Cast) -> None:
    row = people.at_rest(cast)
    after = commands.next_need(journey=row.pk, need=Need("A second oven"), by=people.speaker_of(row))
    assert (after.customer_id, after.owner_id, after.came_from_id) == (
        row.customer_id,
        row.owner_id,
        row.pk,
    )
    assert people.fresh(row).state == "ended"
    with refused("journey_ended"):
        commands.next_need(journey=row.pk, need=Need("A third oven"), by=people.speaker_of(row))


def test_the_next_need_waits_for_the_end_of_this_one(cast: Cast) -> None:
    row = people.in_orders(cast)
    with refused("not_accepted"):
        commands.next_need(journey=row.pk, need=Need("A second oven"), by=people.speaker_of(row))
    with refused("invalid_need"):
        commands.next_need(journey=row.pk, need=Need(" "), by=people.speaker_of(row))
