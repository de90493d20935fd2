"""Scripted journeys: written by hand, with every act counted back from today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import simpy

from wellkept.blueprints.queries import plan
from wellkept.customers import commands as customers
from wellkept.customers.models import Customer
from wellkept.journeys.commands import handoffs, touches
from wellkept.journeys.commands.open import open_journey
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Handoff
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.planned_step import NO_STEP, PlannedStep
from wellkept.journeys.touch import NO_EFFORT, Effort, IncomingTouch, OutgoingTouch
from wellkept.kernel.money import Money
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.visits import commands as visits
from wellkept.visits.models import Visit
from wellkept.visits.new_record import NewRecord
from wellkept.visits.window import VisitPlan, Window
from wellkept_demo import texts, working_hours
from wellkept_demo.arrival import add_customer
from wellkept_demo.scenario import Scenario
from wellkept_demo.simulation import Process, Simulation, World
from wellkept_demo.stages import Parties, SimulatedJourney
from wellkept_demo.stories import SEED, Profile


@dataclass(frozen=True)
class ScriptedJourney:
    """A journey written by hand. `begins` is working days before today."""

    profile: Profile
    begins: int
    script: Callable[[Script], Process]


class Script:
    """Short commands for a script: instants, and acts of the staff and of the customer."""

    def __init__(self, sim: Simulation, profile: Profile) -> None:
        self.sim = sim
        self.profile = profile
        self.journey: SimulatedJourney
        self.parties: Parties

    # Instants

    def days_ago(self, days: int, hour: float) -> simpy.events.Event:
        """Wait until this hour of so many working days ago."""
        return self.sim.wait_until(working_hours.subtract_days(self.sim.world.today, days, hour))

    def ago(self, **span: float) -> simpy.events.Event:
        return self.sim.wait_until(self.sim.world.today - timedelta(**span))

    def days_ahead(self, days: int, hour: float) -> datetime:
        """Return this hour, so many working days after today."""
        return working_hours.add_days(self.sim.world.today, days, hour)

    def days_later(self, days: int, hour: float = 12) -> datetime:
        """Return this hour, so many working days after the simulation's present."""
        return working_hours.add_days(self.sim.now, days, hour)

    def soon(self, **span: float) -> datetime:
        """Return an instant within working hours, today or on the next working day."""
        return working_hours.next_moment(self.sim.world.today + timedelta(**span))

    # Opening

    def open(
        self,
        by: str,
        need: str,
        *,
        blueprint: str,
        channel: str = "call",
        budget: Decimal | None = None,
        requested_for: datetime | None = None,
        confidential: bool = False,
    ) -> None:
        """Add the customer and open their journey."""
        profile, sim = self.profile, self.sim
        contact = add_customer(sim, profile, heard="Recommended by a neighbour", by=by)
        site = sim.do(
            customers.add_site,
            customer=contact.customer_id,
            street=profile.street,
            postcode=profile.postcode,
            city=profile.city,
            by=sim.actor(by),
        )
        self.parties = Parties(Customer.objects.get(pk=contact.customer_id), contact, site)
        journey = sim.do(
            open_journey,
            customer=contact.customer_id,
            contact=contact.pk,
            site=site.pk,
            need=Need(need, budget=budget, requested_for=requested_for),
            start=Start(blueprint=blueprint, confidential=confidential),
            origin=Origin(channel=channel),
            by=sim.actor(by),
        )
        self.continue_with(journey.pk)

    def continue_with(self, journey: int) -> None:
        """Let the following acts concern this journey."""
        topic = next(topic for topic in texts.topics().values() if topic.language == self.profile.language)
        self.journey = SimulatedJourney(self.sim, self.parties, topic, Scenario(), journey)

    # Acts

    def staff(self, who: str, command: Callable[..., Any], **kwargs: Any) -> Any:
        """Run a command on the journey as this colleague."""
        return self.sim.do(command, journey=self.journey.key, by=self.sim.actor(who), **kwargs)

    def visit(self, who: str, words: str, starts: datetime) -> Visit:
        """Fix a visit of two hours by this colleague, as it was settled with the customer."""
        place = str(self.journey.row.site or self.parties.customer.name)
        plan = VisitPlan(person=self.sim.actor(who).as_staff(), place=place, words=words)
        window = Window(starts, starts + timedelta(hours=2))
        visit: Visit = self.staff(who, visits.fix_visit, plan=plan, window=window)
        return visit

    def record(self, who: str, visit: Visit, kind: str, **values: Any) -> None:
        """Record what this colleague did at a visit."""
        new = NewRecord(key=uuid4(), kind=kind, seen=0, **values)
        self.sim.do(visits.keep_record, visit=visit.pk, new=new, by=self.sim.actor(who))

    def customer(self, command: Callable[..., Any], **kwargs: Any) -> Any:
        """Run a command on the journey as the customer."""
        by = self.sim.as_customer(self.parties.contact)
        return self.sim.do(command, journey=self.journey.key, by=by, **kwargs)

    def customer_writes(
        self, text: str, *, effort: Effort = NO_EFFORT, needs_answer: bool | None = None
    ) -> None:
        touch = IncomingTouch("mail", text, effort=effort, needs_answer=needs_answer)
        self.customer(touches.log_touch, touch=touch)

    def customer_calls(self, who: str, text: str, *, then: PlannedStep = NO_STEP, **details: Any) -> None:
        """Log a call that this colleague took."""
        self.staff(who, touches.log_touch, touch=IncomingTouch("call", text, **details), then=then)

    def call_customer(self, who: str, text: str) -> None:
        self.staff(who, touches.log_touch, touch=OutgoingTouch("call", text))

    def write_to_customer(self, who: str, text: str, **details: Any) -> None:
        """Write to the customer. In sales and support the journey then waits for their answer."""
        self.staff(who, touches.write_to_customer, words=text, **details)
        if self.journey.row.stage in ("sales", "support"):
            self.journey.leave_with_customer(who)

    def note(self, who: str, text: str) -> None:
        self.staff(who, touches.write_note, words=text)

    def put_agreement(self, who: str, lines: list[tuple[str, int]], *, by: datetime, closing: str) -> None:
        """Put an agreement to the customer: priced lines, their total, and the terms of payment."""
        words = [f"{text}: € {price:,}" for text, price in lines]
        total = Decimal(sum(price for _, price in lines))
        text = "\n".join([*words, "", closing])
        self.staff(who, orders.put_agreement, words=text, total=Money(total, "EUR"), delivery_by=by)

    def agree_with_code(self, *, customer_reference: str) -> None:
        self.customer(orders.send_code)
        code = Notice.objects.filter(subject_id=self.journey.key, kind="code").latest("made_at").facts["code"]
        self.customer(
            orders.agree,
            evidence=Evidence(signed_name=self.parties.contact.name),
            code=code,
            customer_reference=customer_reference,
        )

    def offer_handoff(self, who: str, **details: Any) -> Any:
        """Offer the journey to the next team with a complete checklist, unless it is already offered."""
        if Handoff.objects.filter(journey_id=self.journey.key, state="offered").exists():
            return None
        row = self.journey.row
        onward = plan(row.version_id).after(row.stage)
        items = plan(row.version_id).checklist_of(onward.stage) if onward else []
        return self.staff(who, handoffs.offer_handoff, ticks=[item.key for item in items], **details)

    def accept_handoff(self, who: str, rating: int, **details: Any) -> Any:
        return self.staff(who, handoffs.accept_handoff, rating=rating, **details)

    def open_steps(self, kind: str | None = None) -> list[int]:
        return [step.pk for step in self.journey.open_steps(kind)]


def run_script(world: World, scripted: ScriptedJourney) -> None:
    """Run a script from its first act until today."""
    begins = working_hours.subtract_days(world.today, scripted.begins, 7)
    sim = Simulation(world, key=f"{SEED} {scripted.profile.name}", begins=begins)
    sim.run(scripted.script(Script(sim, scripted.profile)))
