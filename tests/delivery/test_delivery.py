"""Delivery: delivered, accepted or refused, and when silence counts."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.billing.world import agreed
from tests.cast import Cast
from tests.refused import refused

from wellkept.delivery import commands
from wellkept.delivery.defect import Defect
from wellkept.delivery.queries import extent
from wellkept.events import queries as events
from wellkept.journey_page import ribbon_data
from wellkept.journey_page.acts import ending_of, first_act
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys.commands import details, handoffs, holds
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.number import show
from wellkept.orders.models import AgreementLine
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise
from wellkept.promises.queries import open_promises, state_of
from wellkept.quality.models import Nonconformity

pytestmark = pytest.mark.django_db


def delivered(cast: Cast) -> Journey:
    row = people.in_delivery(cast)
    commands.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
    return people.fresh(row)


def test_delivery_keeps_its_date_and_asks_the_customer(cast: Cast) -> None:
    row = delivered(cast)
    assert extent(row.pk) == "everything"
    assert row.court == "customer"
    assert [promise.kind for promise in open_promises(row.pk)] == ["price"]


def test_delivery_on_hold_waits_for_the_hold(cast: Cast) -> None:
    row = people.in_delivery(cast)
    hold = holds.place_hold(journey=row.pk, stops="delivery", why="The wall is wet", by=cast.by("jonas"))
    with refused("delivery_held"):
        commands.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
    holds.lift_hold(journey=row.pk, hold=hold.pk, by=cast.by("jonas"))
    commands.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))


def test_only_delivery_delivers(cast: Cast) -> None:
    row = people.in_delivery(cast)
    with refused("invalid_words"):
        commands.deliver(journey=row.pk, words=" ", by=cast.by("jonas"))
    for by in (cast.by("mira"), people.speaker_of(row)):
        with refused("not_yours_to_do"):
            commands.deliver(journey=row.pk, words="It is in", by=by)
    in_orders = people.in_orders(cast)
    with refused("not_in_delivery"):
        commands.deliver(journey=in_orders.pk, words="It is in", by=cast.by("olga"))


def test_the_customer_accepts_what_was_delivered_and_once(cast: Cast) -> None:
    row = people.in_delivery(cast)
    with refused("not_in_delivery"):
        commands.accept(
            journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner")
        )
    commands.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
    with refused("invalid_signed_name"):
        commands.accept(journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="P"))

    commands.accept(journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))

    assert people.fresh(row).accepted_at is not None
    assert list(open_promises(row.pk)) == []
    with refused("accepted_already"):
        commands.accept(
            journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner")
        )
    with refused("accepted_already"):
        commands.deliver(journey=row.pk, words="Again", by=cast.by("jonas"))


def test_a_defect_is_a_promise_and_an_open_point(cast: Cast) -> None:
    row = delivered(cast)
    commands.accept(
        journey=row.pk,
        by=people.speaker_of(row),
        evidence=Evidence(signed_name="Petra Lindner"),
        defects=[Defect("A scratch")],
    )
    assert [promise.text for promise in open_promises(row.pk)] == ["A scratch"]
    assert row.steps.filter(done_at=None, kind="open_point").count() == 1


def test_a_refused_delivery_is_delivered_again(cast: Cast) -> None:
    row = delivered(cast)
    commands.reject(journey=row.pk, words="The cover is missing", by=people.speaker_of(row))
    assert extent(row.pk) == "nothing"
    assert people.fresh(row).court == "us"
    commands.deliver(journey=row.pk, words="The cover is on", by=cast.by("jonas"))
    handoffs.offer_handoff(journey=row.pk, to_stage="orders", reason="Two lines", by=cast.by("jonas"))
    handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"))
    assert extent(row.pk) == "nothing"


def test_a_rejected_delivery_keeps_no_promise(cast: Cast) -> None:
    """Ledger, ribbon and record agree: it is owed again for the same date, and kept by the delivery they accept."""
    row = delivered(cast)
    (promise,) = Promise.objects.filter(journey=row, kind="date")
    commands.reject(journey=row.pk, words="The cover is missing", by=people.speaker_of(row))

    assert promise.pk in [owed.pk for owed in open_promises(row.pk)]
    assert state_of(Promise.objects.get(pk=promise.pk)) == "open"
    assert flag_of_delivery(row) == ("open", None)
    reopened = events.histories([row.pk], types={"promise_reopened"})[row.pk]
    assert [(event.facts["promise"], event.facts["purpose"]) for event in reopened] == [
        (promise.pk, "delivery")
    ]
    commands.deliver(journey=row.pk, words="The cover is on", by=cast.by("jonas"))
    assert state_of(Promise.objects.get(pk=promise.pk)) == "kept"
    assert flag_of_delivery(row)[0] == "kept"


def test_a_delivery_rejected_after_its_date_breaks_the_promise(cast: Cast) -> None:
    """Delivered in time and rejected too late: broken, until it is kept late. A price that is settled stays so."""
    with clock.at(people.MONDAY):
        row = delivered(cast)
    (promise,) = Promise.objects.filter(journey=row, kind="date")
    with clock.at(people.MONDAY + 20 * people.DAY):
        commands.reject(journey=row.pk, words="It has failed", by=people.speaker_of(row))
        assert state_of(Promise.objects.get(pk=promise.pk)) == "broken"
        assert flag_of_delivery(row)[0] == "broken"
        assert Promise.objects.get(pk=promise.pk).broken_noted == promise.due
        commands.deliver(journey=row.pk, words="A new one is in", by=cast.by("jonas"))
        kept = events.latest(row.pk, types={"promise_kept"}, limit=1)[0]
    assert (kept.facts["promise"], kept.facts["on_time"]) == (promise.pk, False)
    assert promises.mark_broken() == 0


def test_a_promise_kept_otherwise_stays_kept_when_a_delivery_is_rejected(cast: Cast) -> None:
    row = people.in_delivery(cast)
    call = promises.make_promise(
        journey=row.pk, text="Call before", due=clock.now() + people.DAY, by=cast.by("jonas")
    )
    promises.keep_promise(journey=row.pk, promise=call.pk, by=cast.by("jonas"))
    commands.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
    commands.reject(journey=row.pk, words="The cover is missing", by=people.speaker_of(row))
    assert state_of(Promise.objects.get(pk=call.pk)) == "kept"


def test_the_next_delivery_ends_the_step_to_put_it_right(cast: Cast) -> None:
    """The step's button is the delivery, which ends it, also where a colleague has it. Then the customer is asked."""
    row = delivered(cast)
    commands.reject(journey=row.pk, words="The cover is missing", by=people.speaker_of(row))
    (step,) = row.steps.filter(done_at=None)
    record = JourneyRecord(people.fresh(row), cast.by("jonas"))
    act = ending_of(record, step)
    assert act is not None
    assert (step.kind, act.noun, first_act(record)) == ("complaint", "delivery", act)

    commands.deliver(journey=row.pk, words="The cover is on", by=cast.by("jonas"))
    assert [step.kind for step in row.steps.filter(done_at=None)] == ["ask_again"]
    assert people.fresh(row).court == "customer"
    first = first_act(JourneyRecord(people.fresh(row), cast.by("jonas")))
    assert first is not None
    assert first.noun == "acceptance"


def test_a_yes_after_a_rejection_ends_what_was_to_be_put_right(cast: Cast) -> None:
    row = delivered(cast)
    commands.reject(journey=row.pk, words="The cover is missing", by=people.speaker_of(row))
    commands.accept(journey=row.pk, evidence=Evidence("spoken", "We keep it as it is"), by=cast.by("jonas"))
    assert row.steps.filter(done_at=None, kind="complaint").count() == 0
    assert list(open_promises(row.pk)) == []


def flag_of_delivery(row: Journey) -> tuple[str, object]:
    """The ribbon's flag of the delivery: its state, and when it was kept."""
    history = events.histories([row.pk], types=ribbon_data.DRAWN)[row.pk]
    (flag,) = [flag for flag in ribbon_data.of(history).flags if flag.text == "Delivery"]
    return flag.state, flag.kept_at


def test_silence_counts_only_where_it_was_agreed(cast: Cast) -> None:
    row = delivered(cast)
    with refused("not_agreed"):
        commands.accept(journey=row.pk, by=cast.by("jonas"), evidence=Evidence("deemed", "Nothing was said"))
    assert commands.deem_accepted() == 0


def test_each_defect_is_a_nonconformity_with_an_owner_and_a_date(cast: Cast) -> None:
    row = agreed(cast)
    commands.deliver(journey=row.pk, words="All is in", by=cast.by("jonas"))
    pump = AgreementLine.objects.get(journey=row, position=1).pk
    due = clock.now() + 3 * people.DAY
    with refused("invalid_defects"):
        accept(row, [Defect("It hums", line=999_999)])
    accept(row, [Defect("It hums", due, pump), Defect("A scratch")])

    first, second = Nonconformity.objects.order_by("pk")
    number = show(row.number)
    assert (first.what, first.due_at, first.about_id) == (f"{number}: Heat pump: It hums", due, row.pk)
    assert second.what == f"{number}: A scratch"
    assert {first.handler_id, second.handler_id} == {cast.jonas.pk}
    assert (first.raised_by_id, first.closed_at) == (None, None)  # the customer said so
    (accepted,) = events.latest(row.pk, types={"accepted"}, limit=1)
    assert accepted.facts["nonconformities"] == [first.pk, second.pk]
    assert [promise.text for promise in open_promises(row.pk)] == ["A scratch", "Heat pump: It hums"]


def test_the_nonconformity_of_a_confidential_journey_says_only_which_it_is(cast: Cast) -> None:
    row = delivered(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    accept(row, [Defect("A scratch")])
    assert Nonconformity.objects.get().what == show(row.number)


def accept(row: Journey, defects: list[Defect]) -> None:
    commands.accept(
        journey=row.pk,
        by=people.speaker_of(row),
        evidence=Evidence(signed_name="Petra Lindner"),
        defects=defects,
    )
