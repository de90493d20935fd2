"""Notices that a person has to tell: a step of the owner's until somebody records that it was told."""

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
    """The owner calls or writes about the new date, before that time.

    Where no time is left, it is due as soon as we answer.

    `promise` is what a person typed; empty for the delivery. It is over when somebody records that they were told.
    """
    name = notice.contact.name if notice.contact else t.row.customer.name
    soon = t.due_in(t.stage.answer_hours)
    return t.plan_step(
        _KINDS[notice.channel == "call", bool(promise)],
        due=min(before, soon) if before > t.now else soon,
        whom=str(notice.pk),
        parameters={
            "name": name,
            "promise": promise,
            "due": due.isoformat(),
            "due_before": due_before.isoformat(),
        },
    )
