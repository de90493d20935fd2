"""Change a visit: another time, another person, or none."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.touches import wait_for_customer
from wellkept.journeys.commands.turn import Turn
from wellkept.kernel.refusal import Refusal, invalid, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.promises.commands.ledger import release
from wellkept.promises.commands.moves import move
from wellkept.promises.rules import is_open
from wellkept.visits import facts, rules
from wellkept.visits.commands.visit_offers import (
    act_on,
    check_free,
    fix,
    go,
    of_key,
    steps_of,
    told_facts,
)
from wellkept.visits.models import Visit
from wellkept.visits.queries import to_pick
from wellkept.visits.window import Window, window_in_words


def pick_window(*, visit: int, starts: datetime, by: Actor, words: str = "") -> Visit:
    """Fix the visit at the window that the customer picks, or move it there."""
    with act_on(visit, rules.cannot_pick, by=by) as t:
        row = of_key(visit)
        window = next((window for window in to_pick(row, now=t.now) if window.starts == starts), None)
        if window is None:
            raise Refusal(
                "window_taken",
                _("This time is not free any more."),
                field="starts",
                instead=_("Please pick another one."),
            )
        if row.state == "offered":
            fix(t, row, window)
        else:
            _move(t, row, window, words=words.strip() or window_in_words(window), asked=True)
        return row


def move_visit(*, visit: int, window: Window, by: Actor, reason: str = "", words: str = "") -> Visit:
    """Give a fixed visit another time.

    With the customer's `words` they asked for it: the promise is released, and the new time is a first promise. Else we
    have to, and the `reason` is told: the promise moves once they know.
    """
    if not reason.strip() and not words.strip():
        raise invalid("reason", _("Why? The customer is told the reason, or you write down what they said."))
    with act_on(visit, rules.cannot_move_visit, by=by) as t:
        row = of_key(visit)
        refuse(window.refusal(now=t.now))
        check_free(row.person_id, window, but=row.pk)
        _move(t, row, window, words=words.strip() or reason.strip(), asked=bool(words.strip()))
        return row


def _move(t: Turn, row: Visit, window: Window, *, words: str, asked: bool) -> None:
    assert row.promise is not None
    assert row.starts_at is not None
    at, before = t.place, row.starts_at
    row.starts_at, row.ends_at = window.starts, window.ends
    row.sequence += 1
    row.late_told_at, row.late_minutes = None, None
    if asked:
        if is_open(row.promise):
            row.promise = release(t, row.promise, words=words, new_due=window.ends)
    elif row.promise.due is not None and window.ends > row.promise.due:
        move(
            t,
            row.promise,
            due=window.ends,
            reason=words,
            visit=row.pk,
            starts=window.starts.isoformat(),
            ends=window.ends.isoformat(),
        )
    else:
        raise invalid(
            "ends",
            _("An earlier time needs the customer's word: write down what they said."),
        )
    row.save(update_fields=["starts_at", "ends_at", "sequence", "late_told_at", "late_minutes", "promise"])
    assert row.promise is not None
    t.say(
        facts.VisitMoved(
            visit=row.pk,
            promise=row.promise.pk,
            starts_before=before,
            starts=window.starts,
            ends=window.ends,
            sequence=row.sequence,
            asked=asked,
            said=words,
        ),
        at=at,
    )
    if asked:
        t.tell("visit_moved", words=row.words, **told_facts(row))
    t.audience_people.add(row.person_id)
    t.finish(steps_of(t, row), how="moved")
    go(t, row)


def hand_visit(*, visit: int, to: int, by: Actor) -> None:
    """Let a colleague go instead. The time stays, so nothing promised changes."""
    with act_on(visit, rules.cannot_change_visit, by=by) as t:
        hand(t, of_key(visit), to=to)


def hand(t: Turn, row: Visit, *, to: int) -> None:
    """Let a colleague go instead, as part of another act."""
    heir = Person.objects.filter(pk=to, active=True).first()
    if heir is None:
        raise invalid("to", _("This person has left."))
    if row.state == "fixed" and row.window is not None:
        check_free(to, row.window)
    before = row.person_id
    row.person, row.sequence = heir, row.sequence + 1
    row.save(update_fields=["person", "sequence"])
    t.audience_people |= {before, to}
    t.say(facts.VisitHanded(visit=row.pk, person_before=before, person=to, sequence=row.sequence))
    if row.state == "fixed":
        t.finish(steps_of(t, row), how="handed")
        go(t, row)


def cancel_visit(*, visit: int, words: str, by: Actor, by_them: bool = False) -> None:
    """Cancel a visit, and tell the customer.

    With `by_them`, `words` are the customer's, who want it no longer: the promise is released. Else we cannot come: it
    stays promised, and somebody finds another time with them.
    """
    if not words.strip():
        raise invalid("words", _("Why?"))
    theirs = by_them or by.kind == "customer"
    check = rules.cannot_pick if by.kind == "customer" else rules.cannot_change_visit
    with act_on(visit, check, by=by) as t:
        row = of_key(visit)
        at = t.place
        if theirs and row.promise is not None and is_open(row.promise):
            release(t, row.promise, words=words)
        was_fixed = row.state == "fixed"
        row.state, row.ended_at, row.sequence = "cancelled", t.now, row.sequence + 1
        row.save(update_fields=["state", "ended_at", "sequence"])
        t.say(facts.VisitCancelled(visit=row.pk, by_them=theirs, said=words.strip()), at=at)
        t.tell("visit_cancelled", words=words.strip(), by_them=theirs, what=row.words, **told_facts(row))
        t.audience_people.add(row.person_id)
        t.finish(steps_of(t, row), how="cancelled")
        if was_fixed and not any(step.kind == "agree_new_date" for step in t.steps()):
            t.plan_step("agree_new_date", hours=t.stage.answer_hours)
        wait_for_customer(t)
