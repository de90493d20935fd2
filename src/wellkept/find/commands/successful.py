"""Remember successful searches for a month."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.find.commands.counterparts import add_as_counterpart
from wellkept.find.models import SuccessfulSearch
from wellkept.find.normalise import search_key
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.characters import clean_line
from wellkept.kernel.refusal import invalid, missing
from wellkept.people.actor import Actor

KEPT = timedelta(days=30)
AGAIN = timedelta(minutes=10)  # the same person, words and result within this time are one search


@transaction.atomic
def note_successful_search(*, asked: str, to: int, by: Actor) -> None:
    """Remember that this person searched for `asked` and opened `to`. Working data: no event is recorded."""
    me = by.as_staff()
    text = clean_line(asked)[:500]
    key, now = search_key(text), clock.now()
    if len(key) < 2:
        raise invalid("q", _("What was asked for?"))
    if not (Journey.objects.filter(pk=to).exists() or Customer.objects.filter(pk=to).exists()):
        raise missing("found", _("There is nothing of this kind."))
    if SuccessfulSearch.objects.filter(key=key, asked_by_id=me, to_id=to, at__gt=now - AGAIN).exists():
        return
    add_as_counterpart(SuccessfulSearch.objects.create(asked=text, key=key, asked_by_id=me, at=now, to_id=to))


def forget_old_searches() -> int:
    """Delete successful searches that are older than a month. Returns how many. Run by the clock."""
    return SuccessfulSearch.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
