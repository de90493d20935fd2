"""Searches that led somewhere, remembered for a month."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.find.commands.pairs import pair_with_misses
from wellkept.find.models import Led
from wellkept.find.normalise import asked_for
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, missing
from wellkept.people.actor import Actor

KEPT = timedelta(days=30)
AGAIN = timedelta(minutes=10)  # the same person opening the same by the same words is one search


@transaction.atomic
def note_led(*, asked: str, to: int, by: Actor) -> None:
    """Whoever asked for `asked` opened `to`, a journey or a customer without one. It is nobody's act: no event."""
    me = by.as_staff()
    text = asked.replace("\0", "").strip()[:500]
    key, now = asked_for(text), clock.now()
    if len(key) < 2:
        raise invalid("q", _("What was asked for?"))
    if not (Journey.objects.filter(pk=to).exists() or Customer.objects.filter(pk=to).exists()):
        raise missing("found", _("There is nothing of this kind."))
    if Led.objects.filter(key=key, asked_by_id=me, to_id=to, at__gt=now - AGAIN).exists():
        return
    pair_with_misses(Led.objects.create(asked=text, key=key, asked_by_id=me, at=now, to_id=to))


def forget_led() -> int:
    """What was asked longer ago than a month. Returns how many. For the clock to call."""
    return Led.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
