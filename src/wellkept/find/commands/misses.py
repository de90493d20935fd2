"""Keep a search that found nothing, explain it, and pass it on until it has ended."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events import sweeps
from wellkept.events.commands import Audience, Entry, record
from wellkept.find import facts
from wellkept.find.commands.counterparts import add_counterparts_of_colleagues
from wellkept.find.models import Miss
from wellkept.find.normalise import search_key
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import cannot_read
from wellkept.kernel import clock
from wellkept.kernel.characters import clean_line
from wellkept.kernel.refusal import Refusal, invalid, missing, refuse
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person
from wellkept.people.queries import company, stand_in
from wellkept.people.successors import Successors

SAME = timedelta(minutes=10)  # within which a person's repeated search is the same miss
REVIEW = timedelta(days=3)  # time until somebody has to look at it
MOST = 2000


@transaction.atomic
def note_miss(*, asked: str, by: Actor, explanation: str = "") -> Miss:
    """Keep a search that found nothing, in the process owner's hands, with a due time.

    Colleagues' successful searches with the same words become its counterparts. A repeated search by the same
    person is the same miss. `explanation`: the words by which the customer believes that we know them.
    """
    me = by.as_staff()
    text = clean_line(asked)[:500]
    if not text:
        raise invalid("q", _("What was asked for?"))
    now, key = clock.now(), search_key(text) or text.lower()
    repeated = Miss.objects.filter(
        key=key, asked_by_id=me, asked_at__gt=now - SAME, ended_at__isnull=True
    ).first()
    if repeated is not None:
        return _explained(repeated, explanation, by)
    ours = company()
    row = Miss.objects.create(
        subject_id=ours.pk, asked=text, key=key, asked_by_id=me, asked_at=now,
        handler_id=ours.process_owner_id or me, due_at=now + REVIEW,
    )  # fmt: skip
    failed = facts.LookUpFailed(miss=row.pk, asked=text, handler=row.handler_id, due=row.due_at)
    record(Entry(ours.pk, failed), by=by.by, audience=Audience((row.handler_id,)))
    add_counterparts_of_colleagues(row)
    return _explained(row, explanation, by)


def _explained(row: Miss, explanation: str, by: Actor) -> Miss:
    return explain_miss(miss=row.pk, explanation=explanation, by=by) if explanation.strip() else row


@transaction.atomic
def explain_miss(*, miss: int, explanation: str, by: Actor) -> Miss:
    """Note the customer's explanation: the words by which they believe we know them."""
    row = locked(miss, by=by)
    if not explanation.strip():
        raise invalid("said", _("What did they say?"))
    row.said, row.said_at = explanation.strip()[:MOST], clock.now()
    row.save(update_fields=["said", "said_at"])
    explained = facts.LookUpExplained(miss=row.pk, said=row.said)
    record(Entry(row.subject_id, explained), by=by.by, audience=Audience((row.handler_id,)))
    return row


@transaction.atomic
def hand_miss(*, miss: int, to: int, by: Actor) -> int:
    """Pass a miss to a colleague, with all open ones for the same words. Returns how many."""
    row = still_open(miss, by=by)
    if not Person.objects.filter(pk=to, active=True).exists():
        raise invalid("to", _("This person has left."))
    if row.handler_id == to:
        return 0
    same = list(Miss.objects.select_for_update().filter(key=row.key, ended_at__isnull=True).order_by("pk"))
    before = row.handler_id
    _hand([open_miss.pk for open_miss in same], before, to, by)
    return len(same)


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give the misses that a leaver looks at to their successor. Part of `leaving.leave`."""
    mine = Miss.objects.select_for_update().filter(handler_id=person, ended_at__isnull=True)
    keys = list(mine.order_by("pk").values_list("pk", flat=True))
    if keys:
        _hand(keys, person, to.everything, by)


def warn_of_overdue(*, limit: int = 500) -> int:
    """Warn the process owner, or the handler's deputy, once of each overdue miss. Run by the clock."""
    now = clock.now()
    late = Miss.objects.filter(ended_at__isnull=True, due_at__lt=now, warned_at__isnull=True)

    def warn(handler: int) -> int:
        """One letter a handler, however many look-ups wait with them."""
        locked = late.filter(handler_id=handler).select_for_update(skip_locked=True)
        keys = [row.pk for row in locked.order_by("pk")[:limit]]
        if not keys:
            raise sweeps.NotDue
        ours = company()
        process_owner = ours.process_owner_id
        warned = process_owner if process_owner and process_owner != handler else stand_in(handler)
        Miss.objects.filter(pk__in=keys).update(warned_at=now)
        overdue = facts.LookUpsOverdue(misses=keys, warned=warned)
        record(Entry(ours.pk, overdue), by=SYSTEM.by, audience=Audience((handler, warned)))
        return len(keys)

    handlers = late.order_by("handler_id").values_list("handler_id", flat=True).distinct()
    return sweeps.each("warn_of_overdue_searches", list(handlers), warn)


def locked(miss: int, *, by: Actor) -> Miss:
    """Lock the miss until the end of the transaction.

    Refuses people who may only read. If its words became a reference of a confidential journey, refuses all
    but its readers.
    """
    by.as_staff()
    by.as_writer()
    row = Miss.objects.select_for_update(of=("self",)).filter(pk=miss).first()
    if row is None:
        raise missing("miss", _("There is no such search."))
    journey = Journey.objects.filter(pk=row.of_id).first() if row.of_id else None
    if journey is not None:
        refuse(cannot_read(journey, by))
    return row


def still_open(miss: int, *, by: Actor) -> Miss:
    """Lock the miss, and refuse if it has ended."""
    row = locked(miss, by=by)
    if row.ended_at is not None:
        raise Refusal(
            "ended_already",
            _("Somebody has already looked at this."),
            instead=_("Look at what was done. If it is searched again and not found, it appears here again."),
        )
    return row


def _hand(keys: list[int], before: int, to: int, by: Actor) -> None:
    """Change the handler and record it."""
    Miss.objects.filter(pk__in=keys).update(handler_id=to)
    handed = facts.LookUpHanded(misses=keys, handler_before=before, handler=to)
    record(Entry(company().pk, handed), by=by.by, audience=Audience((before, to)))
