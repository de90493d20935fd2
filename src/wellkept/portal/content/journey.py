"""Everything the page is told from, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from wellkept.blueprints.queries import Plan, plan
from wellkept.endings.queries import ending
from wellkept.events.queries import Happening, history
from wellkept.journeys import queries as journeys
from wellkept.kernel import clock
from wellkept.notices import queries as notices
from wellkept.orders import queries as orders
from wellkept.people import queries as people
from wellkept.promises import queries as promises
from wellkept.sales import queries as sales
from wellkept.voice.queries import interviews

if TYPE_CHECKING:
    from wellkept.customers.models import Contact
    from wellkept.journeys.models import Ending, Journey, NextStep, Trigger
    from wellkept.orders.models import Agreement
    from wellkept.people.models import Company, Person
    from wellkept.promises.models import Promise, PromiseMove
    from wellkept.sales.models import ReadBack
    from wellkept.voice.models import InterviewReadBack


@dataclass(frozen=True)
class Record:
    """A journey as its customer may know it."""

    now: datetime
    journey: Journey
    contact: Contact
    company: Company
    plan: Plan
    steps: list[NextStep]
    promises: list[Promise]
    triggers: list[Trigger]
    given: set[str]
    read_back: ReadBack | None
    confirmed: bool
    agreement: Agreement | None
    agreed: Agreement | None
    ending: Ending | None
    happenings: list[Happening]
    person: Person
    today: Person
    told: list[InterviewReadBack]

    @property
    def open_dates(self) -> list[Promise]:
        """Dated promises that are neither kept nor released, the next one first."""
        return [
            row for row in self.promises if row.due and promises.state_of(row) in ("open", "moved", "broken")
        ]

    @property
    def new_date(self) -> PromiseMove | None:
        """The new date that the customer has not answered, and could."""
        for row in self.open_dates:
            move = promises.unanswered_move(row)
            if move is not None and move.to_due > self.now:
                return move
        return None

    @property
    def stage(self) -> str:
        """Where the journey is for the customer: what they have decided lies behind them, whoever holds it."""
        here = self.plan.stage(self.journey.stage)
        while here.trigger in self.given and (onward := self.plan.after(here.stage)):
            here = onward
        return here.stage

    @property
    def waits_for(self) -> str:
        """The trigger that ends the customer's stage."""
        return self.plan.stage(self.stage).trigger

    @property
    def is_delivered(self) -> bool:
        """Delivered, and neither accepted nor refused since."""
        if self.journey.state != "open" or self.waits_for != "acceptance":
            return False
        last = [one.type for one in self.happenings if one.type in ("delivered", "rejected", "accepted")]
        return bool(last) and last[-1] == "delivered"

    @property
    def deemed_on(self) -> datetime | None:
        """The day from which silence counts as acceptance, where the agreed terms say so."""
        asked = notices.of(self.journey.pk).filter(kind="please_accept").first()
        said = asked.facts.get("deemed_on") if asked is not None else None
        return datetime.fromisoformat(said) if said else None

    @property
    def may_say_it_works(self) -> bool:
        """Accepted, in support's care, and nothing is owed."""
        waiting = [step for step in self.steps if step.rule.customer_waits]
        return (
            self.journey.state == "open"
            and self.journey.stage == "support"
            and self.journey.accepted_at is not None
            and not waiting
            and not self.open_dates
        )


def read(journey: Journey, contact: Contact) -> Record:
    """The record of one journey."""
    key = journey.pk
    answering = people.stand_in(journey.owner_id, team=journey.team_id)
    return Record(
        now=clock.now(),
        journey=journey,
        contact=contact,
        company=people.company(),
        plan=plan(journey.version_id),
        steps=list(journeys.open_steps(key)) if journey.state == "open" else [],
        promises=list(promises.promises(key)),
        triggers=list(journeys.triggers(key)),
        given=journeys.waits_to_move(key),
        read_back=sales.read_back_to_answer(key),
        confirmed=sales.need_is_confirmed(key),
        agreement=orders.agreement_to_answer(key),
        agreed=orders.agreement_in_force(key),
        ending=ending(key) if journey.state == "ended" else None,
        happenings=history(key),
        person=journey.owner,
        today=journey.owner if answering == journey.owner_id else people.person(answering),
        told=interviews.read_backs_to_answer(customer=journey.customer_id, contact=contact.pk),
    )
