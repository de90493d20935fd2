from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from wellkept.events.commands import Entry, record
from wellkept.find import facts
from wellkept.find.models import Miss
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, missing
from wellkept.people.actor import Actor
from wellkept.people.queries import company

SAME = timedelta(minutes=10)


@transaction.atomic
def note_miss(*, asked: str, by: Actor) -> Miss:
    """A look-up found nothing: it is kept. The same person asking the same once more is the same look-up."""
    me = by.as_staff()
    text = asked.strip()[:500]
    if not text:
        raise invalid("q", "What was asked for?")
    now = clock.now()
    known = Miss.objects.filter(asked=text, asked_by_id=me, asked_at__gt=now - SAME).first()
    if known is not None:
        return known
    row = Miss.objects.create(asked=text, asked_by_id=me, asked_at=now)
    record(Entry(company().pk, facts.LookUpFailed(miss=row.pk, asked=text)), by=by.by)
    return row


@transaction.atomic
def explain_miss(*, miss: int, said: str, by: Actor) -> Miss:
    """What the customer said when nothing was found: by what they believe we know them."""
    by.as_staff()
    if not said.strip():
        raise invalid("said", "What did they say?")
    row = Miss.objects.select_for_update().filter(pk=miss).first()
    if row is None:
        raise missing("miss", "There is no such look-up.")
    row.said, row.said_at = said.strip()[:2000], clock.now()
    row.save(update_fields=["said", "said_at"])
    record(Entry(company().pk, facts.LookUpExplained(miss=row.pk, said=row.said)), by=by.by)
    return row
