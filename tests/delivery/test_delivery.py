"""Delivery: delivered, accepted or refused, and when silence counts."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.cast import Cast
from tests.refused import refused

from wellkept.delivery import commands
from wellkept.delivery.queries import is_delivered
from wellkept.journeys.commands import handoffs, holds
from wellkept.journeys.models import Journey
from wellkept.promises.queries import open_promises

pytestmark = pytest.mark.django_db


def delivered(cast: Cast) -> Journey:
    row = people.in_delivery(cast)
    commands.deliver(journey=row.pk, said="The line is in", by=cast.by("jonas"))
    return people.fresh(row)


def test_delivery_keeps_its_date_and_asks_the_customer(cast: Cast) -> None:
    row = delivered(cast)
    assert is_delivered(row.pk)
    assert row.court == "customer"
    assert [promise.kind for promise in open_promises(row.pk)] == ["price"]


def test_delivery_on_hold_waits_for_the_hold(cast: Cast) -> None:
    row = people.in_delivery(cast)
    hold = holds.place_hold(journey=row.pk, stops="delivery", why="The wall is wet", by=cast.by("jonas"))
    with refused("delivery_held"):
        commands.deliver(journey=row.pk, said="The line is in", by=cast.by("jonas"))
    holds.lift_hold(journey=row.pk, hold=hold.pk, by=cast.by("jonas"))
    commands.deliver(journey=row.pk, said="The line is in", by=cast.by("jonas"))


def test_only_delivery_delivers(cast: Cast) -> None:
    row = people.in_delivery(cast)
    with refused("invalid_said"):
        commands.deliver(journey=row.pk, said=" ", by=cast.by("jonas"))
    for by in (cast.by("mira"), people.speaker_of(row)):
        with refused("not_yours_to_do"):
            commands.deliver(journey=row.pk, said="It is in", by=by)
    in_orders = people.in_orders(cast)
    with refused("not_in_delivery"):
        commands.deliver(journey=in_orders.pk, said="It is in", by=cast.by("olga"))


def test_the_customer_accepts_what_was_delivered_and_once(cast: Cast) -> None:
    row = people.in_delivery(cast)
    with refused("not_in_delivery"):
        commands.accept(journey=row.pk, by=people.speaker_of(row), signed_name="Petra Lindner")
    commands.deliver(journey=row.pk, said="The line is in", by=cast.by("jonas"))
    with refused("invalid_signed_name"):
        commands.accept(journey=row.pk, by=people.speaker_of(row), signed_name="P")

    commands.accept(journey=row.pk, by=people.speaker_of(row), signed_name="Petra Lindner")

    assert people.fresh(row).accepted_at is not None
    assert list(open_promises(row.pk)) == []
    with refused("accepted_already"):
        commands.accept(journey=row.pk, by=people.speaker_of(row), signed_name="Petra Lindner")
    with refused("accepted_already"):
        commands.deliver(journey=row.pk, said="Again", by=cast.by("jonas"))


def test_a_defect_is_a_promise_and_an_open_point(cast: Cast) -> None:
    row = delivered(cast)
    commands.accept(
        journey=row.pk, by=people.speaker_of(row), signed_name="Petra Lindner", defects=[("A scratch", None)]
    )
    assert [promise.text for promise in open_promises(row.pk)] == ["A scratch"]
    assert row.steps.filter(done_at=None, kind="open_point").count() == 1


def test_a_refused_delivery_is_delivered_again(cast: Cast) -> None:
    row = delivered(cast)
    commands.reject(journey=row.pk, said="The cover is missing", by=people.speaker_of(row))
    assert not is_delivered(row.pk)
    assert people.fresh(row).court == "us"
    commands.deliver(journey=row.pk, said="The cover is on", by=cast.by("jonas"))
    handoffs.offer_handoff(journey=row.pk, to_stage="orders", reason="Two lines", by=cast.by("jonas"))
    handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"))
    assert not is_delivered(row.pk)


def test_silence_counts_only_where_it_was_agreed(cast: Cast) -> None:
    row = delivered(cast)
    with refused("not_agreed"):
        commands.accept(journey=row.pk, by=cast.by("jonas"), evidence="deemed", said="Nothing was said")
    assert commands.deem_accepted() == 0
