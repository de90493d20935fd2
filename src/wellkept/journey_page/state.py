"""Everything that is true of one journey, read part by part as a page asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from wellkept.blueprints.models import ChecklistItem, Stage, Step
from wellkept.blueprints.queries import Plan, plan, team_for
from wellkept.customers import queries as customers
from wellkept.customers.models import Contact, Site
from wellkept.events.queries import Happening, histories
from wellkept.journey_page import ribbon_data as ribbon
from wellkept.journey_page import stage_state as standing
from wellkept.journey_page.stage_state import Standing
from wellkept.journeys import queries as journeys
from wellkept.journeys.models import (
    Check,
    Ending,
    Goal,
    Handoff,
    Hold,
    Journey,
    Move,
    NextStep,
    Reader,
    StepRecord,
    Trigger,
)
from wellkept.journeys.rights import Right, answerers, workers
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.orders.models import Agreement
from wellkept.orders.queries import agreements
from wellkept.people.actor import Actor
from wellkept.people.models import Person, Team
from wellkept.people.queries import company, is_alone, members, staff, stand_in, standing_member
from wellkept.promises.models import Promise
from wellkept.promises.queries import promises
from wellkept.references.models import Reference
from wellkept.references.queries import of as references_of
from wellkept.sales.models import ReadBack
from wellkept.sales.queries import read_back_to_answer
from wellkept.ui.ribbon import Ribbon


@dataclass(frozen=True)
class Hand:
    """Owner or holder, and who is there today instead if they are away."""

    person: Person
    today: Person | None


class Whole:
    """One journey as one reader may see it. Each part is asked for once, when it is first needed."""

    def __init__(self, row: Journey, by: Actor) -> None:
        self.row = row
        self.by = by
        self.now: datetime = clock.now()

    @cached_property
    def plan(self) -> Plan:
        return plan(self.row.version_id)

    @cached_property
    def stage(self) -> Stage:
        return self.plan.stage(self.row.stage)

    @cached_property
    def onward(self) -> Stage | None:
        """The stage to which the customer's trigger leads."""
        return self.plan.after(self.row.stage)

    @cached_property
    def alone(self) -> bool:
        return is_alone()

    # The record

    @cached_property
    def history(self) -> list[Happening]:
        """What the ribbon is drawn from: all of it, up to a length that nobody reads."""
        return histories([self.row.pk], types=ribbon.DRAWN, at_most=3000)[self.row.pk]

    @cached_property
    def ribbon(self) -> Ribbon:
        teams = {team.stage: team.name for team in Team.objects.exclude(stage=None)}
        return ribbon.of(self.history, names={str(stage): name.lower() for stage, name in teams.items()})

    @cached_property
    def standing(self) -> Standing:
        return standing.of(self.history)

    # What happens next

    @cached_property
    def steps(self) -> list[NextStep]:
        return list(journeys.open_steps(self.row.pk))

    @cached_property
    def my_step(self) -> NextStep | None:
        """The step that whoever looks has to do, or that they may do for the holder."""
        me = self.by.person
        mine = [step for step in self.steps if step.handler_id == me]
        held = [
            step
            for step in self.steps
            if step.handler_id is None and step.awaits == "us" and self.row.holder_id == me
        ]
        return min([*mine, *held], key=lambda step: step.due_at, default=None)

    @cached_property
    def offer(self) -> Handoff | None:
        return (
            Handoff.objects.filter(journey=self.row, state="offered")
            .select_related("team__lead", "giver", "receiver")
            .first()
        )

    @cached_property
    def offer_is_mine(self) -> bool:
        """Whether it was offered to me, or to somebody for whom I stand in."""
        if self.offer is None:
            return False
        me = self.by.person
        return me == self.offer.receiver_id or stand_in(self.offer.receiver_id, team=self.offer.team_id) == me

    @cached_property
    def may_answer_offer(self) -> bool:
        if self.offer is None:
            return False
        me = self.by.person
        above = (self.offer.team.lead_id, company().process_owner_id)
        return self.offer_is_mine or self.offer.team_id in self.by.teams or me in above

    @cached_property
    def checks(self) -> dict[str, Check]:
        return {one.item: one for one in Check.objects.filter(journey=self.row).select_related("by")}

    def checklist(self, stage: str) -> list[tuple[ChecklistItem, Check | None]]:
        """What the team of a stage needs to have, each with its tick."""
        return [(item, self.checks.get(item.key)) for item in self.plan.checklist_of(stage)]

    def lacking(self, stage: str) -> list[ChecklistItem]:
        return [item for item, tick in self.checklist(stage) if item.required and tick is None]

    def receivers(self, stage: str) -> list[Person]:
        """Who can receive it there, the one who is asked first at the head."""
        team = team_for(self.row.blueprint_id, stage)
        first = standing_member(team)
        return sorted(members(team.pk), key=lambda person: (person.pk != first, person.name))

    @cached_property
    def process(self) -> list[tuple[Step, StepRecord | None]]:
        """The blueprint's steps of this stage, each with how it went."""
        done = {
            one.step: one
            for one in StepRecord.objects.filter(
                journey=self.row, version_id=self.row.version_id
            ).select_related("by")
        }
        return [(step, done.get(step.key)) for step in self.plan.steps_of(self.row.stage)]

    # What was said and agreed

    @cached_property
    def promises(self) -> list[Promise]:
        return list(promises(self.row.pk))

    @cached_property
    def owed(self) -> list[Promise]:
        """What is neither kept, released nor struck."""
        return [one for one in self.promises if not (one.kept_at or one.released_at or one.struck_at)]

    @cached_property
    def read_back(self) -> ReadBack | None:
        """The read-back that waits for their answer."""
        return read_back_to_answer(self.row.pk)

    @cached_property
    def agreements(self) -> list[Agreement]:
        return list(agreements(self.row.pk))

    @cached_property
    def agreement(self) -> Agreement | None:
        """What is agreed, else what lies before them."""
        agreed = next((one for one in self.agreements if one.state == "agreed"), None)
        return agreed or self.put

    @cached_property
    def put(self) -> Agreement | None:
        return next((one for one in self.agreements if one.state == "put"), None)

    @cached_property
    def triggers(self) -> list[Trigger]:
        return list(Trigger.objects.filter(journey=self.row).select_related("written_by").order_by("pk"))

    @cached_property
    def pending(self) -> Trigger | None:
        """The trigger of this stage that no move has used yet."""
        used = set(
            Move.objects.filter(journey=self.row, trigger__isnull=False).values_list("trigger_id", flat=True)
        )
        found = [one for one in self.triggers if one.kind == self.stage.trigger and one.pk not in used]
        return found[-1] if found else None

    @cached_property
    def is_agreed(self) -> bool:
        return any(one.kind == "agreement" for one in self.triggers)

    @cached_property
    def goals(self) -> list[Goal]:
        return list(Goal.objects.filter(journey=self.row).order_by("move"))

    @cached_property
    def holds(self) -> list[Hold]:
        return list(Hold.objects.filter(journey=self.row, lifted_at__isnull=True).select_related("placed_by"))

    @cached_property
    def untold(self) -> list[Notice]:
        """What the customer should have been told and was not: by hand, given up, or returned."""
        return [
            one
            for one in Notice.objects.filter(subject_id=self.row.pk, told_at__isnull=True)
            .select_related("contact", "person")
            .order_by("made_at")
            if one.channel != "mail" or one.given_up_at or one.returned_at
        ]

    @cached_property
    def asks(self) -> int:
        """How often they were asked since we last heard from them."""
        heard = self.row.touches.filter(incoming=True).order_by("-at").values_list("at", flat=True).first()
        return Notice.objects.filter(
            subject_id=self.row.pk, kind__in=("ask", "last_ask"), made_at__gt=heard or self.row.opened_at
        ).count()

    # Who and where

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
    def readers(self) -> Sequence[Reader]:
        return list(Reader.objects.filter(journey=self.row).select_related("person"))

    @cached_property
    def references(self) -> list[Reference]:
        return references_of([self.row.pk, self.row.customer_id])

    @cached_property
    def ending(self) -> Ending | None:
        if self.row.state != "ended":
            return None
        return Ending.objects.select_related("next_journey", "into").filter(journey=self.row).first()

    @cached_property
    def others(self) -> list[Journey]:
        """The customer's other journeys that are alive."""
        return list(
            Journey.objects.filter(customer_id=self.row.customer_id, state__in=("open", "at_rest"))
            .exclude(pk=self.row.pk)
            .order_by("-opened_at")[:20]
        )

    # May they

    @cached_property
    def no_work(self) -> Refusal | None:
        """Why this reader may not work on it, if so."""
        return self._refused(workers)

    @cached_property
    def no_answer(self) -> Refusal | None:
        """Why this reader may not do what only its owner may, if so."""
        return self._refused(answerers)

    def _refused(self, right: Right) -> Refusal | None:
        try:
            right(self.row, self.by)
        except Refusal as no:
            return no
        return None

    def _hand(self, person: Person) -> Hand:
        key = stand_in(person.pk, team=self.row.team_id)
        today = Person.objects.filter(pk=key).first() if key != person.pk else None
        return Hand(person, today)


def whole(said: str, *, by: Actor) -> Whole:
    """The journey of this number, if it may be read."""
    return Whole(journeys.journey(said, by=by), by)
