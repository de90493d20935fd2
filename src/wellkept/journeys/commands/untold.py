"""Notices that a person has to tell: a step for the owner until somebody records that it was told."""

from __future__ import annotations

from datetime import date, datetime

from wellkept.journeys.commands.turn import Turn
from wellkept.journeys.models import NextStep
from wellkept.notices.models import Notice

# By whether we call, and whether the promise has words of its own.
_KINDS = {
    (True, True): "call_about_date",
    (True, False): "call_about_delivery",
    (False, True): "write_about_date",
    (False, False): "write_about_delivery",
}


def told_by_us(
    t: Turn, notice: Notice, *, promise: str, due: date, due_before: date, before: datetime
) -> NextStep:
    """Plan a step for the owner: call or write about the new date before that time, or as soon as we answer
    if it is too late.

    `promise` is the typed text; empty for the delivery. The step ends when somebody records that the customer
    was told.
    """
    name = notice.contact.name if notice.contact else t.row.customer.name
    soon = t.due_in(t.stage.answer_hours)
    return t.plan_step(
        _KINDS[notice.channel == "call", bool(promise)],
        due=min(before, soon) if before > t.now else soon,
        third_party=str(notice.pk),
        parameters={
            "name": name,
            "promise": promise,
            "due": due.isoformat(),
            "due_before": due_before.isoformat(),
        },
    )
