"""Visits of a journey that has ended: cancelled with it, or carried to the journey into which it was merged."""

from __future__ import annotations

from django.db import transaction

from wellkept.events import sweeps
from wellkept.events.commands import Audience, Entry, record
from wellkept.journeys.commands.turn import turn, wait_for_turn
from wellkept.journeys.models import Ending
from wellkept.journeys.rules import not_at_rest
from wellkept.kernel import clock
from wellkept.kernel.rows import insert
from wellkept.people.actor import SYSTEM
from wellkept.promises.rules import is_open
from wellkept.visits import facts
from wellkept.visits.commands.visit_offers import go
from wellkept.visits.models import Visit


def end_visits() -> int:
    """End the visits that journeys still had when they ended. Called by the clock. Nobody is told: the ending was.

    Where the customer's matter goes on in another journey, its fixed visits go on there, under the same name for
    calendars.
    """
    ended = Visit.objects.filter(journey__state="ended", state__in=("offered", "fixed"))
    return sweeps.each("end_visits", sorted(set(ended.values_list("journey_id", flat=True))), _end_visits)


@transaction.atomic
def _end_visits(journey: int) -> bool:
    wait_for_turn(journey)
    rows = list(
        Visit.objects.filter(journey_id=journey, journey__state="ended", state__in=("offered", "fixed"))
        .select_related("promise__replaced_by", "person")
        .order_by("pk")
    )
    into = Ending.objects.filter(journey_id=journey, how="merged").values_list("into_id", flat=True).first()
    for row in rows:
        was_fixed, row.state = row.state == "fixed", "cancelled"
        row.ended_at, row.sequence = clock.now(), row.sequence + 1
        row.save(update_fields=["state", "ended_at", "sequence"])
        fact = facts.VisitCancelled(visit=row.pk, by_them=False)
        record(Entry(journey, fact), by=SYSTEM.by, audience=Audience({row.person_id}, set()))
        if was_fixed and into is not None:
            _go_on(row, into)
    return True


def _go_on(row: Visit, journey: int) -> None:
    """Plan the same visit on the journey that continues."""
    promise = row.promise.replaced_by if row.promise is not None else None
    if promise is None or promise.journey_id != journey or not is_open(promise):
        return
    with turn(journey=journey, by=SYSTEM, check=not_at_rest) as t:
        visit = Visit(
            journey=t.row,
            person=row.person,
            place=row.place,
            words=row.words,
            change_hours=row.change_hours,
            uid=row.uid,
            sequence=row.sequence,
            offered_at=t.now,
            fixed_at=t.now,
            state="fixed",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            promise=promise,
        )
        insert(visit)
        assert visit.starts_at is not None
        assert visit.ends_at is not None
        t.say(
            facts.VisitOffered(
                visit=visit.pk,
                person=visit.person_id,
                windows=[],
                place=visit.place,
                said=visit.words,
                sequence=visit.sequence,
            )
        )
        t.say(
            facts.VisitFixed(visit=visit.pk, promise=promise.pk, starts=visit.starts_at, ends=visit.ends_at)
        )
        go(t, visit)
