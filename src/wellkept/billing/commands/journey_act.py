"""One act on the invoices of a journey: the journey is locked, also one that has ended, and the act is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Audience, Entry, record
from wellkept.events.facts import Fact
from wellkept.journeys.commands.turn import wait_for_turn
from wellkept.journeys.models import Journey
from wellkept.journeys.state import JourneyState
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, missing, refuse
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh


class JourneyAct:
    """The locked journey, the actor, and the queued events."""

    def __init__(self, row: Journey, by: Actor) -> None:
        self.row = row
        self.by = by
        self.state = JourneyState(row, by)
        self.now: datetime = clock.now()
        self.handlers: set[int | None] = set()
        self._entries: list[Entry] = []

    def say(self, fact: Fact) -> None:
        """Queue an event of the journey."""
        self._entries.append(Entry(self.row.pk, fact))

    def also(self, entry: Entry) -> None:
        """Queue an event of another subject, as of a payment."""
        self._entries.append(entry)

    def tell(self, kind: str, **facts_of: object) -> None:
        """Write a notice of this kind to the journey's contact, and queue its event."""
        if self.row.contact is None:
            return
        _notice, entry = write(
            subject=self.row.pk,
            kind=kind,
            to=Addressee(self.row.contact),
            person=self.row.owner_id,
            facts_of={"number": self.row.number, **facts_of},
        )
        self._entries.append(entry)

    def record(self) -> None:
        """Record the act."""
        if self._entries:
            people = {self.row.owner_id, self.row.holder_id, *self.handlers}
            record(*self._entries, by=self.by.by, audience=Audience(people, {self.row.team_id}))


@contextmanager
def act_on(
    journey: int, *, by: Actor, check: Callable[[JourneyState], Refusal | None]
) -> Iterator[JourneyAct]:
    """Lock the journey and begin an act, unless the check refuses it."""
    with transaction.atomic():
        wait_for_turn(journey)
        row = (
            Journey.objects.select_related("customer", "contact", "site", "blueprint", "entity")
            .filter(pk=journey)
            .first()
        )
        if row is None:
            raise missing("journey", _("There is no such journey."))
        act = JourneyAct(row, fresh(by))
        refuse(check(act.state))
        yield act
        act.record()
