"""The base of every stage: the journey's parties and state, and how a command is run on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wellkept.blueprints.queries import plan
from wellkept.customers.models import Contact, Customer, Site
from wellkept.journeys.commands import details, process, steps
from wellkept.journeys.models import Journey, NextStep, StepRecord
from wellkept.journeys.planned_step import NO_STEP, PlannedStep
from wellkept.orders.models import Agreement
from wellkept.people.queries import company
from wellkept.promises.models import Promise
from wellkept_demo import texts
from wellkept_demo.local_formats import form_of_address
from wellkept_demo.scenario import Scenario
from wellkept_demo.simulation import Process, Simulation
from wellkept_demo.staff import BY_KEY
from wellkept_demo.texts import Option, Topic


@dataclass(frozen=True)
class Parties:
    """The customer of the journey, their contact and site."""

    customer: Customer
    contact: Contact
    site: Site | None


class JourneyBase:
    """A journey of a simulation, and what its stages share."""

    def __init__(
        self, sim: Simulation, parties: Parties, topic: Topic, scenario: Scenario, journey: int
    ) -> None:
        self.sim = sim
        self.parties = parties
        self.topic = topic
        self.scenario = scenario
        self.key = journey
        self.phrases = texts.phrases(topic.language)
        self.staff_phrases = texts.phrases("staff")
        self.exchanges = list(topic.talk)
        sim.rng.shuffle(self.exchanges)
        self.waiting_since: datetime | None = sim.now
        self.option: Option = sim.rng.choice(topic.options)

    def start_journey(self, topic: Topic, scenario: Scenario, journey: int) -> Process:
        """Simulate another journey of the same customer."""
        raise NotImplementedError

    @property
    def row(self) -> Journey:
        return self.sim.journey(self.key)

    @property
    def ended(self) -> bool:
        return self.row.state == "ended"

    @property
    def customer_kind(self) -> str:
        return self.scenario.kind or self.topic.who[0]

    @property
    def holder(self) -> str:
        row = self.row
        return self.sim.staff.keys[row.holder_id or row.owner_id]

    @property
    def agreed(self) -> bool:
        return Agreement.objects.filter(journey_id=self.key, state="agreed").exists()

    @property
    def delivery_promise(self) -> Promise | None:
        return (
            Promise.objects.filter(
                journey_id=self.key, purpose="delivery", kept_at=None, released_at=None, struck_at=None
            )
            .order_by("-pk")
            .first()
        )

    @property
    def delivery_due(self) -> datetime:
        promise = self.delivery_promise
        return promise.due if promise and promise.due else self.sim.now + timedelta(days=5)

    def present_holder(self) -> str:
        """Return the holder, or the deputy while they are away. A deputy may not read a confidential journey."""
        if self.scenario.confidential:
            return self.holder
        return self.sim.staff.present(self.holder, self.sim.now)

    def maybe_record_step(self, who: str, key: str, evidence: str) -> None:
        """Record a step of the blueprint half of the time, if the blueprint has it."""
        version = self.row.version_id
        if not any(step.key == key for step in plan(version).steps) or not self.sim.chance(0.5):
            return
        if not self._is_recorded(version, key):
            self.act(who, process.do_step, step=key, evidence=evidence)

    def record_deviation(self, who: str, key: str) -> None:
        version = self.row.version_id
        reason = next(reason for step, reason in self.staff_phrases["deviation"] if step == key)
        planned = any(step.key == key for step in plan(version).steps)
        if planned and not self._is_recorded(version, key):
            self.act(who, process.deviate, step=key, reason=reason)

    def _is_recorded(self, version: int, key: str) -> bool:
        return StepRecord.objects.filter(journey_id=self.key, version_id=version, step=key).exists()

    def open_steps(self, kind: str | None = None) -> list[NextStep]:
        rows = NextStep.objects.filter(journey_id=self.key, done_at=None).order_by("due_at", "pk")
        return list(rows.filter(kind=kind) if kind else rows)

    def finish_steps(self, kind: str, *, how: str, go_on: str = "Continue") -> None:
        for step in self.open_steps(kind):
            then = self.next_if_last(go_on)
            self.act(self.present_holder(), steps.finish_step, step=step.pk, how=how, then=then)

    def next_if_last(self, go_on: str) -> PlannedStep:
        """Return the step that comes next, if only one is open. No journey is left without one."""
        return PlannedStep(go_on) if len(self.open_steps()) == 1 else NO_STEP

    def finish_first_step(self, who: str) -> None:
        """Finish the stage's first step once another one is planned."""
        plain = [step for step in self.open_steps("act") if step.handler_id is None]
        if len(self.open_steps()) > 1 and plain:
            first = min(plain, key=lambda step: step.pk)
            self.act(who, steps.finish_step, step=first.pk)

    def placeholders(self, who: str) -> dict[str, str]:
        contact = self.parties.contact
        return {
            "name": form_of_address(contact.name, self.topic.language),
            "who": BY_KEY[who].name.split()[0],
        }

    def pick(self, phrases: list[str], **values: object) -> str:
        return self.sim.pick(phrases, **values)

    def pick_exchange(self, exchanges: list[list[str]]) -> list[str]:
        """Pick a question and its answer that this simulation has not used."""
        question = self.sim.pick([exchange[0] for exchange in exchanges])
        return next(exchange for exchange in exchanges if exchange[0] == question)

    def act(self, who: str, command: Any, **kwargs: Any) -> Any:
        return self.sim.do(command, journey=self.key, by=self.sim.actor(who), **kwargs)

    def act_as_owner(self, command: Any, **kwargs: Any) -> Any:
        owner = self.sim.staff.keys[self.row.owner_id]
        return self.act(self.sim.staff.present(owner, self.sim.now), command, **kwargs)

    def act_as_customer(self, command: Any, **kwargs: Any) -> Any:
        return self.sim.do(command, journey=self.key, by=self.sim.as_customer(self.parties.contact), **kwargs)

    def act_as_customer_or(self, who: str, command: Any, **kwargs: Any) -> Any:
        if self.parties.contact.email:
            return self.act_as_customer(command, **kwargs)
        return self.act(who, command, **kwargs)

    def make_confidential(self) -> None:
        self.act_as_owner(details.make_confidential, confidential=True)
        reader = company().process_owner_id
        if reader is not None:
            self.act_as_owner(details.name_reader, person=reader)
