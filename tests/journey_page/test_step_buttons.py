"""The button of a step is the act that ends it, on the desk and on the journey page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast as people
from tests.cast import Cast

from wellkept.customers import commands as customers
from wellkept.journey_page.acts import Act, ending_of, first_act
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys.commands import silence, steps, touches, triggers
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey, NextStep
from wellkept.kernel import clock
from wellkept.orders import commands as orders
from wellkept.promises import commands as promises
from wellkept.promises.queries import open_promises
from wellkept.sales import commands as sales

pytestmark = pytest.mark.django_db


def button(cast: Cast, row: Journey, name: str, step: NextStep) -> Act:
    act = ending_of(JourneyRecord(people.fresh(row), cast.by(name)), step)
    assert act is not None
    return act


def first(cast: Cast, row: Journey, name: str) -> Act:
    act = first_act(JourneyRecord(people.fresh(row), cast.by(name)))
    assert act is not None
    return act


def with_a_step(cast: Cast, what: str) -> tuple[Journey, NextStep]:
    """A journey whose need is confirmed, with a step that Tom planned as its next one."""
    row = people.opened(cast)
    sales.read_back(journey=row.pk, text="A breaker that trips", by=cast.by("tom"))
    sales.confirm_need(journey=row.pk, by=people.speaker_of(row))
    people.finish_all(row, cast.by("tom"))
    for old in row.steps.filter(done_at=None):
        step = steps.plan_step(
            journey=row.pk, what=what, due=clock.now() + timedelta(hours=1), by=cast.by("tom")
        )
        steps.finish_step(journey=row.pk, step=old.pk, by=cast.by("tom"))
    return row, step


def test_a_step_in_our_own_words_is_ended_by_saying_that_it_is_done(cast: Cast) -> None:
    """Although the decision is what the stage needs next: the button stands beside the words of the step."""
    row, step = with_a_step(cast, "Tell Petra about the electrician")
    act = button(cast, row, "tom", step)
    assert (act.noun, act.words) == (f"steps/{step.pk}/end", "Done")
    assert first(cast, row, "tom") == act
    client = Client()
    client.force_login(cast.tom)
    desk = client.get("/desk").content.decode()
    assert f"/journeys/{row.number}/steps/{step.pk}/end" in desk
    assert f"/journeys/{row.number}/decision" not in desk


def test_the_work_of_a_stage_is_ended_by_the_act_of_the_stage(cast: Cast) -> None:
    row = people.opened(cast)
    (step,) = row.steps.filter(done_at=None)
    assert button(cast, row, "tom", step).noun == "read-backs"
    sales.read_back(journey=row.pk, text="A breaker that trips", by=cast.by("tom"))
    sales.confirm_need(journey=row.pk, by=people.speaker_of(row))
    (step,) = row.steps.filter(done_at=None)
    assert (step.kind, button(cast, row, "tom", step).noun) == ("show_solutions", "decision")


def test_a_step_to_tell_them_opens_a_letter(cast: Cast) -> None:
    """By a letter, or by a call where there is no address. Both end the step."""
    row = people.opened(cast)
    with clock.at(clock.now() + 30 * people.DAY):
        silence.warn_of_silence()
        (step,) = row.steps.filter(done_at=None, kind="tell")
        act = button(cast, row, "tom", step)
        assert (act.noun, act.words) == ("letters", "Tell them")
        touches.write_to_customer(journey=row.pk, words="We are still at it", by=cast.by("tom"))
    assert row.steps.filter(done_at=None, kind="tell").count() == 0


def test_a_call_about_a_new_date_is_ended_by_what_was_said(cast: Cast) -> None:
    row = people.in_delivery(cast)
    customers.change_contact(contact=cast.bakery.contact.pk, channel="phone", by=cast.by("tom"))
    (promise,) = [promise for promise in open_promises(row.pk) if promise.kind == "date"]
    assert promise.due is not None
    promises.move_promise(
        journey=row.pk, promise=promise.pk, due=promise.due + people.DAY, reason="Ice", by=cast.by("jonas")
    )
    (step,) = [step for step in row.steps.filter(done_at=None) if step.rule.is_tell]
    act = button(cast, row, "jonas", step)
    assert (act.noun, act.words) == (f"notices/{step.whom}/telling", "They were told")


def test_an_agreement_that_was_declined_is_put_again(cast: Cast) -> None:
    row = people.put(cast)
    orders.decline_agreement(journey=row.pk, words="Too dear", by=people.speaker_of(row))
    (step,) = row.steps.filter(done_at=None)
    assert (step.kind, button(cast, row, "olga", step).noun) == ("offer_other_terms", "agreements")


def test_a_handoff_to_complete_is_ended_by_the_offer_and_an_offer_by_its_answer(cast: Cast) -> None:
    row = people.decided(cast)
    (step,) = row.steps.filter(done_at=None)
    assert (step.kind, button(cast, row, "tom", step).noun) == ("complete_handoff", "handoffs")
    row = people.offered(cast)
    (step,) = [step for step in row.steps.filter(done_at=None) if step.rule.is_handoff]
    assert re.fullmatch(r"handoffs/\d+/acceptance", button(cast, row, "olga", step).noun)


def test_an_objection_is_answered_and_done(cast: Cast) -> None:
    row = people.opened(cast)
    decision = sales.decide(
        journey=row.pk, what="A line", why="It is best", evidence=Evidence("spoken"), by=cast.by("tom")
    )
    triggers.object_to(journey=row.pk, trigger_id=decision.pk, words="I did not", by=people.speaker_of(row))
    (step,) = row.steps.filter(done_at=None, kind="answer_objection")
    assert button(cast, row, "tom", step).noun == f"steps/{step.pk}/end"
