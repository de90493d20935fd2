"""A journey as its customer may know it: a narrow view of the read model that the staff's page shows."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from wellkept.blueprints.queries import Plan
from wellkept.delivery.rules import cannot_accept
from wellkept.endings.rules import cannot_decline
from wellkept.events.queries import Happening, history
from wellkept.journey_page.record import JourneyRecord
from wellkept.journey_page.visit_line import VisitLine
from wellkept.journeys.rules import cannot_log_touch
from wellkept.kernel.refusal import Refusal
from wellkept.notices import queries as notices
from wellkept.orders.quote_rules import cannot_choose
from wellkept.orders.rules import cannot_agree
from wellkept.people import queries as people
from wellkept.promises import queries as promises
from wellkept.promises.rules import cannot_answer_new_date
from wellkept.sales.rules import cannot_answer_read_back, cannot_decide
from wellkept.support.rules import cannot_begin_next, cannot_rest
from wellkept.voice.queries import interviews

if TYPE_CHECKING:
    from wellkept.customers.models import Contact
    from wellkept.delivery.models import InstalledItem
    from wellkept.delivery.queries import LineProgress
    from wellkept.journeys.models import Ending, Journey, NextStep, Trigger
    from wellkept.orders.amendment import Change
    from wellkept.orders.models import Agreement, Quote
    from wellkept.people.actor import Actor
    from wellkept.people.models import Company, Person
    from wellkept.promises.models import Promise, PromiseMove
    from wellkept.sales.models import ReadBack
    from wellkept.voice.models import InterviewReadBack


class CustomerRecord:
    """One journey for one contact of its customer. Only what is named here reaches their page."""

    def __init__(self, journey: Journey, contact: Contact, by: Actor) -> None:
        self._record = JourneyRecord(journey, by)
        self._record.history = history(journey.pk)
        self.journey = journey
        self.contact = contact
        self.now: datetime = self._record.now

    # The journey

    @property
    def happenings(self) -> list[Happening]:
        """The whole history; `history.past` chooses what the customer reads of it."""
        return self._record.history

    @property
    def plan(self) -> Plan:
        return self._record.plan

    @cached_property
    def stage(self) -> str:
        """The stage as the customer sees it. For them, their trigger ends it, before any handoff."""
        here = self._record.stage
        while self._record.unused_trigger(here.trigger) and (onward := self.plan.after(here.stage)):
            here = onward
        return here.stage

    @property
    def waits_for(self) -> str:
        """The trigger that ends the customer's stage."""
        return self.plan.stage(self.stage).trigger

    @property
    def steps(self) -> list[NextStep]:
        """The open steps of an open journey, by due time."""
        return self._record.steps if self.journey.state == "open" else []

    @property
    def triggers(self) -> list[Trigger]:
        return self._record.triggers

    @property
    def ending(self) -> Ending | None:
        return self._record.ending

    # What we told them

    @property
    def promises(self) -> list[Promise]:
        return self._record.promises

    @property
    def open_dates(self) -> list[Promise]:
        """Dated promises that are neither kept nor released, the next one first."""
        return [promise for promise in self._record.owed if promise.due]

    @cached_property
    def new_date(self) -> PromiseMove | None:
        """The new date that the customer has not answered, and could."""
        for promise in self.open_dates:
            move = promises.unanswered_move(promise)
            if move is not None and move.to_due > self.now:
                return None if cannot_answer_new_date(self._record, move) else move
        return None

    @cached_property
    def read_back(self) -> ReadBack | None:
        """The read-back that waits for their answer."""
        row = self._record.read_back
        return None if cannot_answer_read_back(self._record, row) else row

    @property
    def agreement(self) -> Agreement | None:
        """The agreement that lies before them."""
        return self._record.put

    @property
    def quote(self) -> Quote | None:
        """The quote that lies before them."""
        return self._record.quote

    @property
    def no_choice(self) -> Refusal | None:
        """Reason why they cannot choose from the quote now."""
        return cannot_choose(self._record, self._record.quote)

    @property
    def visits(self) -> list[VisitLine]:
        """The visits that are planned or have taken place."""
        return self._record.visits

    @property
    def visit_to_pick(self) -> VisitLine | None:
        """The visit for which they have not picked a time yet, and can."""
        waiting = (line for line in self.visits if line.row.state == "offered" and line.may_pick)
        return next((line for line in waiting if line.to_pick), None)

    @property
    def agreed(self) -> Agreement | None:
        """The agreement that they gave."""
        return self._record.agreed

    @property
    def progress(self) -> list[LineProgress]:
        """The agreed lines that are delivered, with their dates."""
        return self._record.progress

    @property
    def items(self) -> list[InstalledItem]:
        """The items that stand or stood with them."""
        return self._record.items

    @property
    def changes(self) -> list[Change]:
        """The changes that the agreement before them makes to the one that they gave."""
        return self._record.changes

    @cached_property
    def deemed_on(self) -> datetime | None:
        """The day from which silence counts as acceptance, where the agreed terms say so."""
        asked = next((row for row in notices.of(self.journey.pk) if row.kind == "please_accept"), None)
        deemed_on = asked.facts.get("deemed_on") if asked is not None else None
        return datetime.fromisoformat(deemed_on) if deemed_on else None

    @cached_property
    def told(self) -> list[InterviewReadBack]:
        """The conversations that wait for this contact to confirm what we understood."""
        return interviews.read_backs_to_answer(customer=self.journey.customer_id, contact=self.contact.pk)

    # Their person here

    @cached_property
    def company(self) -> Company:
        return people.company()

    @property
    def person(self) -> Person:
        return self.journey.owner

    @cached_property
    def today(self) -> Person:
        """The customer's person, or the deputy who is there today."""
        key = people.stand_in(self.journey.owner_id, team=self.journey.team_id)
        return self.journey.owner if key == self.journey.owner_id else people.person(key)

    # What they can do now: the checks of the commands

    @property
    def may_ask(self) -> bool:
        return cannot_log_touch(self._record, incoming=True) is None

    @property
    def may_decide(self) -> bool:
        """Offer the decision once they have confirmed that we understood them."""
        return self._record.answers.need_confirmed and cannot_decide(self._record) is None

    @property
    def no_agreement(self) -> Refusal | None:
        """Reason why they cannot agree now."""
        return cannot_agree(self._record, self._record.put)

    @property
    def may_accept(self) -> bool:
        delivered = self._record.answers.delivered
        return delivered == "everything" and cannot_accept(self._record, delivered=delivered) is None

    @property
    def may_say_it_works(self) -> bool:
        return cannot_rest(self._record, self._record.owed) is None

    @property
    def may_begin_next(self) -> bool:
        """A journey that has ended is no hindrance: the next one begins beside it."""
        return self.journey.state == "ended" or cannot_begin_next(self._record, self._record.owed) is None

    @property
    def may_end(self) -> bool:
        return self.journey.accepted_at is None and cannot_decline(self._record) is None


def customer_record(journey: Journey, contact: Contact, *, by: Actor) -> CustomerRecord:
    """The record of one journey for one contact."""
    return CustomerRecord(journey, contact, by)
