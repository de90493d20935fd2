"""What every stage stands on: whose journey it is, how it stands, and how an act is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wellkept.blueprints.queries import plan
from wellkept.customers.models import Contact, Customer, Site
from wellkept.journeys.commands import details, process, steps
from wellkept.journeys.models import Journey, NextStep, StepRecord
from wellkept.orders.models import Agreement
from wellkept.people.queries import company
from wellkept.promises.models import Promise
from wellkept_demo import library
from wellkept_demo.library import Option, Topic
from wellkept_demo.life import Life, Process
from wellkept_demo.plot import Plot
from wellkept_demo.staff import BY_KEY
from wellkept_demo.wording import first_name


@dataclass(frozen=True)
class Whose:
    """For whom the journey is."""

    customer: Customer
    contact: Contact
    site: Site | None


class Ground:
    """A journey of a life, and what its stages share."""

    def __init__(self, life: Life, whose: Whose, topic: Topic, plot: Plot, journey: int) -> None:
        self.life = life
        self.whose = whose
        self.topic = topic
        self.plot = plot
        self.key = journey
        self.words = library.phrases(topic.language)
        self.house = library.phrases("house")
        self.talk = list(topic.talk)
        life.rng.shuffle(self.talk)
        self.waiting_since: datetime | None = life.now
        self.option: Option = life.rng.choice(topic.options)
        self.next_topic: Topic | None = None

    def another(self, topic: Topic, plot: Plot, journey: int) -> Process:
        """A further journey of the same customer, from its first word on."""
        raise NotImplementedError

    @property
    def row(self) -> Journey:
        return self.life.row(self.key)

    @property
    def over(self) -> bool:
        return self.row.state == "ended"

    @property
    def kind(self) -> str:
        return self.plot.kind or self.topic.who[0]

    @property
    def holder(self) -> str:
        row = self.row
        return self.life.staff.keys[row.holder_id or row.owner_id]

    @property
    def agreed(self) -> bool:
        return Agreement.objects.filter(journey_id=self.key, state="agreed").exists()

    @property
    def delivered_by(self) -> Promise | None:
        return (
            Promise.objects.filter(
                journey_id=self.key, text="Delivered", kept_at=None, released_at=None, struck_at=None
            )
            .order_by("-pk")
            .first()
        )

    @property
    def due(self) -> datetime:
        promise = self.delivered_by
        return promise.due if promise and promise.due else self.life.now + timedelta(days=5)

    def acting(self) -> str:
        """Who acts for the holder at this hour."""
        return self.life.staff.there(self.holder, self.life.now)

    def step(self, who: str, key: str, evidence: str) -> None:
        """A step of the blueprint, where it has one and people think of recording it."""
        version = self.row.version_id
        if not any(step.key == key for step in plan(version).steps) or not self.life.chance(0.5):
            return
        if not self._is_recorded(version, key):
            self.by(who, process.do_step, step=key, evidence=evidence)

    def deviate(self, who: str, key: str) -> None:
        version = self.row.version_id
        reason = next(reason for step, reason in self.house["deviation"] if step == key)
        known = any(step.key == key for step in plan(version).steps)
        if known and not self._is_recorded(version, key):
            self.by(who, process.deviate, step=key, reason=reason)

    def _is_recorded(self, version: int, key: str) -> bool:
        return StepRecord.objects.filter(journey_id=self.key, version_id=version, step=key).exists()

    def open_steps(self, kind: str | None = None) -> list[NextStep]:
        found = NextStep.objects.filter(journey_id=self.key, done_at=None).order_by("due_at", "pk")
        return list(found.filter(kind=kind) if kind else found)

    def finish_kind(self, kind: str, *, how: str, go_on: str = "Go on with it") -> None:
        for step in self.open_steps(kind):
            more = {"next_what": go_on} if len(self.open_steps()) == 1 else {}
            self.by(self.acting(), steps.finish_step, step=step.pk, how=how, **more)

    def finish_first_step(self, who: str) -> None:
        """The stage's first step is done, once something else is planned."""
        plain = [step for step in self.open_steps("act") if step.handler_id is None]
        if len(self.open_steps()) > 1 and plain:
            first = min(plain, key=lambda step: step.pk)
            self.by(who, steps.finish_step, step=first.pk)

    def names(self, who: str) -> dict[str, str]:
        contact = self.whose.contact
        return {"name": first_name(contact.name, self.topic.language), "who": BY_KEY[who].name.split()[0]}

    def say(self, ways: list[str], **values: object) -> str:
        return self.life.say(ways, **values)

    def pair(self, ways: list[list[str]]) -> list[str]:
        """One of several exchanges that was not had in this life yet."""
        first = self.life.say([way[0] for way in ways])
        return next(way for way in ways if way[0] == first)

    def by(self, who: str, command: Any, **kwargs: Any) -> Any:
        return self.life.do(command, journey=self.key, by=self.life.by(who), **kwargs)

    def by_owner(self, command: Any, **kwargs: Any) -> Any:
        owner = self.life.staff.keys[self.row.owner_id]
        return self.by(self.life.staff.there(owner, self.life.now), command, **kwargs)

    def as_customer(self, command: Any, **kwargs: Any) -> Any:
        return self.life.do(command, journey=self.key, by=self.life.as_customer(self.whose.contact), **kwargs)

    def customer_or(self, who: str, command: Any, **kwargs: Any) -> Any:
        if self.whose.contact.email:
            return self.as_customer(command, **kwargs)
        return self.by(who, command, **kwargs)

    def make_confidential(self) -> None:
        self.by_owner(details.make_confidential, confidential=True)
        reader = company().process_owner_id
        if reader is not None:
            self.by_owner(details.name_reader, person=reader)
