"""End a miss: as a reference, as a nonconformity, or as not ours.

All open misses for the same words end together, and their counterparts are settled.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.commands.locks import locked as locked_customer
from wellkept.events.commands import Audience, Entry, record
from wellkept.find import facts
from wellkept.find.commands.misses import MOST, locked, still_open
from wellkept.find.models import Counterpart, Miss
from wellkept.find.normalise import KINDS, guess_kind
from wellkept.journeys.commands.details import note_reference
from wellkept.journeys.facts import ReferenceNoted
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.quality.commands import raise_nonconformity
from wellkept.references.commands import note
from wellkept.references.rules import key as reference_key

PUT_RIGHT = timedelta(days=7)  # due time for the next step of a search fault


@transaction.atomic
def end_as_reference(
    *,
    miss: int,
    by: Actor,
    journey: int | None = None,
    customer: int | None = None,
    kind: str = "",
    text: str = "",
) -> int:
    """End a miss by making its words a reference of this journey or customer. They find it from now on.

    `text` replaces the words that were typed; `kind` replaces the guessed kind. Returns how many misses end.
    """
    row = still_open(miss, by=by)
    words = (text or row.asked).strip()[:400]
    which = kind or guess_kind(words)
    if which not in KINDS:
        raise invalid("kind", _("What kind of reference is it?"))
    if (journey is None) == (customer is None):
        raise invalid("whose", _("Do these words belong to a journey or to a customer?"))
    if not reference_key(which, words, country=company().country):
        raise invalid("said", _("This contains nothing to search by. What did they mean by it?"))
    if journey is not None:
        note_reference(journey=journey, kind=which, reference=words, by=by)
        subject = journey
    else:
        subject = _note_of_customer(customer or 0, which, words, by)
    return _end(row, by, how="reference", of_id=subject, kind=which)


@transaction.atomic
def end_as_nonconformity(
    *,
    miss: int,
    by: Actor,
    what: str,
    next_step: str,
    handler: int | None = None,
    due: datetime | None = None,
) -> int:
    """End a miss as a search fault: raise a nonconformity with a handler and a dated next step.

    Returns how many misses end.
    """
    row = still_open(miss, by=by)
    nonconformity = raise_nonconformity(
        what=what,
        handler=handler or company().process_owner_id or by.as_staff(),
        next_step=next_step,
        due=due or clock.now() + PUT_RIGHT,
        about=row.subject_id,
        by=by,
    )
    return _end(row, by, how="nonconformity", nonconformity_id=nonconformity.pk)


@transaction.atomic
def end_as_not_ours(*, miss: int, why: str, by: Actor) -> int:
    """End a miss because the caller is no customer, or meant somebody else. Returns how many misses end."""
    row = still_open(miss, by=by)
    if not why.strip():
        raise invalid("why", _("How do we know that it was not meant for us?"))
    return _end(row, by, how="not_ours", why=why.strip()[:MOST])


@transaction.atomic
def reject_counterpart(*, counterpart: int, why: str, by: Actor) -> None:
    """Reject a counterpart: the two searches did not mean the same. The miss stays open."""
    row = Counterpart.objects.filter(pk=counterpart).first()
    if row is None:
        raise missing("pair", _("There is no such pair."))
    locked(row.miss_id, by=by)
    row = Counterpart.objects.select_for_update().get(pk=counterpart)
    if row.settled_at is not None:
        raise Refusal("settled_already", _("Somebody has already said so."))
    if not why.strip():
        raise invalid("why", _("What did they mean, then?"))
    row.how, row.why = "otherwise", why.strip()[:MOST]
    row.settled_at, row.settled_by_id = clock.now(), by.as_staff()
    row.save(update_fields=["how", "why", "settled_at", "settled_by"])
    otherwise = facts.CounterpartRejected(miss=row.miss_id, counterpart=row.pk, why=row.why)
    record(Entry(row.subject_id, otherwise), by=by.by)


def _note_of_customer(customer: int, kind: str, words: str, by: Actor) -> int:
    """Add a reference to the locked customer and record it."""
    row = locked_customer(customer)
    note(subject=row.pk, texts=[(kind, words)], country=row.country)
    record(Entry(row.pk, ReferenceNoted(kind=kind, said=words)), by=by.by)
    return int(row.pk)


def _end(
    row: Miss,
    by: Actor,
    *,
    how: str,
    why: str = "",
    kind: str = "",
    of_id: int | None = None,
    nonconformity_id: int | None = None,
) -> int:
    """End all open misses for the same words, settle their counterparts and record it."""
    now, me = clock.now(), by.as_staff()
    same = Miss.objects.select_for_update().filter(key=row.key, ended_at__isnull=True).order_by("pk")
    keys = list(same.values_list("pk", flat=True))
    Miss.objects.filter(pk__in=keys).update(
        how=how,
        why=why,
        kind=kind,
        of_id=of_id,
        nonconformity_id=nonconformity_id,
        ended_at=now,
        ended_by_id=me,
    )
    Counterpart.objects.filter(miss__in=keys, settled_at__isnull=True).update(
        how="ended", settled_at=now, settled_by_id=me
    )
    ended = facts.LookUpEnded(
        misses=keys, how=how, asked=row.asked, why=why, kind=kind, of=of_id, nonconformity=nonconformity_id
    )
    record(Entry(row.subject_id, ended), by=by.by, audience=Audience((row.handler_id, me)))
    return len(keys)
