"""The read model of one journey, for the staff's page and the customer's page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wellkept.billing.deposits import no_deposit
from wellkept.billing.models import Invoice
from wellkept.billing.queries import invoices_of
from wellkept.billing.rules import cannot_bill
from wellkept.blueprints.models import Step
from wellkept.blueprints.queries import team_for
from wellkept.customers import queries as customers
from wellkept.customers.models import Contact, Site
from wellkept.delivery.line_dates import OnTime, on_time_in_full
from wellkept.delivery.models import DeliveryPart, InstalledItem
from wellkept.delivery.quantities import LineQuantity
from wellkept.delivery.queries import (
    LineProgress,
    items_of,
    parts_of,
    progress_of,
    quantities_of,
)
from wellkept.delivery.rules import cannot_enter_items
from wellkept.endings.queries import asks_of, ending
from wellkept.endings.rules import Asks, cannot_take_in
from wellkept.entities.models import Entity
from wellkept.entities.queries import sellers
from wellkept.events.queries import Happening, histories
from wellkept.journey_page import ribbon_data as ribbon
from wellkept.journey_page.customer_answers import Answers, answers_of
from wellkept.journey_page.visit_line import VisitLine, visit_lines
from wellkept.journeys import queries as journeys
from wellkept.journeys.models import Ending, Goal, Journey, NextStep, Reader, StepRecord
from wellkept.journeys.rules import cannot_finish_step
from wellkept.journeys.state import JourneyState
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.orders.amendment import Change
from wellkept.orders.models import Agreement, Quote
from wellkept.orders.price_display import ShownPrice, payment_in_words
from wellkept.orders.queries import agreements, changes_to_show, lines_of, price_to_show, quotes
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.queries import (
    Hands,
    company,
    hands_of,
    is_alone,
    members,
    staff,
    stand_in,
    standing_member,
)
from wellkept.promises.models import Promise
from wellkept.promises.queries import promises
from wellkept.promises.rules import cannot_strike, owed
from wellkept.references.models import Reference
from wellkept.references.queries import of as references_of
from wellkept.sales.models import ReadBack
from wellkept.sales.queries import read_back_to_answer
from wellkept.ui.ribbon import Ribbon


@dataclass(frozen=True)
class Hand:
    """Owner or holder, and who stands in for them today if they are away."""

    person: Person
    today: Person | None


class JourneyRecord(JourneyState):
    """One journey as one actor may see it. Each part is read once, when it is first needed."""

    @cached_property
    def alone(self) -> bool:
        return is_alone()

    # The history

    @cached_property
    def history(self) -> list[Happening]:
        """The events for the ribbon and for what is offered: all of them, up to a limit."""
        return histories(
            [self.row.pk],
            types=[*ribbon.DRAWN, "quote_begun", "item_installed", "visit_offered", "visit_recorded"],
            at_most=3000,
        )[self.row.pk]

    @cached_property
    def ribbon(self) -> Ribbon:
        return ribbon.of(self.history)

    @cached_property
    def answers(self) -> Answers:
        """The customer's answers in this stage so far."""
        return answers_of(self.history)

    # What happens next

    @cached_property
    def mine(self) -> Hands:
        """The actor, and the absent colleagues for whom they stand in. A key of 0 is nobody's."""
        return hands_of(self.by.person) if self.by.person is not None else Hands(0)

    @property
    def hands(self) -> list[int]:
        """The actor, and those for whom they stand in, in the work of the journey's team."""
        return self.mine.people(self.row.team_id)

    @cached_property
    def my_step(self) -> NextStep | None:
        """The first open step that the actor has to do, as its handler or as the holder of the journey."""
        for step in self.steps:
            held = step.handler_id is None and step.awaits == "us" and self.row.holder_id in self.hands
            if held or step.handler_id in self.hands:
                return step
        return None

    @property
    def offer_is_mine(self) -> bool:
        """Whether the open offer is to the actor, or to somebody for whom they stand in."""
        return self.offer is not None and self.offer.receiver_id in self.mine.people(self.offer.team_id)

    @cached_property
    def finishable(self) -> set[int]:
        """The open steps that the actor may finish without another act."""
        return {step.pk for step in self.steps if cannot_finish_step(self, step.pk) is None}

    @cached_property
    def strikable(self) -> set[int]:
        """The promises that the actor may strike."""
        return {promise.pk for promise in self.owed if cannot_strike(self, promise) is None}

    @property
    def no_answer(self) -> Refusal | None:
        return self.no_ownership

    def receivers(self, stage: str) -> list[Person]:
        """The people who can receive the offer, the default one first."""
        team = team_for(self.row.blueprint_id, stage)
        first = standing_member(team)
        return sorted(members(team.pk), key=lambda person: (person.pk != first, person.name))

    @cached_property
    def process(self) -> list[tuple[Step, StepRecord | None]]:
        """The blueprint's steps of this stage, each with its record."""
        return [(step, self.step_records.get(step.key)) for step in self.plan.steps_of(self.row.stage)]

    # What was said and agreed

    @cached_property
    def promises(self) -> list[Promise]:
        return list(promises(self.row.pk))

    @cached_property
    def owed(self) -> list[Promise]:
        """The promises that are neither kept, released nor struck."""
        return owed(self.promises)

    @cached_property
    def read_back(self) -> ReadBack | None:
        """The read-back that waits for the customer's answer."""
        return read_back_to_answer(self.row.pk)

    @property
    def has_wishes(self) -> bool:
        """Whether they said by when they want it, or what they want to spend."""
        return self.row.requested_for is not None or self.row.budget is not None

    @cached_property
    def currency(self) -> str:
        """The company's, in which a budget is given."""
        return company().currency

    @property
    def decision_words(self) -> str:
        """Words of the customer's latest decision; empty before, and where they were erased."""
        decisions = [event for event in self.history if event.type == "triggered"]
        words = [event.facts.get("said") for event in decisions if event.facts["kind"] == "decision"]
        return str(words[-1] or "") if words else ""

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(agreements(self.row.pk))

    @cached_property
    def agreed(self) -> Agreement | None:
        """The agreement in force."""
        return next((row for row in self.agreements if row.state == "agreed"), None)

    @cached_property
    def quantities(self) -> list[LineQuantity]:
        """Each line of the agreement in force, with how much of it was delivered."""
        return quantities_of(self.agreed)

    @cached_property
    def progress(self) -> list[LineProgress]:
        """The lines that are delivered, with their dates: once it is in delivery, of agreements with typed lines."""
        if self.agreed is None or not self.agreed.itemised or self.row.stage in ("sales", "orders"):
            return []
        return progress_of(self.row, self.agreed)

    @property
    def on_time(self) -> OnTime:
        """Judge all lines together: on time in full."""
        return on_time_in_full((line.dates for line in self.progress), now=self.now)

    @cached_property
    def parts(self) -> list[DeliveryPart]:
        """The parts that were delivered, with their lines."""
        return parts_of(self.row.pk) if self.progress else []

    @cached_property
    def items(self) -> list[InstalledItem]:
        """The items that stand or stood there. Read only where one was entered."""
        if not any(event.type == "item_installed" for event in self.history):
            return []
        return items_of(self.row.pk)

    @property
    def no_items(self) -> Refusal | None:
        """Reason why the actor cannot enter items."""
        return cannot_enter_items(self)

    @cached_property
    def put(self) -> Agreement | None:
        """The agreement that the customer has not answered yet."""
        return next((row for row in self.agreements if row.state == "put"), None)

    @property
    def changes_what_is_agreed(self) -> bool:
        """Whether another agreement would change the one in force, whichever stage this is in."""
        return self.agreed is not None and self.stage.trigger in ("agreement", "acceptance")

    @cached_property
    def changes(self) -> list[Change]:
        """The changes that the agreement before the customer makes to the one in force."""
        return changes_to_show(self.agreed, self.put, with_tax=self.row.customer.kind == "person")

    @property
    def agreement(self) -> Agreement | None:
        """The agreement in force, else the one that the customer has not answered yet."""
        return self.agreed or self.put

    @cached_property
    def quotes(self) -> list[Quote]:
        """The quotes, newest first. Read only where there is one."""
        if not any(event.type == "quote_begun" for event in self.history):
            return []
        return quotes(self.row.pk)

    @cached_property
    def quote(self) -> Quote | None:
        """The quote that the customer has not answered yet."""
        return next((row for row in self.quotes if row.state == "sent"), None)

    @cached_property
    def visits(self) -> list[VisitLine]:
        """The visits, those to come first. Read only where there is one."""
        if not any(event.type == "visit_offered" for event in self.history):
            return []
        return visit_lines(self, recorded=any(event.type == "visit_recorded" for event in self.history))

    @cached_property
    def price(self) -> ShownPrice | None:
        """The lines and sums of the agreement, where it has lines."""
        if self.agreement is None:
            return None
        return price_to_show(self.agreement, with_tax=self.row.customer.kind == "person")

    @cached_property
    def payment(self) -> list[tuple[str, str]]:
        """The terms of payment of the agreement."""
        row = self.agreement
        if row is None:
            return []
        return payment_in_words(row, lines_of(row) if row.deposit_net else ())

    @cached_property
    def invoices(self) -> list[Invoice]:
        """Invoices and credit notes, without discarded drafts. Nothing is billed before an agreement."""
        return invoices_of(self.row.pk) if self.agreed is not None else []

    @cached_property
    def no_billing(self) -> Refusal | None:
        """Refusal if nothing can be billed now, or not by the actor."""
        return cannot_bill(self)

    @cached_property
    def no_deposit(self) -> Refusal | None:
        """Refusal if no deposit can be billed now, or not by the actor."""
        return no_deposit(self.agreed) or self.no_billing

    @cached_property
    def goals(self) -> list[Goal]:
        return list(Goal.objects.filter(journey=self.row).order_by("move"))

    @cached_property
    def untold(self) -> list[Notice]:
        """The notices that did not reach the customer: to be told by hand, given up, or returned."""
        return [
            notice
            for notice in Notice.objects.filter(subject_id=self.row.pk, told_at__isnull=True)
            .select_related("contact", "person")
            .order_by("made_at")
            if notice.channel != "mail" or notice.given_up_at or notice.returned_at
        ]

    @cached_property
    def asks(self) -> Asks:
        """The number of asks since the customer was last heard from."""
        return asks_of(self.row)

    # People and places

    @cached_property
    def sellers(self) -> list[Entity]:
        """Entities that may sell, and the journey's own."""
        open_ones = sellers()
        ours = [] if self.row.entity_id in {row.pk for row in open_ones} else [self.row.entity]
        return [*open_ones, *ours]

    @property
    def seller(self) -> Entity | None:
        """The entity on its papers. None where the company has only one."""
        return next(
            (row for row in self.sellers if row.pk == self.row.entity_id and len(self.sellers) > 1), None
        )

    @cached_property
    def contacts(self) -> list[Contact]:
        return list(customers.contacts(self.row.customer_id))

    @cached_property
    def sites(self) -> list[Site]:
        return list(customers.sites(self.row.customer_id))

    @cached_property
    def owner(self) -> Hand:
        return self._hand(self.row.owner)

    @cached_property
    def holder(self) -> Hand | None:
        return self._hand(self.row.holder) if self.row.holder is not None else None

    @cached_property
    def colleagues(self) -> list[Person]:
        return list(staff())

    @cached_property
    def team_members(self) -> list[Person]:
        return members(self.row.team_id)

    @cached_property
    def readers(self) -> list[Reader]:
        return list(Reader.objects.filter(journey=self.row).select_related("person"))

    @cached_property
    def references(self) -> list[Reference]:
        return references_of([self.row.pk, self.row.customer_id])

    @cached_property
    def ending(self) -> Ending | None:
        return ending(self.row.pk) if self.row.state == "ended" else None

    @cached_property
    def others(self) -> list[Journey]:
        """The customer's other open journeys that this one could be joined into, if the actor may work on
        them.
        """
        rows = (
            Journey.objects.filter(customer_id=self.row.customer_id, state="open")
            .exclude(pk=self.row.pk)
            .select_related("blueprint")
            .order_by("-opened_at")[:20]
        )
        return [row for row in rows if cannot_take_in(JourneyState(row, self.by)) is None]

    def _hand(self, person: Person) -> Hand:
        key = stand_in(person.pk, team=self.row.team_id)
        today = Person.objects.filter(pk=key).first() if key != person.pk else None
        return Hand(person, today)


def record_of(number: str, *, by: Actor) -> JourneyRecord:
    """Load the journey of this number, if the actor may read it."""
    return JourneyRecord(journeys.journey(number, by=by), by)
