"""Two sessions at once: one goes through, the other is refused in words, and neither waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast
from tests.database import as_owner
from tests.events import chain
from tests.race import race

from wellkept.delivery import commands as delivery
from wellkept.endings import commands as endings
from wellkept.events.models import Event
from wellkept.journeys.commands import handoffs, open, steps, touches
from wellkept.journeys.commands.turn import turn
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey, Move
from wellkept.journeys.need import Need
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.rules import open_to_all
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.messages import commands as messages
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.models import Agreement
from wellkept.people.actor import SYSTEM
from wellkept.promises import commands as promises
from wellkept.promises.models import PromiseMove
from wellkept.sales import commands as sales
from wellkept.support import commands as support

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law]
Act = Callable[[], Any]


def one_wins(*acts: Act) -> Refusal:
    """Exactly one act goes through; the other is refused as a person would be told."""
    ended = race(*acts)
    refusals = [e for e in ended if isinstance(e, Refusal)]
    assert len(refusals) == len(acts) - 1, ended
    assert not [e for e in ended if isinstance(e, Exception) and not isinstance(e, Refusal)], ended
    return refusals[0]


def test_two_accept_one_offer(cast: Cast) -> None:
    row = people.agreed(cast)
    handoffs.offer_handoff(journey=row.pk, by=cast.by("olga"))
    refusal = one_wins(
        lambda: handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas")),
        lambda: handoffs.accept_handoff(journey=row.pk, by=cast.by("lea")),
    )
    assert refusal.code == "no_offer"
    assert Move.objects.filter(journey=row, to_stage="delivery").count() == 1


def test_accept_and_withdraw(cast: Cast) -> None:
    row = people.offered(cast)
    one_wins(
        lambda: handoffs.accept_handoff(journey=row.pk, by=cast.by("olga")),
        lambda: handoffs.withdraw_handoff(journey=row.pk, by=cast.by("tom"), reason="Too early"),
    )
    row = people.fresh(row)
    assert (row.stage, row.handoffs.get().state) in (("orders", "accepted"), ("sales", "withdrawn"))


def test_two_offers(cast: Cast) -> None:
    row = people.decided(cast)
    act = lambda: handoffs.offer_handoff(journey=row.pk, by=cast.by("tom"))  # noqa: E731
    assert one_wins(act, act).code == "offer_open"


def test_two_decisions(cast: Cast) -> None:
    row = people.opened(cast)
    act = lambda: sales.decide(  # noqa: E731
        journey=row.pk,
        what="A line",
        why="It is the cause",
        evidence=Evidence("click"),
        by=people.speaker_of(row),
    )
    assert one_wins(act, act).code == "decided_already"
    assert row.triggers.count() == 1


def test_the_customer_agrees_while_another_page_is_put(cast: Cast) -> None:
    row = people.put(cast)
    agree = lambda: orders.agree(  # noqa: E731
        journey=row.pk,
        by=people.speaker_of(row),
        evidence=Evidence(signed_name="Petra Lindner"),
        shown_digest=bytes(Agreement.objects.get(journey=row, total=1840).digest).hex(),
    )
    other = lambda: put_another(cast, row)  # noqa: E731
    ended = race(agree, other)
    agreed = Agreement.objects.filter(journey=row, state="agreed")
    assert agreed.count() <= 1
    assert all(not isinstance(e, Exception) or isinstance(e, Refusal) for e in ended), ended
    assert [float(agreement.total) for agreement in agreed] in (
        [],
        [1840.0],
    )  # never the page that nobody has seen


def put_another(cast: Cast, row: Journey) -> None:
    orders.put_agreement(
        journey=row.pk,
        words="More",
        total=Money(people.Decimal("9999"), "EUR"),
        delivery_by=clock.now() + DAY,
        by=cast.by("olga"),
    )


def test_two_clicks_on_i_agree(cast: Cast) -> None:
    row = people.put(cast)
    act = lambda: orders.agree(  # noqa: E731
        journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner")
    )
    assert one_wins(act, act).code == "nothing_to_agree"
    assert row.promises.count() == 2


def test_two_acceptances(cast: Cast) -> None:
    row = people.in_delivery(cast)
    delivery.deliver(journey=row.pk, words="The new line", by=cast.by("jonas"))
    act = lambda: delivery.accept(  # noqa: E731
        journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner")
    )
    assert one_wins(act, act).code == "accepted_already"


def test_two_move_one_promise(cast: Cast) -> None:
    row = people.in_delivery(cast)
    promise = row.promises.get(kind="date")
    assert promise.due is not None
    act = lambda: promises.move_promise(  # noqa: E731
        journey=row.pk, promise=promise.pk, due=MONDAY + 20 * DAY, reason="Late", by=cast.by("jonas")
    )
    assert one_wins(act, act).code == "move_untold"
    assert PromiseMove.objects.count() == 1


def test_the_last_step_done_twice(cast: Cast) -> None:
    row = people.opened(cast)
    assert row.next_step is not None
    step = row.next_step.pk
    act = lambda: steps.finish_step(journey=row.pk, step=step, by=cast.by("tom"), then=PlannedStep("Look"))  # noqa: E731
    assert one_wins(act, act).code == "step_done"


def test_two_steps_done_at_once_do_not_leave_none(cast: Cast) -> None:
    row = people.opened(cast)
    second = steps.plan_step(journey=row.pk, what="Look", due=clock.now() + DAY, by=cast.by("tom"))
    assert row.next_step is not None
    first = row.next_step.pk
    refusal = one_wins(
        lambda: steps.finish_step(journey=row.pk, step=first, by=cast.by("tom")),
        lambda: steps.finish_step(journey=row.pk, step=second.pk, by=cast.by("tom")),
    )
    assert refusal.code == "no_next_step"


def test_two_ends(cast: Cast) -> None:
    row = people.opened(cast)
    refusal = one_wins(
        lambda: endings.cancel(journey=row.pk, why="Too dear", by=people.speaker_of(row), by_them=True),
        lambda: endings.not_ours(journey=row.pk, why="We do no ovens", by=cast.by("tom")),
    )
    assert refusal.code == "journey_ended"


def test_a_mail_comes_in_while_it_goes_to_rest(cast: Cast) -> None:
    """Whichever is first, the customer's word is not lost: it is open, with an answer due."""
    row = people.in_support(cast)
    text, rested = race(
        lambda: touches.log_touch(
            journey=row.pk, touch=IncomingTouch("mail", "It drips"), by=people.speaker_of(row)
        ),
        lambda: support.confirm_success(journey=row.pk, by=people.speaker_of(row)),
    )
    assert not isinstance(text, Exception), text
    assert rested is None or isinstance(rested, Refusal)
    row = people.fresh(row)
    assert row.state == "open"
    assert row.steps.filter(kind="answer", done_at__isnull=True).exists()


def test_two_joins_crosswise_do_not_wait_for_each_other(cast: Cast) -> None:
    first, second = people.opened(cast), people.opened(cast)
    refusal = one_wins(
        lambda: endings.join(journey=first.pk, into=second.pk, why="The same", by=cast.by("tom")),
        lambda: endings.join(journey=second.pk, into=first.pk, why="The same", by=cast.by("tom")),
    )
    assert refusal.code == "journey_ended"


def test_many_open_at_once_and_every_number_is_its_own(cast: Cast) -> None:
    act = lambda: open.open_journey(customer=cast.bakery.customer.pk, need=Need("x"), by=cast.by("tom"))  # noqa: E731
    rows = race(*[act] * 6)
    assert len({row.number for row in rows}) == 6
    assert chain.faults() == []


def test_events_of_many_sessions_make_one_chain(cast: Cast) -> None:
    row = people.opened(cast)
    acts = [
        lambda n=n: touches.write_note(journey=row.pk, words=f"Note {n}", by=cast.by("tom"))  # type: ignore[misc]
        for n in range(6)
    ]
    assert race(*acts) == [None] * 6
    places = list(Event.objects.filter(subject_id=row.pk).order_by("seq").values_list("seq", flat=True))
    assert places == list(range(1, len(places) + 1))
    assert chain.faults() == []


def test_a_place_in_the_chain_is_taken_once(cast: Cast) -> None:
    """Not even by hand: the place that the inserter names is not asked."""
    row = people.opened(cast)

    def insert() -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO event (subject_id, seq, type, happened_at, recorded_at, actor_kind, facts, hash)"
                " VALUES (%s, 1, 'erased', %s, %s, 'system', '{\"event\": 0, \"reason\": \"x\"}', 'mine')",
                [row.pk, clock.now(), clock.now()],
            )

    assert race(insert, insert) == [None, None]
    assert chain.faults() == []


def test_a_letter_is_told_while_a_colleague_works_on_the_journey(cast: Cast) -> None:
    """The journey's lock comes before its log's, for whoever tells a letter too."""
    row = people.in_delivery(cast)
    promise = row.promises.get(kind="date")
    assert promise.due is not None
    move = promises.move_promise(
        journey=row.pk, promise=promise.pk, due=promise.due + DAY, reason="Late", by=cast.by("jonas")
    )
    holds_the_journey, may_go_on = threading.Event(), threading.Event()

    def work() -> None:
        with turn(journey=row.pk, by=SYSTEM, check=open_to_all) as t:
            holds_the_journey.set()
            may_go_on.wait(10)
            t.plan_step("act", "Look", due=clock.now() + DAY)

    def tell() -> None:
        holds_the_journey.wait(10)
        threading.Timer(0.5, may_go_on.set).start()
        messages.told_by_hand(notice=move.notice_id, words="Told on the telephone", by=cast.by("jonas"))

    assert race(work, tell) == [None, None]
    promise.refresh_from_db()
    assert promise.due == move.to_due
    assert Notice.objects.get(pk=move.notice_id).told_at is not None


def test_a_blueprint_approved_while_a_handoff_is_accepted(cast: Cast) -> None:
    from wellkept.blueprints.commands import approve
    from wellkept.blueprints.queries import current

    row = people.offered(cast)
    source = current("service").version.source
    accepted, version = race(
        lambda: handoffs.accept_handoff(journey=row.pk, by=cast.by("olga")),
        lambda: approve(key="service", source=source + "\n# Second.\n", by=cast.by("ana")),
    )
    assert not isinstance(version, Exception), version
    assert not isinstance(accepted, Exception) or isinstance(accepted, IntegrityError), accepted
    row = people.fresh(row)
    move = row.moves.order_by("-seq")[0]
    assert move.version_id == row.version_id


def test_waiting_is_measured_not_guessed(cast: Cast) -> None:
    """The race itself: both transactions really overlap."""
    row = people.opened(cast)
    seen: list[timedelta] = []

    def first() -> None:
        touches.write_note(journey=row.pk, words="One", by=cast.by("tom"))

    race(first, first)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT e.xmin::text) FROM event e WHERE subject_id = %s AND type = 'note_written'",
            [row.pk],
        )
        assert cursor.fetchone()[0] == 2
    assert seen == []
