from __future__ import annotations

from django.db.models import F, Q

from wellkept.events import sweeps
from wellkept.journeys.commands.turn import turn
from wellkept.journeys.rules import alive_to_all
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM
from wellkept.promises.commands.ledger import note_breach, open_promises
from wellkept.promises.models import Promise


def mark_broken() -> int:
    """Record promises that the clock has broken since the last sweep, once for each due time.

    Returns how many.
    """
    late = Promise.objects.filter(
        Q(broken_noted__isnull=True) | ~Q(broken_noted=F("due")),
        due__lt=clock.now(),
        kept_at__isnull=True,
        released_at__isnull=True,
        struck_at__isnull=True,
    ).values_list("journey_id", flat=True)

    def note(journey: int) -> int:
        with turn(journey=journey, by=SYSTEM, check=alive_to_all) as t:
            return sum(note_breach(t, promise) for promise in open_promises(t))

    return sweeps.each("mark_broken_promises", sorted(set(late)), note)
