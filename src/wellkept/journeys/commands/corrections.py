"""Corrections of touches that a program reported: write down what was said, and move one to the right
journey.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from wellkept.events.queries import Happening, act_with, history
from wellkept.journeys.commands.rest import rest_again, wake
from wellkept.journeys.commands.touches import ask_us, wait_for_customer
from wellkept.journeys.commands.turn import Turn, turn, turns
from wellkept.journeys.correction_facts import TouchPutElsewhere, TouchTakenOver, TouchTold
from wellkept.journeys.models import NextStep, Touch
from wellkept.journeys.rules import alive_to_all
from wellkept.journeys.touch import NO_EFFORT, Effort
from wellkept.kernel.refusal import Refusal, missing, refuse
from wellkept.kernel.rows import update
from wellkept.people.actor import Actor

# What is recorded of an open journey although nobody does anything on it.
_PASSING = frozenset({"silence_warned", "confidential_read"})
SAID = 2000  # characters that go along; the whole stands where it was said


def tell_of_touch(*, touch: int, by: Actor, words: str = "", effort: Effort = NO_EFFORT) -> None:
    """Write down what was said in a touch that a program reported, and whether the customer had to ask."""
    by.as_staff()
    row = _touch(touch)
    refuse(effort.refusal(incoming=row.incoming))
    with turn(journey=row.journey_id, by=by, check=alive_to_all) as t:
        row = _touch(touch)
        row.chase, row.explained_again = effort.chase, effort.explained_again
        fact = TouchTold(
            touch=touch, chase=row.chase, explained_again=row.explained_again, said=words.strip()
        )
        t.say(fact, happened=row.at)
        update(row, ["chase", "explained_again"])


def put_elsewhere(*, touch: int, to: int, by: Actor, heard_before: datetime | None = None) -> None:
    """Move a touch from the wrong journey to `to`, where it counts as if it had been logged there first.

    Its effects on the first journey are undone: steps that it planned end, and steps that it ended are open
    again. A journey that only this touch had woken rests again until its check-in. `heard_before`: when the
    customer had last heard from us there, if the touch had counted as hearing.
    """
    by.as_staff()
    here = _touch(touch).journey_id
    if here == to:
        raise Refusal("there_already", _("It is there already."))
    with turns(journeys=[here, to], by=by, check=alive_to_all) as (old, new):
        row = _touch(touch)
        if row.journey_id != here:
            raise Refusal("moved_already", _("Somebody has already moved it elsewhere."))
        happenings = act_with(here, type="touch_logged", fact="touch", value=touch) or act_with(
            here, type="touch_taken_over", fact="touch", value=touch
        )
        same_customer = old.row.customer_id == new.row.customer_id
        old.say(TouchPutElsewhere(touch=touch, to_number=new.row.number))
        _undo(old, happenings[1:])
        if heard_before is not None and old.row.heard_at == row.at:
            old.row.heard_at = heard_before
        if _woken_for_nothing(old, touch, happenings):
            rest_again(old, to_number=new.row.number)
        wait_for_customer(old)
        new.say(_taken_over(row, happenings, old.row.number, keeps_contact=same_customer), happened=row.at)
        row.journey = new.row
        if not same_customer:
            row.contact = None
        update(row, ["journey_id", "contact_id"])
        wake(new, why="came_in", channel=row.channel)
        if row.incoming and row.unanswered:
            ask_us(new, call_back=True, who=new.row.contact.name if new.row.contact else "")
        elif not row.unanswered:
            new.heard(row.at)
            new.finish(
                [step for step in new.steps() if step.kind == "call_back" or step.rule.is_ask_again],
                how="answered",
            )
        wait_for_customer(new)


def _taken_over(
    row: Touch, happenings: Sequence[Happening], number: str, *, keeps_contact: bool
) -> TouchTakenOver:
    told_facts = happenings[0].facts if happenings else {}
    return TouchTakenOver(
        touch=row.pk,
        from_number=number,
        incoming=row.incoming,
        channel=row.channel,
        contact=row.contact_id if keeps_contact else None,
        person=row.person_id,
        chase=row.chase,
        explained_again=row.explained_again,
        unanswered=row.unanswered,
        seconds_waited=row.seconds_waited,
        said=str(told_facts.get("said") or "")[:SAID],
        spoke=told_facts.get("spoke"),
        source=told_facts.get("source"),
    )


def _undo(t: Turn, followed: Sequence[Happening]) -> None:
    """Steps that followed from it go as they came."""
    planned = {happening.facts["step"] for happening in followed if happening.type == "step_planned"}
    ended = [happening.facts["step"] for happening in followed if happening.type == "step_done"]
    t.finish([step for step in t.steps() if step.pk in planned], how="put_elsewhere")
    for step in NextStep.objects.filter(pk__in=ended).order_by("pk"):
        t.plan_step(
            step.kind,
            step.text,
            due=step.due_at,
            awaits=step.awaits,
            third_party=step.whom,
            handler=step.handler_id,
            parameters=step.parameters,
        )


def _woken_for_nothing(t: Turn, touch: int, happenings: Sequence[Happening]) -> bool:
    """Whether this contact had woken it, and nothing has happened on it since that is not about this contact."""
    if t.row.state != "open" or not any(happening.type == "woke" for happening in happenings):
        return False
    since = history(t.row.pk, after=max(happening.id for happening in happenings))
    passing = {
        happening.id
        for happening in since
        if happening.type in _PASSING or happening.facts.get("touch") == touch
    }
    return all(happening.id in passing or happening.cause in passing for happening in since)


def _touch(touch: int) -> Touch:
    row = Touch.objects.filter(pk=touch).first()
    if row is None:
        raise missing("touch", _("There is no such contact."))
    return row
