"""A discrete-event simulation of one customer's dealings with us, on a clock of its own.

Every act is a command of the product, run at its simulated instant. A simulation is one transaction: all of it up to
today is committed, or nothing. An interrupted fill therefore continues with the next customer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

import simpy
from django.db import transaction

from wellkept import flow
from wellkept.customers.models import Contact, Customer
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import Actor, customer
from wellkept_demo import clock_jobs, unfollowed_events, working_hours
from wellkept_demo.staff import BY_KEY, Staff

P = ParamSpec("P")
R = TypeVar("R")
Process = Generator[simpy.events.Event, Any, None]

SLOT = 900  # seconds of one entry in a colleague's calendar
FOLLOWED = {fact.type for fact in flow.FLOW}
REACTION_TIME = timedelta(seconds=2)


class SimulationError(Exception):
    """The simulation ran a command that the product refuses: a mistake of the simulation."""


@dataclass
class Calendars:
    """Booked slots of each colleague over all simulations. A busy colleague makes the next customer wait."""

    booked: set[tuple[str, int]] = field(default_factory=set)

    def book(self, who: str, at: datetime) -> datetime:
        """Book the colleague's first free slot from `at` on, within working hours."""
        at = working_hours.next_moment(at)
        slot = int(at.timestamp()) // SLOT
        while (who, slot) in self.booked:
            slot += 1
            at = working_hours.next_moment(datetime.fromtimestamp(slot * SLOT, at.tzinfo))
            slot = int(at.timestamp()) // SLOT
        self.booked.add((who, slot))
        return at


@dataclass
class World:
    """State that all simulations share: staff, calendars, today, and how often each phrase was used."""

    staff: Staff
    today: datetime
    calendars: Calendars = field(default_factory=Calendars)
    phrase_counts: dict[str, int] = field(default_factory=dict)


class Simulation:
    """The simulation of one customer: its clock, its commands, and the jobs that the clock makes due."""

    def __init__(self, world: World, *, key: str, begins: datetime) -> None:
        self.world = world
        self.staff = world.staff
        self.rng = random.Random(key)
        self.begins = begins
        self.env = simpy.Environment()
        self.subjects: list[int] = []
        self.used_phrases: set[str] = set()
        self.last = begins  # the instant of the last recorded event
        self._newest = 0
        self._followed: list[int] = []
        self._journeys: dict[int, Journey] = {}

    def run(self, *processes: Process) -> None:
        """Run until today, in one transaction."""
        with transaction.atomic():
            self._newest = unfollowed_events.newest_event()
            for process in processes:
                self.env.process(process)
            span = (self.world.today - self.begins).total_seconds()
            if span > 0:
                self.env.run(until=span)
            self.run_clock(self.world.today)
            if self._followed:
                unfollowed_events.drop(self._followed)

    # The clock

    @property
    def now(self) -> datetime:
        return self.begins + timedelta(seconds=float(self.env.now))

    def wait_until(self, at: datetime) -> simpy.events.Event:
        """Wait until this instant; do not wait if it has passed."""
        return self.env.timeout(max(0.0, (at - self.now).total_seconds()))

    def wait(self, **span: float) -> simpy.events.Event:
        return self.wait_until(self.now + timedelta(**span))

    # Commands

    def do(self, command: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a command now, and the reactions to its events within seconds."""
        self.run_clock(self.now)
        self._advance(self.now)
        try:
            with clock.at(self.last):
                result = command(*args, **kwargs)
        except Refusal as refusal:
            raise SimulationError(
                f"{command.__name__} at {self.last:%d %b %H:%M}: {refusal.sentence}"
            ) from refusal
        if isinstance(result, Journey | Customer):
            self.subjects.append(result.pk)
        self.run_reactions()
        return result

    def run_clock(self, now: datetime) -> None:
        """Run the jobs that the clock makes due in an installation, each at its instant, up to now."""
        while (due := clock_jobs.next_due(self.subjects, self.last, now)) is not None:
            self._journeys.clear()
            self._advance(due[0])
            with clock.at(self.last):
                clock_jobs.run(due[1], self.subjects)
            self.run_reactions()

    def _advance(self, at: datetime) -> None:
        """Move the clock of the record forward. Nothing is recorded before the last event."""
        self.last = max(self.last + timedelta(milliseconds=self.rng.randrange(200, 900)), at)

    def run_reactions(self) -> None:
        """Run the flow's reactions to the recorded events, on this clock."""
        self._journeys.clear()
        reacted = True
        while reacted and (queued := unfollowed_events.recorded_since(self._newest, self.subjects)):
            reacted = False
            self.last += REACTION_TIME
            with clock.at(self.last):
                for event, type in queued:
                    self._newest = max(self._newest, event)
                    self._followed.append(event)
                    if type in FOLLOWED:
                        flow.run(event)
                        reacted = True

    def actor(self, who: str) -> Actor:
        return self.staff.actor(who)

    def as_customer(self, contact: Contact) -> Actor:
        return customer(contact.pk, name=contact.name, address="203.0.113.24")

    def journey(self, key: int) -> Journey:
        """Return the journey's current row."""
        if key not in self._journeys:
            self._journeys[key] = Journey.objects.select_related("contact", "team", "version").get(pk=key)
        return self._journeys[key]

    # People's time

    def when_free(self, who: str, *, hours: float | None = None, at: datetime | None = None) -> datetime:
        """Draw when a colleague gets to something, from their pace and their calendar."""
        pace = BY_KEY[who].pace if hours is None else hours
        wait = pace * self.rng.lognormvariate(-0.3, 0.7)
        when = working_hours.add_hours(at or self.now, wait)
        if who in self.staff.ids:
            when = self.world.calendars.book(who, when)
        return when + timedelta(seconds=self.rng.randrange(20, 800))

    def when_customer_answers(self, hours: float) -> datetime:
        """Draw when a customer answers who takes about this long."""
        at = self.now + timedelta(hours=hours * self.rng.lognormvariate(-0.2, 0.8), minutes=4)
        return working_hours.next_waking_moment(at) + timedelta(seconds=self.rng.randrange(10, 3000))

    # Phrases

    def pick(self, phrases: Iterable[str], **values: object) -> str:
        """Pick a phrase that this simulation has not used, and that others have used least."""
        choices = list(phrases)
        fresh = [phrase for phrase in choices if phrase not in self.used_phrases] or choices
        least = min(self.world.phrase_counts.get(phrase, 0) for phrase in fresh)
        phrase = self.rng.choice(
            [phrase for phrase in fresh if self.world.phrase_counts.get(phrase, 0) == least]
        )
        self.used_phrases.add(phrase)
        self.world.phrase_counts[phrase] = self.world.phrase_counts.get(phrase, 0) + 1
        return phrase.format(**values) if "{" in phrase else phrase

    def chance(self, share: float) -> bool:
        return self.rng.random() < share
