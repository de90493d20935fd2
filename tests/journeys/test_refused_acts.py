"""Impossible acts on a journey: each is refused by its code, nothing is recorded, and the journey stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests import cast as stations
from tests.cast import DAY, HOUR, Cast
from tests.refused import refused

from wellkept.customers.commands import add_contact, add_site
from wellkept.delivery import commands as delivery
from wellkept.events.queries import history
from wellkept.journeys.commands import details, handoffs, open, touches
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import Effort, IncomingTouch, NewTouch, OutgoingTouch
from wellkept.kernel import clock
from wellkept.leaving.commands.staff import leave
from wellkept.orders import commands as orders
from wellkept.people.actor import Actor
from wellkept.sales import commands as sales

pytestmark = pytest.mark.django_db
Act = Callable[[int, Actor], object]


def state() -> list[dict[str, Any]]:
    return list(Journey.objects.order_by("pk").values())


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"need": Need(" ")}, "invalid_need"),
        ({"start": Start(owner=0)}, "invalid_owner"),
        ({"contact": 999_999}, "invalid_contact"),
        ({"site": 999_999}, "invalid_site"),
        ({"start": Start(blueprint="nothing")}, "no_such_blueprint"),
        ({"customer": 0}, "no_such_customer"),
    ],
)
def test_a_journey_that_cannot_begin_is_not_opened(cast: Cast, wrong: dict[str, Any], code: str) -> None:
    known = {"customer": cast.bakery.customer.pk, "contact": cast.bakery.contact.pk, "need": Need("No light")}
    with refused(code):
        open.open_journey(by=cast.by("tom"), **(known | wrong))
    assert not Journey.objects.exists()


def test_a_journey_begins_neither_tomorrow_nor_with_another_customers_contact(cast: Cast) -> None:
    known: dict[str, Any] = {
        "customer": cast.bakery.customer.pk,
        "need": Need("No light"),
        "by": cast.by("tom"),
    }
    with refused("in_the_future"):
        open.open_journey(origin=Origin(happened=clock.now() + HOUR), **known)
    with refused("invalid_contact"):
        open.open_journey(contact=cast.school.contact.pk, **known)
    with refused("invalid_site"):
        open.open_journey(site=cast.school.site.pk, **known)


def call(journey: int, by: Actor, direction: type[NewTouch] = IncomingTouch, **other: Any) -> object:
    known: dict[str, Any] = {"words": "X"} | other
    return touches.log_touch(journey=journey, touch=direction("call", **known), by=by)


RUMOUR = Evidence("rumour")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda key, by: details.correct_need(journey=key, need=Need(" "), by=by), "invalid_need"),
        (lambda key, by: details.correct_need(journey=key, need=Need("X"), contact=999_999, by=by), "invalid_contact"),
        (lambda key, by: details.correct_need(journey=key, need=Need("X"), site=999_999, by=by), "invalid_site"),
        (lambda key, by: details.note_reference(journey=key, kind="serial", reference=" ", by=by), "invalid_reference"),
        (lambda key, by: details.name_reader(journey=key, person=0, by=by), "invalid_person"),
        (lambda key, by: call(key, by, words=" "), "invalid_words"),
        (lambda key, by: call(key, by, OutgoingTouch, effort=Effort(chase=True)), "invalid_chase"),
        (lambda key, by: call(key, by, contact=999_999), "invalid_contact"),
        (lambda key, by: touches.write_to_customer(journey=key, words=" ", by=by), "invalid_words"),
        (lambda key, by: touches.write_to_customer(journey=key, words="X", contact=999_999, by=by), "invalid_contact"),
        (lambda key, by: sales.decide(journey=key, what="X", why="", evidence=RUMOUR, by=by), "invalid_evidence"),
        (lambda key, by: handoffs.tick(journey=key, item="nothing", by=by), "no_such_item"),
    ],
    ids=[
        "no need", "no contact", "no site", "no reference", "no reader", "nothing said", "we did not ask", "nobody",
        "an empty letter", "a letter to nobody", "no evidence", "no item",
    ],
)  # fmt: skip
def test_an_act_without_what_it_needs_is_refused(cast: Cast, act: Act, code: str) -> None:
    row = stations.opened(cast)
    before = state()
    with refused(code):
        act(row.pk, cast.by("tom"))
    assert state() == before


def test_a_letter_needs_an_address(cast: Cast) -> None:
    by = cast.by("tom")
    silent = add_contact(customer=cast.bakery.customer.pk, name="Udo Lindner", by=by)
    row = stations.opened(cast)
    with refused("invalid_contact"):
        touches.write_to_customer(journey=row.pk, words="Hello", contact=silent.pk, by=by)


def test_a_letter_and_an_answer_that_is_not_needed_plan_what_comes_next(cast: Cast) -> None:
    row, by = stations.opened(cast), cast.by("tom")
    touches.write_to_customer(
        journey=row.pk, words="We come on Monday", then=PlannedStep("Come on Monday"), by=by
    )
    touches.log_touch(journey=row.pk, touch=IncomingTouch("call", "Thank you", needs_answer=True), by=by)
    touches.no_answer_needed(journey=row.pk, then=PlannedStep("See whether it runs"), by=by)
    planned = set(row.steps.filter(done_at=None).values_list("text", flat=True))
    assert {"Come on Monday", "See whether it runs"} <= planned


def test_need_contact_and_site_are_corrected_together(cast: Cast) -> None:
    row, by = stations.opened(cast), cast.by("tom")
    contact = add_contact(customer=cast.bakery.customer.pk, name="Udo Lindner", email="udo@x.example", by=by)
    site = add_site(customer=cast.bakery.customer.pk, street="Hofweg 3", by=by)
    details.correct_need(journey=row.pk, need=Need("Two ovens"), contact=contact.pk, site=site.pk, by=by)
    row = stations.fresh(row)
    assert (row.need, row.contact_id, row.site_id) == ("Two ovens", contact.pk, site.pk)


def test_a_change_to_what_is_so_already_is_not_recorded(cast: Cast) -> None:
    row, by = stations.in_delivery(cast), cast.by("tom")
    details.name_reader(journey=row.pk, person=cast.mira.pk, by=by)
    before = len(history(row.pk))
    details.name_reader(journey=row.pk, person=cast.mira.pk, by=by)
    details.make_confidential(journey=row.pk, confidential=False, by=by)
    handoffs.untick(journey=row.pk, item="papers-handed-over", by=cast.by("jonas"))
    assert len(history(row.pk)) == before


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"receiver": 999_999}, "invalid_receiver"),
        ({"team": 999_999}, "invalid_team"),
        ({"ticks": ["nothing"]}, "no_such_item"),
    ],
)
def test_an_offer_that_nobody_can_take_is_not_made(cast: Cast, wrong: dict[str, Any], code: str) -> None:
    row = stations.decided(cast)
    with refused(code):
        handoffs.offer_handoff(journey=row.pk, by=cast.by("tom"), **wrong)
    assert not row.handoffs.filter(state="offered").exists()


def test_an_offer_goes_to_a_member_of_the_team_that_does_the_stage(cast: Cast) -> None:
    row, by = stations.decided(cast), cast.by("tom")
    for wrong in ({"receiver": cast.mira.pk}, {"team": cast.teams["support"].pk}):
        with refused(f"invalid_{next(iter(wrong))}"):
            handoffs.offer_handoff(journey=row.pk, by=by, **wrong)
    offer = handoffs.offer_handoff(journey=row.pk, by=by, team=cast.teams["orders"].pk, receiver=cast.olga.pk)
    assert (offer.state, offer.receiver_id) == ("offered", cast.olga.pk)


def test_an_offer_is_answered_and_taken_back_with_a_reason(cast: Cast) -> None:
    row = stations.offered(cast)
    with refused("invalid_rating"):
        handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"), rating=6)
    with refused("invalid_reason"):
        handoffs.decline_handoff(journey=row.pk, reason=" ", by=cast.by("olga"))
    with refused("invalid_reason"):
        handoffs.withdraw_handoff(journey=row.pk, reason=" ", by=cast.by("tom"))
    assert row.handoffs.get().state == "offered"


def test_a_leaver_owns_no_new_journey(cast: Cast) -> None:
    leave(person=cast.lea.pk, by=cast.by("ana"))
    with refused("invalid_owner"):
        stations.opened(cast, owner=cast.lea.pk)


def test_a_delivery_is_told_and_rejected_in_words(cast: Cast) -> None:
    row, by = stations.in_delivery(cast), cast.by("jonas")
    with refused("invalid_words"):
        delivery.deliver(journey=row.pk, words=" ", by=by)
    delivery.deliver(journey=row.pk, words="The line is in", by=by)
    with refused("invalid_words"):
        delivery.reject(journey=row.pk, words=" ", by=by)
    with refused("in_the_future"):
        delivery.accept(
            journey=row.pk, evidence=Evidence("spoken", "Fine", happened=clock.now() + DAY), by=by
        )


def test_an_agreement_is_declined_in_words(cast: Cast) -> None:
    row = stations.put(cast)
    with refused("invalid_words"):
        orders.decline_agreement(journey=row.pk, words=" ", by=cast.by("olga"))
