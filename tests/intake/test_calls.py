"""Calls as a telephone system tells of them: on a journey, or in Intake with a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings

from tests.intake.lindenau import Lindenau, set_up
from tests.laws.conftest import on_record
from tests.race import race
from wellkept.customers import commands as customers
from wellkept.customers.models import Contact
from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.intake import queries
from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands import filter_rules as standing
from wellkept.intake.commands import items
from wellkept.intake.commands.calls import move_call, settle_call
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.commands.routing import handle_waiting
from wellkept.intake.commands.store_other import Taken, take_call
from wellkept.intake.models import Item, Message, Placing
from wellkept.journeys.commands.hands import name_holder, name_owner
from wellkept.journeys.commands.steps import finish_step, plan_step
from wellkept.journeys.commands.touches import log_touch
from wellkept.journeys.models import Journey, NextStep, Touch
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import IncomingTouch, OutgoingTouch
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people import commands as people

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PETRA = "+49 351 8888 17"


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES = tmp_path
    with clock.at(NOW):
        yield


def petra(lindenau: Lindenau, name: str = "Petra Lindner", phone: str = PETRA) -> int:
    row = customers.add_customer(name=f"{name} GmbH", by=lindenau.by_ana)
    return customers.add_contact(
        customer=row.pk,
        name=name,
        email=f"{name.split()[0].lower()}@example.org",
        phone=phone,
        by=lindenau.by_ana,
    ).pk


def journey_of(lindenau: Lindenau, contact: int, need: str = "The oven trips the breaker") -> Journey:
    return lindenau.journey(Contact.objects.get(pk=contact), need)


def call(id: str = "c1", *, caller: str = PETRA, answered: bool = False, **more: object) -> Taken:
    more.setdefault("at", clock.now() - timedelta(minutes=1))
    return take_call(Call(id=id, caller=caller, answered=answered, **more))  # type: ignore[arg-type]


def open_steps(journey: Journey) -> list[tuple[str, str]]:
    rows = NextStep.objects.filter(journey=journey, done_at__isnull=True).order_by("due_at", "pk")
    return [(row.kind, row.sentence) for row in rows]


def touches(journey: Journey) -> list[tuple[bool, bool, int | None, int | None]]:
    rows = Touch.objects.filter(journey=journey, channel="call").order_by("pk")
    return [(row.incoming, row.unanswered, row.seconds_waited, row.person_id) for row in rows]


# One journey


def test_an_unanswered_call_of_a_known_number_is_to_be_called_back(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    taken = call(caller="0351/8888-17", seconds_waited=48)
    assert touches(row) == [(True, True, 48, None)]
    assert ("call_back", "Call Petra Lindner back") in open_steps(row)
    step = NextStep.objects.get(journey=row, kind="call_back")
    assert step.due_at > NOW
    row.refresh_from_db()
    assert row.court == "us"
    message = Message.objects.get(pk=taken.message)
    assert (message.channel, message.outcome, message.subject_id) == ("call", "journey", row.pk)
    assert not Item.objects.exists()


def test_our_call_that_is_logged_answers_it(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    call()
    log_touch(journey=row.pk, touch=OutgoingTouch("call", "We come on Tuesday"), by=lindenau.by_ana)
    assert [kind for kind, _ in open_steps(row) if kind == "call_back"] == []


def test_a_call_of_ours_that_they_did_not_answer_answers_nothing(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    call()
    call("c2", outgoing=True, answered=False, by="ana@lindenau.example")
    assert "call_back" in [kind for kind, _ in open_steps(row)]
    call("c3", outgoing=True, answered=True, by="ana@lindenau.example")
    assert "call_back" not in [kind for kind, _ in open_steps(row)]


def test_a_later_answered_call_of_the_same_caller_settles_it(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    call()
    with clock.at(NOW + timedelta(minutes=20)):
        call("c2", answered=True, by="ana@lindenau.example", seconds_waited=6)
    assert touches(row) == [(True, True, None, None), (True, False, 6, lindenau.ana.pk)]
    assert "call_back" not in [kind for kind, _ in open_steps(row)]
    row.refresh_from_db()
    assert row.heard_at == NOW + timedelta(minutes=19)


def test_a_colleague_is_known_by_mail_address_or_extension(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    people.change_person(person=lindenau.tom.pk, phone="+49 30 5550-321", by=lindenau.by_ana)
    call("c1", answered=True, by="321")
    call("c2", answered=True, by="TOM@lindenau.example")
    call("c3", answered=True, by="999")
    assert [person for *_, person in touches(row)] == [lindenau.tom.pk, lindenau.tom.pk, None]


def test_words_and_chase_of_a_call_are_added_later(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    taken = call(answered=True, by="ana@lindenau.example")
    settle_call(message=taken.message, chase=True, summary="Where is the electrician?", by=lindenau.by_ana)
    touch = Touch.objects.get(journey=row, channel="call")
    assert touch.chase
    corrections = [event for event in history(row.pk) if event.type == "touch_told"]
    assert [(event.facts["chase"], event.facts["said"]) for event in corrections] == [
        (True, "Where is the electrician?")
    ]
    assert Placing.objects.get().settled_by_id == lindenau.ana.pk
    before = Event.objects.count()
    with pytest.raises(Refusal) as refusal:
        settle_call(message=taken.message, chase=False, by=lindenau.by_tom)
    assert refusal.value.code == "settled_already"
    assert Event.objects.count() == before


# Several


def test_of_several_the_likeliest_with_its_reason(lindenau: Lindenau) -> None:
    contact = petra(lindenau)
    first, two = journey_of(lindenau, contact), journey_of(lindenau, contact, "A leaking tap")
    log_touch(journey=first.pk, touch=IncomingTouch("call", unanswered=True), by=lindenau.by_ana)
    taken = call()
    placing = Placing.objects.get(pk=taken.message)
    assert placing.touch.journey_id == first.pk
    assert placing.why.startswith("They wait there for our call")
    assert [journey for journey, _ in placing.others] == [two.pk]
    assert "call_placed" in [event.type for event in history(first.pk)]


def test_a_moved_call_takes_its_steps_along(lindenau: Lindenau) -> None:
    contact = petra(lindenau)
    first, two = journey_of(lindenau, contact), journey_of(lindenau, contact, "A leaking tap")
    before = {row.pk: open_steps(row) for row in (first, two)}
    taken = call()
    put = Placing.objects.get(pk=taken.message).touch.journey
    other = two if put.pk == first.pk else first
    assert move_call(message=taken.message, to=other.pk, by=lindenau.by_tom).pk == other.pk
    assert open_steps(put) == before[put.pk]
    assert "call_back" in [kind for kind, _ in open_steps(other)]
    assert (touches(put), touches(other)) == ([], [(True, True, None, None)])
    assert Message.objects.get().subject_id == other.pk
    assert [event.type for event in history(other.pk)][-2:] == ["touch_taken_over", "step_planned"]


def test_an_answered_call_that_is_moved_opens_again_what_it_had_settled(lindenau: Lindenau) -> None:
    contact = petra(lindenau)
    first, two = journey_of(lindenau, contact), journey_of(lindenau, contact, "A leaking tap")
    log_touch(journey=first.pk, touch=IncomingTouch("call", unanswered=True), by=lindenau.by_ana)
    due = NextStep.objects.get(journey=first, kind="call_back").due_at
    heard = Journey.objects.get(pk=first.pk).heard_at
    with clock.at(NOW + timedelta(hours=1)):
        taken = call(answered=True, by="ana@lindenau.example")
        assert "call_back" not in [kind for kind, _ in open_steps(first)]
        move_call(message=taken.message, to=two.pk, by=lindenau.by_ana)
    again = NextStep.objects.get(journey=first, kind="call_back", done_at__isnull=True)
    assert again.due_at == due
    assert Journey.objects.get(pk=first.pk).heard_at == heard, "they have not heard of us there"
    assert Journey.objects.get(pk=two.pk).heard_at == NOW + timedelta(minutes=59)


def test_a_moved_call_is_not_moved_again_by_another_tab(lindenau: Lindenau) -> None:
    contact = petra(lindenau)
    first, two = journey_of(lindenau, contact), journey_of(lindenau, contact, "A leaking tap")
    taken = call()
    here = Placing.objects.get().touch.journey_id
    there = two.pk if here == first.pk else first.pk
    move_call(message=taken.message, to=there, by=lindenau.by_ana)
    before = Event.objects.count()
    for to in (here, there):
        with pytest.raises(Refusal):
            move_call(message=taken.message, to=to, by=lindenau.by_tom)
    assert Event.objects.count() == before


def test_a_call_goes_to_the_journey_of_the_colleague_who_answered(lindenau: Lindenau) -> None:
    contact = petra(lindenau)
    first, two = journey_of(lindenau, contact), journey_of(lindenau, contact, "A leaking tap")
    for row, person in ((first, lindenau.tom.pk), (two, lindenau.ana.pk)):
        name_owner(journey=row.pk, owner=person, reason="Theirs", by=lindenau.by_ana)
        if Journey.objects.get(pk=row.pk).holder_id != person:
            name_holder(journey=row.pk, holder=person, by=lindenau.by_ana)
    call(answered=True, by="tom@lindenau.example")
    assert Placing.objects.get().touch.journey_id == first.pk


@pytest.mark.django_db(transaction=True)
def test_of_two_who_put_it_elsewhere_at_once_one_does() -> None:
    lindenau = set_up()
    contact = petra(lindenau)
    rows = [journey_of(lindenau, contact, need) for need in ("The oven", "A tap", "The lift")]
    taken = call()
    here = Placing.objects.get().touch.journey_id
    others = [row.pk for row in rows if row.pk != here]
    ana, tom = lindenau.by_ana, lindenau.by_tom
    ended = race(
        lambda: move_call(message=taken.message, to=others[0], by=ana),
        lambda: move_call(message=taken.message, to=others[1], by=tom),
    )
    (won,) = [outcome for outcome in ended if isinstance(outcome, Journey)]
    (lost,) = [outcome for outcome in ended if not isinstance(outcome, Journey)]
    assert isinstance(lost, Refusal)
    assert [row.pk for row in rows if touches(row)] == [won.pk]
    assert [row.pk for row in rows if "call_back" in dict(open_steps(row))] == [won.pk]


# Nobody, or nothing


def test_an_unknown_number_waits_in_intake_with_a_clock(lindenau: Lindenau) -> None:
    taken = call(caller="+49 30 777777", seconds_waited=31, called="+49 351 1")
    item = Item.objects.get()
    assert (item.channel, item.sender, item.heading, item.handler_id) == (
        "call",
        "+49 30 777777",
        "Called, and nobody answered",
        lindenau.tom.pk,
    )
    assert item.due_at == NOW + timedelta(hours=4)
    assert Message.objects.get(pk=taken.message).subject_id == item.pk
    assert queries.item(item.pk, by=lindenau.by_tom).suggestions == ()


def test_the_same_number_once_more_is_the_same_item(lindenau: Lindenau) -> None:
    call("c1", caller="030 777777")
    call("c2", caller="+4930777777")
    item = Item.objects.get()
    assert [event.type for event in history(item.pk)] == ["item_arrived", "item_wrote_again"]
    assert Message.objects.filter(subject_id=item.pk).count() == 2


def test_a_withheld_number_waits_too_each_for_itself(lindenau: Lindenau) -> None:
    call("c1", caller="")
    call("c2", caller="")
    assert [item.remarks for item in Item.objects.all()] == [["The number was withheld."]] * 2


def test_the_team_that_was_called_gets_it(lindenau: Lindenau) -> None:
    ana = lindenau.by_ana
    team = people.make_team(name="Repairs", stage=None, by=ana)
    people.join_team(person=lindenau.ana.pk, team=team.pk, by=ana)
    people.name_standing_member(team=team.pk, standing=lindenau.ana.pk, by=ana)
    call(caller="+49 30 777777", team="repairs")
    item = Item.objects.get()
    assert (item.team_id, item.handler_id) == (team.pk, lindenau.ana.pk)


def test_an_unknown_caller_is_in_the_hands_of_the_colleague_who_answered(lindenau: Lindenau) -> None:
    call(caller="+49 30 777777", answered=True, by="ana@lindenau.example")
    assert Item.objects.get().handler_id == lindenau.ana.pk


def test_a_known_caller_without_anything_under_way_waits_with_their_name(lindenau: Lindenau) -> None:
    contact = petra(lindenau)
    call()
    assert Item.objects.get().contact_id == contact


def test_a_call_becomes_a_journey_with_its_call_back(lindenau: Lindenau) -> None:
    call(caller="+49 30 777777", seconds_waited=12)
    item = Item.objects.get()
    with pytest.raises(Refusal, match="in their words"):
        items.open_journey_from(item=item.pk, by=lindenau.by_tom)
    row = items.open_journey_from(
        item=item.pk, need="The lift is stuck", speaker=Speaker(name="Hotel Elbe"), by=lindenau.by_tom
    )
    assert touches(row) == [(True, True, 12, None)]
    assert "call_back" in [kind for kind, _ in open_steps(row)]
    assert row.contact is not None
    assert row.contact.phone == "+49 30 777777"
    call("c2", caller="030/777777")
    assert len(touches(row)) == 2, "and from now on they are known by that number"


def test_a_call_is_put_on_a_journey_by_hand(lindenau: Lindenau) -> None:
    call(caller="+49 30 777777")
    row = journey_of(lindenau, petra(lindenau))
    items.attach_to(item=Item.objects.get().pk, journey=row.pk, by=lindenau.by_tom)
    assert touches(row) == [(True, True, None, None)]


def test_a_rule_sets_aside_a_number(lindenau: Lindenau) -> None:
    standing.make_rule(kind="sender", pattern="+49 30 777777", why="Sells toner", by=lindenau.by_tom)
    call(caller="+49 30 777777")
    item = Item.objects.get()
    assert (item.state, item.reason) == ("set_aside", "Sells toner")


# Repeats and refusals


def test_the_same_id_changes_nothing(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    at = NOW - timedelta(minutes=1)
    first = call(at=at)
    before = Event.objects.count()
    again = call(at=at)
    assert (again.message, again.repeat) == (first.message, True)
    assert Event.objects.count() == before
    assert len(touches(row)) == 1


def test_the_same_id_with_other_words_is_refused(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    call(at=NOW)
    before = Event.objects.count()
    with pytest.raises(Refusal) as refusal:
        call(at=NOW, answered=True)
    assert refusal.value.code == "call_told_otherwise"
    assert Event.objects.count() == before
    assert len(touches(row)) == 1


def test_refusals_keep_nothing(lindenau: Lindenau) -> None:
    for wrong in (
        {"id": " "},
        {"at": NOW + timedelta(hours=1)},
        {"outgoing": True, "caller": "+49 30 777777"},
    ):
        with pytest.raises(Refusal):
            call(**wrong)
    assert not Message.objects.exists()
    assert not Item.objects.exists()


def test_a_call_wakes_what_rests(lindenau: Lindenau) -> None:
    row = journey_of(lindenau, petra(lindenau))
    plan_step(journey=row.pk, what="Look", due=NOW + timedelta(hours=1), by=lindenau.by_ana)
    for step in NextStep.objects.filter(journey=row, done_at__isnull=True):
        finish_step(journey=row.pk, step=step.pk, by=lindenau.by_ana, then=PlannedStep("See"))
    call()
    assert "call_back" in [kind for kind, _ in open_steps(row)]


def test_a_stored_call_that_was_not_handled_is_handled_by_the_clock(lindenau: Lindenau) -> None:
    from wellkept.intake.calls_and_forms import kept
    from wellkept.intake.commands.store_other import _store

    row = journey_of(lindenau, petra(lindenau))
    content = kept(Call(id="c9", caller=PETRA, answered=False, at=NOW))
    _store("call", content, id="call:c9", digest="")
    assert handle_waiting() == 1
    assert len(touches(row)) == 1


@pytest.mark.law
@pytest.mark.parametrize(("column", "value"), [("channel", "mail"), ("number", "48279163"), ("raw", b"x")])
def test_a_stored_message_is_never_rewritten(lindenau: Lindenau, column: str, value: str | bytes) -> None:
    taken = call(caller="+49 30 777777")
    with pytest.raises(IntegrityError, match="kept as it arrived"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE message_in SET {column} = %s WHERE id = %s", [value, taken.message])


@pytest.mark.law
@pytest.mark.django_db(transaction=True)
def test_a_contact_leaves_a_journey_on_its_record_only() -> None:
    lindenau = set_up()
    contact = petra(lindenau)
    first, two = journey_of(lindenau, contact), journey_of(lindenau, contact, "A leaking tap")
    call()
    here = Touch.objects.get(channel="call").journey_id
    other = two.pk if here == first.pk else first.pk
    with pytest.raises(IntegrityError, match="both journeys"), transaction.atomic():  # noqa: PT012
        on_record(other)
        Touch.objects.filter(channel="call").update(journey_id=other)
    assert Touch.objects.get(channel="call").journey_id == here
