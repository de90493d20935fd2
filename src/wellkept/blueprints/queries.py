"""Read blueprints. Versions never change, so they are cached once read."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.models import Blueprint, ChecklistItem, Route, Stage, StageTeam, Step, Version
from wellkept.kernel.refusal import missing
from wellkept.kernel.text import fill
from wellkept.people.models import Team
from wellkept.people.stages import stage_name


@dataclass(frozen=True)
class Plan:
    """One approved version with everything in it."""

    version: Version
    stages: tuple[Stage, ...]
    routes: tuple[Route, ...]
    steps: tuple[Step, ...]
    checklist: tuple[ChecklistItem, ...]

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.stage == name)

    def after(self, name: str) -> Stage | None:
        """Give the stage that the trigger of stage `name` leads to, if there is one."""
        onward = next((r.to_stage for r in self.routes if r.from_stage == name and r.trigger), None)
        return self.stage(onward) if onward else None

    def returns(self, name: str) -> list[Stage]:
        """List the earlier stages to which stage `name` may return."""
        return [self.stage(r.to_stage) for r in self.routes if r.from_stage == name and r.trigger is None]

    def route(self, here: str, there: str) -> Route | None:
        return next((r for r in self.routes if (r.from_stage, r.to_stage) == (here, there)), None)

    def proved_by(self, type: str, *, trigger: str | None = None) -> list[ChecklistItem]:
        """List the checklist items that an event of this type proves.

        A trigger proves items of the stage that it leads to.
        """
        leads_to = {route.to_stage for route in self.routes if route.trigger == trigger and trigger}
        return [
            item
            for item in self.checklist
            if item.proved_by == type and (trigger is None or item.stage in leads_to)
        ]

    def steps_of(self, name: str) -> list[Step]:
        return [step for step in self.steps if step.stage == name]

    def checklist_of(self, name: str) -> list[ChecklistItem]:
        return [item for item in self.checklist if item.stage == name]


@functools.lru_cache(maxsize=512)
def plan(version: int) -> Plan:
    """Read one version with its stages, routes, steps and checklists."""
    row = Version.objects.select_related("blueprint").filter(pk=version).first()
    if row is None:
        raise missing("version", _("There is no such version."))
    return Plan(
        version=row,
        stages=tuple(Stage.objects.filter(version=row).order_by("place")),
        routes=tuple(Route.objects.filter(version=row).order_by("pk")),
        steps=tuple(Step.objects.filter(version=row).order_by("pk")),
        checklist=tuple(ChecklistItem.objects.filter(version=row).order_by("pk")),
    )


def current(key: str | None = None, *, blueprint: int | None = None) -> Plan:
    """Read the version in force of a blueprint, by key or id; without either, of the first blueprint."""
    blueprints = Blueprint.objects.order_by("pk")
    if key:
        blueprints = blueprints.filter(key=key)
    if blueprint:
        blueprints = blueprints.filter(pk=blueprint)
    row = blueprints.first()
    if row is None or row.current_id is None:
        raise missing("blueprint", _("There is no such blueprint."))
    return plan(row.current_id)


def blueprints() -> list[Plan]:
    """Every blueprint in its version in force."""
    return [plan(row.current_id) for row in Blueprint.objects.order_by("pk") if row.current_id is not None]


def team_for(blueprint: int, stage: str) -> Team:
    """Give the team that is asked first for a stage of this blueprint."""
    row = (
        StageTeam.objects.filter(blueprint_id=blueprint, stage=stage)
        .select_related("team")
        .order_by("place")
        .first()
    )
    if row is None:
        raise missing(
            "team", fill(_("No team does %(stage)s for this kind of work."), stage=stage_name(stage))
        )
    return row.team
