from __future__ import annotations

from django.db.models import F, Q

from wellkept.journeys.commands.turn import turn
from wellkept.journeys.rights import anyone
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM
from wellkept.promises import facts
from wellkept.promises.models import Promise


def mark_broken() -> int:
    """Put on record what the clock has broken since the last sweep, each promise once a due time. Returns how many."""
    now = clock.now()
    late = Promise.objects.filter(
        Q(broken_noted__isnull=True) | Q(broken_noted__lt=F("due")),
        due__lt=now,
        kept_at__isnull=True,
        released_at__isnull=True,
        struck_at__isnull=True,
    )
    count = 0
    for promise in late:
        with turn(journey=promise.journey_id, by=SYSTEM, may=anyone, wakes=True) as t:
            assert promise.due is not None
            changed = (
                Promise.objects.filter(pk=promise.pk)
                .exclude(broken_noted=promise.due)
                .update(broken_noted=promise.due)
            )
            if changed:
                t.say(facts.PromiseBroken(promise=promise.pk, due=promise.due, text=promise.text))
                count += 1
    return count
