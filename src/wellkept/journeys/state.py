"""State of one journey, as its rules need it. Used by turns and by pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from wellkept.blueprints.models import ChecklistItem, Stage
from wellkept.blueprints.queries import Plan, plan
from wellkept.journeys import rights
from wellkept.journeys.models import Check, Handoff, Hold, Journey, NextStep, StepRecord, Trigger
from wellkept.journeys.queries import holds_of, triggers_of
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.notices.queries import untold_among
from wellkept.people.actor import Actor


class JourneyState:
    """One journey and one actor. Each fact is read once, when a rule or a page first asks for it."""

    def __init__(
        self,
        row: Journey,
        by: Actor,
        *,
        read_steps: Callable[[], list[NextStep]] | None = None,
        now: datetime | None = None,
    ) -> None:
        self.row = row
        self.by = by
        self.now: datetime = now or clock.now()
        self._read_steps = read_steps

    # Rights of the actor

    @cached_property
    def no_part(self) -> Refusal | None:
        """Refusal if the actor may not even write a note on it."""
        return rights.cannot_take_part(self.row, self.by)

    @cached_property
    def no_work(self) -> Refusal | None:
        """Refusal if the actor may not work on it."""
        return rights.cannot_work(self.row, self.by)

    @cached_property
    def no_ownership(self) -> Refusal | None:
        """Refusal if the actor may not decide as its owner."""
        return rights.cannot_answer_for(self.row, self.by)

    @cached_property
    def no_customers_word(self) -> Refusal | None:
        """Refusal if the actor is not the customer and may not write down their word."""
        return rights.cannot_speak_for_customer(self.row, self.by)

    @cached_property
    def no_answer_to_offer(self) -> Refusal | None:
        """Refusal if the actor may not answer the open offer."""
        return rights.cannot_answer_offer(self.offer, self.by) if self.offer is not None else None

    # The process

    @cached_property
    def plan(self) -> Plan:
        """The version that the journey is pinned to."""
        return plan(self.row.version_id)

    @cached_property
    def stage(self) -> Stage:
        """The stage as its version describes it."""
        return self.plan.stage(self.row.stage)

    @cached_property
    def onward(self) -> Stage | None:
        """The next stage, to which the customer's trigger leads."""
        return self.plan.after(self.row.stage)

    @cached_property
    def step_records(self) -> dict[str, StepRecord]:
        """The blueprint's steps that are on record, by key."""
        rows = StepRecord.objects.filter(journey=self.row, version_id=self.row.version_id)
        return {record.step: record for record in rows.select_related("by")}

    # What happens next

    @cached_property
    def steps(self) -> list[NextStep]:
        """The open steps, by due time."""
        if self._read_steps is not None:
            return self._read_steps()
        return list(
            NextStep.objects.filter(journey=self.row, done_at__isnull=True)
            .select_related("handler")
            .order_by("due_at", "pk")
        )

    def step(self, id: int) -> NextStep | None:
        """One of the open steps."""
        return next((step for step in self.steps if step.pk == id), None)

    def was_a_step(self, id: int) -> bool:
        """Whether this step belongs to this journey, open or done."""
        return NextStep.objects.filter(pk=id, journey=self.row).exists()

    @cached_property
    def untold_notices(self) -> frozenset[str]:
        """The notices that open steps ask to tell and that nobody has told yet."""
        return untold_among([step.whom for step in self.steps if step.rule.is_tell])

    def tells_untold(self, step: NextStep) -> bool:
        """Whether the step is to tell a notice that nobody has told yet.

        A call about something else does not tell it.
        """
        return step.rule.is_tell and step.whom in self.untold_notices

    # Passing it on

    @cached_property
    def offer(self) -> Handoff | None:
        """The offer that waits for its answer."""
        return (
            Handoff.objects.select_related("team__lead", "giver", "receiver")
            .filter(journey=self.row, state="offered")
            .first()
        )

    @cached_property
    def checks(self) -> dict[str, Check]:
        """The ticked items of the checklists, by key."""
        return {check.item: check for check in Check.objects.filter(journey=self.row).select_related("by")}

    def checklist(self, stage: str) -> list[tuple[ChecklistItem, Check | None]]:
        """The checklist of the team of a stage, each item with its tick."""
        return [(item, self.checks.get(item.key)) for item in self.plan.checklist_of(stage)]

    def lacking(self, stage: str) -> list[ChecklistItem]:
        """The required items of the receiving team's checklist that are not ticked yet."""
        return [item for item, tick in self.checklist(stage) if item.required and tick is None]

    # What the customer said

    @cached_property
    def triggers(self) -> list[Trigger]:
        """The customer's triggers, in order. `used` says whether a move has used it."""
        return triggers_of([self.row.pk])[self.row.pk]

    def unused_trigger(self, kind: str) -> Trigger | None:
        """The latest trigger of this kind that no move has used: the handoff comes next."""
        rows = [row for row in self.triggers if row.kind == kind and not getattr(row, "used", False)]
        return rows[-1] if rows else None

    @cached_property
    def pending(self) -> Trigger | None:
        """The trigger that ends this stage, if it was given and not used yet."""
        return self.unused_trigger(self.stage.trigger)

    @cached_property
    def is_agreed(self) -> bool:
        """Whether the customer has ever agreed to anything on this journey."""
        return any(row.kind == "agreement" for row in self.triggers)

    # Holds

    @cached_property
    def holds(self) -> list[Hold]:
        """The holds in place."""
        return holds_of([self.row.pk])[self.row.pk]

    def hold_on(self, stops: str) -> Hold | None:
        """The hold on billing or delivery."""
        return next((hold for hold in self.holds if hold.stops == stops), None)
