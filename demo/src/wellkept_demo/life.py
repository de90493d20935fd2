"""One customer's life with us, as a discrete-event simulation on its own clock.

Every act is a command, given at its simulated instant. A life is one transaction: either it is there as a whole, up
to today, or not at all, so that nobody sees half of it, and a fill that was interrupted goes on with the next one.
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
from wellkept_demo import following, sweeps, worktime
from wellkept_demo.staff import BY_KEY, Staff

P = ParamSpec("P")
R = TypeVar("R")
Process = Generator[simpy.events.Event, Any, None]

SLOT = 900  # seconds of one entry in somebody's diary
FOLLOWED = {fact.type for fact in flow.FLOW}
OVERHEAD = timedelta(seconds=2)


class Stuck(Exception):
    """The simulation tried what the house refuses: a mistake of the simulation."""


@dataclass
class Diaries:
    """When each colleague is busy, over all lives: what one customer gets, another waits for."""

    booked: set[tuple[str, int]] = field(default_factory=set)

    def book(self, who: str, at: datetime) -> datetime:
        """The first free time of theirs from `at` on, within working time."""
        at = worktime.next_working(at)
        slot = int(at.timestamp()) // SLOT
        while (who, slot) in self.booked:
            slot += 1
            at = worktime.next_working(datetime.fromtimestamp(slot * SLOT, at.tzinfo))
            slot = int(at.timestamp()) // SLOT
        self.booked.add((who, slot))
        return at


@dataclass
class World:
    """What all lives share: the people, their diaries, today, and the words that were used already."""

    staff: Staff
    today: datetime
    diaries: Diaries = field(default_factory=Diaries)
    used: dict[str, int] = field(default_factory=dict)


class Life:
    """The simulation of one customer: its clock, its commands, its alarms."""

    def __init__(self, world: World, *, key: str, begins: datetime) -> None:
        self.world = world
        self.staff = world.staff
        self.rng = random.Random(key)
        self.begins = begins
        self.env = simpy.Environment()
        self.subjects: list[int] = []
        self.said: set[str] = set()
        self.last = begins
        self._job = 0
        self._followed: list[int] = []
        self._rows: dict[int, Journey] = {}

    def run(self, *processes: Process) -> None:
        """Live until today, in one transaction."""
        with transaction.atomic():
            self._job = following.newest_job()
            for process in processes:
                self.env.process(process)
            span = (self.world.today - self.begins).total_seconds()
            if span > 0:
                self.env.run(until=span)
            self.tick(self.world.today)
            if self._followed:
                following.done(self._followed)

    # The clock

    @property
    def now(self) -> datetime:
        return self.begins + timedelta(seconds=float(self.env.now))

    def until(self, at: datetime) -> simpy.events.Event:
        """Wait for that instant; one that has passed is now."""
        return self.env.timeout(max(0.0, (at - self.now).total_seconds()))

    def later(self, **span: float) -> simpy.events.Event:
        return self.until(self.now + timedelta(**span))

    # Acting

    def do(self, command: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Give a command now; what follows from it happens within seconds."""
        self.tick(self.now)
        self._at(self.now)
        try:
            with clock.at(self.last):
                result = command(*args, **kwargs)
        except Refusal as refusal:
            raise Stuck(f"{command.__name__} at {self.last:%d %b %H:%M}: {refusal.sentence}") from refusal
        if isinstance(result, Journey | Customer):
            self.subjects.append(result.pk)
        self.follow()
        return result

    def tick(self, now: datetime) -> None:
        """What the clock does by itself in an installation, each at its time, up to now."""
        while (due := sweeps.next_due(self.subjects, self.last, now)) is not None:
            self._rows.clear()
            self._at(due[0])
            with clock.at(self.last):
                sweeps.sweep(due[1], self.subjects)
            self.follow()

    def _at(self, at: datetime) -> None:
        """Nothing is recorded before what was recorded already."""
        self.last = max(self.last + timedelta(milliseconds=self.rng.randrange(200, 900)), at)

    def follow(self) -> None:
        """The reactions of the flow to what was recorded, on this clock."""
        self._rows.clear()
        goes_on = True
        while goes_on and (queued := following.queued_since(self._job, self.subjects)):
            goes_on = False
            self.last += OVERHEAD
            with clock.at(self.last):
                for job, event, type in queued:
                    self._job = max(self._job, job)
                    self._followed.append(job)
                    if type in FOLLOWED:
                        flow.run(event)
                        goes_on = True

    def by(self, who: str) -> Actor:
        return self.staff.actor(who)

    def as_customer(self, contact: Contact) -> Actor:
        return customer(contact.pk, name=contact.name, address="203.0.113.24")

    def row(self, journey: int) -> Journey:
        """The journey as it stands."""
        if journey not in self._rows:
            self._rows[journey] = Journey.objects.select_related("contact", "team", "version").get(pk=journey)
        return self._rows[journey]

    # People's time

    def gets_to_it(self, who: str, *, hours: float | None = None, at: datetime | None = None) -> datetime:
        """When a colleague gets to something, by their pace and their diary."""
        pace = BY_KEY[who].pace if hours is None else hours
        wait = pace * self.rng.lognormvariate(-0.3, 0.7)
        when = worktime.after(at or self.now, wait)
        if who in self.staff.ids:
            when = self.world.diaries.book(who, when)
        return when + timedelta(seconds=self.rng.randrange(20, 800))

    def customer_time(self, hours: float) -> datetime:
        """When a customer answers who takes about so long."""
        at = self.now + timedelta(hours=hours * self.rng.lognormvariate(-0.2, 0.8), minutes=4)
        return worktime.awake(at) + timedelta(seconds=self.rng.randrange(10, 3000))

    # Words

    def say(self, words: Iterable[str], **values: object) -> str:
        """Of several ways to say it, one that was not said in this life, and as rarely as possible in others."""
        ways = list(words)
        fresh = [way for way in ways if way not in self.said] or ways
        least = min(self.world.used.get(way, 0) for way in fresh)
        way = self.rng.choice([way for way in fresh if self.world.used.get(way, 0) == least])
        self.said.add(way)
        self.world.used[way] = self.world.used.get(way, 0) + 1
        return way.format(**values) if "{" in way else way

    def chance(self, share: float) -> bool:
        return self.rng.random() < share
