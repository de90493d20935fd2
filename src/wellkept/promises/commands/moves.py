"""Move a promised date: only by a notice, and only once the customer is told (laws 7 and 8)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.touches import wait_for_customer
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.commands.untold import told_by_us
from wellkept.journeys.models import Journey
from wellkept.journeys.rules import alive_to_all
from wellkept.journeys.state import JourneyState
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM, Actor
from wellkept.promises import facts, rules
from wellkept.promises.commands.ledger import note_breach
from wellkept.promises.models import Promise, PromiseMove
from wellkept.promises.purposes import CUSTOM


def move_promise(*, journey: int, promise: int, due: datetime, reason: str, by: Actor) -> PromiseMove:
    """Tell the customer that it will be later, why, and until when, with the choice to accept or cancel.

    Until the notice is told, the promise counts as not moved. A second delay also needs their yes.
    """
    if not reason.strip():
        raise invalid("reason", _("The customer is told the reason. What is it?"))

    def check(state: JourneyState) -> Refusal | None:
        row = Promise.objects.filter(pk=promise, journey=state.row).first()
        return rules.cannot_move(state, row, list(PromiseMove.objects.filter(promise_id=promise)))

    with turn(journey=journey, by=by, check=check) as t:
        return move(t, Promise.objects.get(pk=promise), due=due, reason=reason)


def move(
    t: Turn,
    row: Promise,
    *,
    due: datetime,
    reason: str,
    visit: int | None = None,
    starts: str | None = None,
    ends: str | None = None,
) -> PromiseMove:
    """Tell the customer a later date as part of another act. Of a visit, with its window."""
    assert row.due is not None
    if due <= row.due:
        raise invalid(
            "due",
            _("The new date is not later than the promised one. An earlier one is simply kept early."),
        )
    moves = list(PromiseMove.objects.filter(promise=row))
    refuse(rules.a_move_is_untold(moves))
    needs_yes = any(move.answer != "refused" for move in moves)
    here = t.place
    notice = t.tell(
        "delay",
        words=reason.strip(),
        promise=row.pk,
        purpose=row.purpose,
        text=row.text,
        due_before=row.due.isoformat(),
        due=due.isoformat(),
        needs_yes=needs_yes,
        visit=visit,
        starts=starts,
        ends=ends,
    )
    moved = PromiseMove(
        promise=row,
        journey=t.row,
        from_due=row.due,
        to_due=due,
        reason=reason.strip(),
        notice=notice,
        moved_at=t.now,
        needs_yes=needs_yes,
    )
    moved.save(force_insert=True)
    t.say(
        facts.PromiseMoveAsked(
            promise=row.pk,
            move=moved.pk,
            purpose=row.purpose,
            text=row.text,
            due_before=row.due,
            due=due,
            reason=reason.strip(),
            notice=str(notice.pk),
            needs_yes=needs_yes,
        ),
        at=here,
    )
    if notice.channel != "mail":
        told_by_us(
            t,
            notice,
            promise=row.text if row.purpose == CUSTOM else "",
            due=_day(due, t),
            due_before=_day(row.due, t),
            before=row.due,
        )
    return moved


def answer_new_date(*, journey: int, move: int, accept: bool, by: Actor, words: str = "") -> None:
    """Record that the customer accepts or refuses the new date, on their page or by word to a named person."""
    with turn(journey=journey, by=by, check=lambda state: _cannot_answer(state, move)) as t:
        row = PromiseMove.objects.select_related("promise").get(pk=move)
        if by.is_staff and not words.strip():
            raise invalid("words", _("Write down what the customer said."))
        row.answer, row.answered_at = ("accepted" if accept else "refused"), t.now
        row.answered_by_id = by.contact
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        t.say(
            facts.NewDateAnswered(promise=row.promise_id, move=row.pk, answer=row.answer, said=words.strip()),
            first=True,
        )
        _apply(t, row.promise)
        if not accept:
            t.plan_step("agree_new_date", hours=t.stage.answer_hours)


def _cannot_answer(state: JourneyState, move: int) -> Refusal | None:
    row = PromiseMove.objects.filter(pk=move, journey=state.row).first()
    return rules.cannot_answer_new_date(state, row)


def _day(instant: datetime, t: Turn) -> date:
    """Day in the customer's time zone."""
    name = (t.row.contact.time_zone if t.row.contact else "") or t.row.customer.time_zone
    return instant.astimezone(clock.zone(name)).date()


@transaction.atomic
def notice_told(*, notice: UUID, by: Actor = SYSTEM) -> None:
    """Apply the effects of a told or returned notice, in the same transaction.

    A moved date comes into force or stops being in force. A notice with news ends the silence.
    """
    row = Notice.objects.get(pk=notice)
    if not Journey.objects.filter(pk=row.subject_id).exclude(state="ended").exists():
        return
    move = PromiseMove.objects.select_related("promise").filter(notice=row).first()
    if move is None and not row.says_something_new:
        return
    with turn(journey=row.subject_id, by=by, check=alive_to_all) as t:
        if row.told_at is not None and row.says_something_new:
            t.heard(row.told_at)
            # They know how it stands now: who was warned of the silence need not tell them once more.
            t.finish([step for step in t.steps() if step.rule.is_tell and not step.whom], how="told")
            if t.row.state == "open":
                wait_for_customer(t)
        if move is not None:
            move.told_at = row.told_at
            move.save(update_fields=["told_at"])
            _apply(t, move.promise)


def _apply(t: Turn, promise: Promise) -> None:
    """Set the due time: of the latest move in force, else the first date. A recorded breach stays."""
    promise.refresh_from_db()
    note_breach(t, promise)
    due = promise.first_due
    latest: PromiseMove | None = None
    for move in PromiseMove.objects.filter(promise=promise).order_by("pk"):
        if in_force(move):
            due, latest = move.to_due, move
    if due != promise.due and promise.due is not None and due is not None:
        before = promise.due
        promise.due = due
        promise.save(update_fields=["due"])
        if latest is not None:
            t.say(facts.PromiseMoved(promise=promise.pk, move=latest.pk, due_before=before, due=due))


def in_force(move: PromiseMove) -> bool:
    """Whether the new date is in force: told before the due time and not refused.

    A second delay, and one told too late, need their yes.

    Their yes proves that they were told, whatever happened to the letter.
    """
    if move.answer:
        return move.answer == "accepted"
    return not move.needs_yes and move.told_at is not None and move.told_at <= move.from_due
