"""Raise a nonconformity, work on it, close it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events import sweeps
from wellkept.events.commands import Audience, Entry, open_subject, record
from wellkept.events.facts import Fact
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person
from wellkept.people.queries import company, warned_about
from wellkept.people.successors import Successors
from wellkept.quality import facts
from wellkept.quality.models import Nonconformity


@transaction.atomic
def raise_nonconformity(
    *, what: str, handler: int, next_step: str, due: datetime, by: Actor, about: int | None = None
) -> Nonconformity:
    """Raise a nonconformity with its handler, next step and date."""
    _writer(by)
    if not what.strip():
        raise invalid("what", _("What is wrong?"))
    _plan(next_step, due, clock.now())
    _active(handler, "handler")
    return _raise(what, handler, next_step, due, by=by, about=about)


def raise_with_act(*, what: str, handler: int, due: datetime, by: Actor, about: int) -> int:
    """Raise a nonconformity as part of another act, maybe the customer's. To put it right is the next step.

    Returns its key.
    """
    return int(_raise(what, handler, what, due, by=by, about=about).pk)


def _raise(
    what: str, handler: int, next_step: str, due: datetime, *, by: Actor, about: int | None
) -> Nonconformity:
    row = Nonconformity.objects.create(
        subject_id=open_subject("nonconformity"),
        what=what.strip(),
        about_id=about,
        handler_id=handler,
        next_step=next_step.strip(),
        due_at=due,
        raised_at=clock.now(),
        raised_by_id=by.person,
    )
    raised = facts.NonconformityRaised(
        what=row.what, handler=handler, next_step=row.next_step, due=due, about=about
    )
    _say(row, raised, by)
    return row


@transaction.atomic
def plan_next(*, nonconformity: int, next_step: str, due: datetime, by: Actor) -> None:
    """Set the next step and its date."""
    row = _open(nonconformity, by)
    _plan(next_step, due, clock.now())
    row.next_step, row.due_at, row.warned_at = next_step.strip(), due, None
    row.save(update_fields=["next_step", "due_at", "warned_at"])
    _say(row, facts.NonconformityPlanned(next_step=row.next_step, due=due), by)


@transaction.atomic
def hand_nonconformity(*, nonconformity: int, to: int, by: Actor) -> None:
    """Give a nonconformity to a colleague, with its next step and date."""
    row = _open(nonconformity, by)
    _active(to, "to")
    _hand(row, to, by)


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give all open nonconformities of `person` to their successor. Part of `leaving.leave`."""
    rows = list(
        Nonconformity.objects.select_for_update()
        .filter(handler_id=person, closed_at__isnull=True)
        .order_by("pk")
    )
    for row in rows:
        _hand(row, to.everything, by)


@transaction.atomic
def close_nonconformity(*, nonconformity: int, correction: str, cause: str, by: Actor) -> None:
    """Close it, with what was corrected and the cause."""
    row = _open(nonconformity, by)
    if not correction.strip():
        raise invalid("correction", _("What was corrected?"))
    if not cause.strip():
        raise invalid("cause", _("What was the cause?"))
    row.correction, row.cause = correction.strip(), cause.strip()
    row.closed_at, row.closed_by_id = clock.now(), by.as_staff()
    row.save(update_fields=["correction", "cause", "closed_at", "closed_by"])
    _say(row, facts.NonconformityClosed(correction=row.correction, cause=row.cause), by)


def warn_of_overdue(*, limit: int = 200) -> int:
    """Tell the process owner about each overdue nonconformity, once for each date. Called by the clock."""
    now = clock.now()
    late = Nonconformity.objects.filter(closed_at__isnull=True, due_at__lt=now, warned_at__isnull=True)

    def warn(key: int) -> bool:
        row = late.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
        if row is None:
            raise sweeps.NotDue
        last = company().process_owner_id
        row.warned_at = now
        row.save(update_fields=["warned_at"])
        warned = warned_about(row.handler_id, last)
        _say(row, facts.NonconformityOverdue(warned=warned), SYSTEM, also=warned)
        return True

    return sweeps.each_due("warn_of_overdue_nonconformities", late.order_by("due_at"), warn, limit=limit)


def _hand(row: Nonconformity, to: int, by: Actor) -> None:
    before = row.handler_id
    if before != to:
        row.handler_id = to
        row.save(update_fields=["handler"])
        _say(row, facts.NonconformityHanded(handler_before=before, handler=to), by, also=before)


def _plan(next_step: str, due: datetime, now: datetime) -> None:
    if not next_step.strip():
        raise invalid("next_step", _("What is done next?"))
    if due <= now:
        raise invalid("due", _("The next step is in the future: by when is it done?"))


def _active(person: int, field: str) -> None:
    if not Person.objects.filter(pk=person, active=True).exists():
        raise invalid(field, _("This person has left."))


def _writer(by: Actor) -> int:
    me = by.as_staff()
    by.as_writer()
    return me


def _open(nonconformity: int, by: Actor) -> Nonconformity:
    _writer(by)
    row = Nonconformity.objects.select_for_update().filter(pk=nonconformity).first()
    if row is None:
        raise missing("nonconformity", _("There is no such nonconformity."))
    if row.closed_at is not None:
        raise Refusal(
            "closed_already", _("This is corrected already."), instead=_("Raise a new one if it came back.")
        )
    return row


def _say(row: Nonconformity, fact: Fact, by: Actor, *, also: int | None = None) -> None:
    record(Entry(row.pk, fact), by=by.by, audience=Audience((row.handler_id, also)))
