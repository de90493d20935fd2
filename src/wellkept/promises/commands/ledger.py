from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.plan_next import plan_next
from wellkept.journeys.commands.turn import Turn, turn
from wellkept.journeys.planned_step import NO_STEP, PlannedStep
from wellkept.journeys.rules import Check
from wellkept.journeys.state import JourneyState
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.rows import insert
from wellkept.people.actor import Actor
from wellkept.promises import facts, rules
from wellkept.promises.models import Promise
from wellkept.promises.purposes import CUSTOM

Because = Literal["said", "agreed_anew", "joined", "no_answer"]


def make_promise(
    *,
    journey: int,
    text: str,
    by: Actor,
    due: datetime | None = None,
    kind: str = "date",
    price: Money | None = None,
    requested_for: datetime | None = None,
    is_told: bool = True,
) -> Promise:
    """Make a promise that the customer relies on from now on. `is_told` is False only until they are told."""
    with turn(journey=journey, by=by, check=rules.cannot_promise) as t:
        return make(
            t,
            text,
            due=due,
            kind=kind,
            price=price,
            requested_for=requested_for,
            is_told=is_told,
        )


def make(
    t: Turn,
    text: str,
    *,
    due: datetime | None = None,
    kind: str = "date",
    price: Money | None = None,
    requested_for: datetime | None = None,
    is_told: bool = True,
    purpose: str = CUSTOM,
) -> Promise:
    """Make a promise as part of another act."""
    if purpose == CUSTOM and not text.strip():
        raise invalid("text", _("What is promised?"))
    if kind in ("date", "call_back"):
        if due is None:
            raise invalid("due", _("By when is it promised?"))
        if due <= t.now:
            raise invalid("due", _("A promise is for a time that is still to come."))
    if kind == "price" and price is None:
        raise invalid("amount", _("Which price is promised, in which currency?"))
    return _write(
        t,
        text,
        due=due,
        kind=kind,
        price=price,
        requested_for=requested_for,
        is_told=is_told,
        purpose=purpose,
    )


def _write(
    t: Turn,
    text: str,
    *,
    due: datetime | None,
    kind: str,
    price: Money | None,
    requested_for: datetime | None,
    is_told: bool,
    purpose: str,
) -> Promise:
    row = Promise(
        journey=t.row,
        kind=kind,
        purpose=purpose,
        text=text.strip(),
        made_at=t.now,
        made_by_id=t.by.person,
        first_due=due,
        due=due,
        amount=price.amount if price else None,
        currency=price.currency if price else "",
        requested_for=requested_for,
        told=is_told,
    )
    insert(row)
    t.say(
        facts.PromiseMade(
            promise=row.pk,
            kind=kind,
            purpose=purpose,
            text=row.text,
            due=due,
            requested_for=requested_for,
            amount=price.amount if price else None,
            currency=price.currency if price else "",
            told=is_told,
        )
    )
    return row


def keep_promise(
    *,
    journey: int,
    promise: int,
    by: Actor,
    then: PlannedStep = NO_STEP,
) -> Promise:
    """Record that a promise is kept, whatever the clock said before."""
    with turn(journey=journey, by=by, check=_check(rules.cannot_keep, promise)) as t:
        row = Promise.objects.get(pk=promise)
        keep(t, [row])
        plan_next(t, then)
        return row


def keep(t: Turn, promises: Iterable[Promise]) -> None:
    """Mark a promise as kept, also a late one."""
    for row in promises:
        note_breach(t, row)
        row.kept_at = t.now
        row.save(update_fields=["kept_at"])
        t.say(
            facts.PromiseKept(
                promise=row.pk,
                purpose=row.purpose,
                text=row.text,
                on_time=row.first_due is None or t.now <= row.first_due,
                late_seconds=_seconds_after(row.first_due, t.now),
                late_seconds_as_moved=_seconds_after(row.due, t.now),
            )
        )


def reopen(t: Turn, promises: Iterable[Promise]) -> None:
    """Owe promises again that a rejected delivery seemed to keep. One whose date has passed is broken.

    Part of the customer's rejection. The record keeps both: that it was delivered, and that it was not accepted.
    """
    for row in promises:
        row.kept_at = None
        row.save(update_fields=["kept_at"])
        t.say(facts.PromiseReopened(promise=row.pk, purpose=row.purpose, text=row.text, due=row.due))
        note_breach(t, row)


def release_promise(
    *, journey: int, promise: int, words: str, by: Actor, new_due: datetime | None = None
) -> Promise | None:
    """Release a promise: the customer wants another date, or no longer wants it. Their word is the evidence.

    A new date is a new promise with its own first date. Returns it.
    """
    with turn(journey=journey, by=by, check=_check(rules.cannot_release, promise)) as t:
        row = Promise.objects.get(pk=promise)
        must_be_ahead("new_due", new_due, now=t.now)
        return release(t, row, words=words, new_due=new_due)


def release(
    t: Turn, row: Promise, *, words: str = "", because: Because = "said", new_due: datetime | None = None
) -> Promise | None:
    """Release a promise as part of another act: by the customer's words, or because of that act."""
    if because == "said" and not words.strip():
        raise invalid("words", _("What did the customer say? Only their word releases a promise."))
    note_breach(t, row)
    successor = (
        make(t, row.text, due=new_due, kind=row.kind, requested_for=new_due, purpose=row.purpose)
        if new_due
        else None
    )
    _released(t, row, words=words, because=because, successor=successor)
    return successor


def _released(
    t: Turn,
    row: Promise,
    *,
    words: str,
    because: Because,
    successor: Promise | None,
    number: str | None = None,
) -> None:
    note_breach(t, row)
    row.released_at, row.released_why, row.replaced_by = t.now, words.strip(), successor
    row.released_because = because
    row.save(update_fields=["released_at", "released_because", "released_why", "replaced_by"])
    t.say(
        facts.PromiseReleased(
            promise=row.pk,
            purpose=row.purpose,
            text=row.text,
            because=because,
            number=number,
            said=words.strip(),
            replaced_by=successor.pk if successor else None,
        )
    )


def carry_over(gone: Turn, stays: Turn, *, words: str) -> None:
    """Move every open promise to the journey that continues, with its due time, also a late one."""
    for row in open_promises(gone):
        successor = _write(
            stays,
            row.text,
            due=row.due,
            kind=row.kind,
            price=row.price,
            requested_for=row.requested_for,
            is_told=row.told,
            purpose=row.purpose,
        )
        _released(gone, row, words=words, because="joined", successor=successor, number=stays.row.number)


def strike_promise(*, journey: int, promise: int, reason: str, by: Actor) -> None:
    """Strike a promise that was entered in error and not told. Only its author may."""
    if not reason.strip():
        raise invalid("reason", _("Why is it struck?"))
    with turn(journey=journey, by=by, check=_check(rules.cannot_strike, promise)) as t:
        row = Promise.objects.get(pk=promise)
        row.struck_at, row.struck_why = t.now, reason.strip()
        row.save(update_fields=["struck_at", "struck_why"])
        t.say(facts.PromiseStruck(promise=row.pk, reason=reason.strip()))


def note_breach(t: Turn, row: Promise) -> bool:
    """Record once that a due time has passed, whether or not a sweep has seen it."""
    if row.due is None or row.due >= t.now or row.broken_noted == row.due:
        return False
    row.broken_noted = row.due
    row.save(update_fields=["broken_noted"])
    t.say(facts.PromiseBroken(promise=row.pk, due=row.due, purpose=row.purpose, text=row.text))
    return True


def _seconds_after(due: datetime | None, now: datetime) -> int:
    return max(0, math.ceil((now - due).total_seconds())) if due else 0


def open_promises(t: Turn) -> list[Promise]:
    """List promises that are neither kept, released nor struck, by due time."""
    return list(
        Promise.objects.filter(
            journey=t.row, kept_at__isnull=True, released_at__isnull=True, struck_at__isnull=True
        ).order_by("due", "pk")
    )


def _check(rule: Callable[[JourneyState, Promise | None], Refusal | None], promise: int) -> Check:
    """The check of a command about one promise of the journey."""
    return lambda state: rule(state, Promise.objects.filter(pk=promise, journey=state.row).first())
