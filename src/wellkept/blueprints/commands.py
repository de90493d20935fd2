from __future__ import annotations

import hashlib
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.blueprints import facts, rules
from wellkept.blueprints.models import Blueprint, ChecklistItem, Route, Stage, StageTeam, Step, Version
from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.languages import in_language
from wellkept.kernel.refusal import forbidden, invalid
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.models import Team
from wellkept.people.queries import answers_for_company, company
from wellkept.people.stages import stage_name
from wellkept.people.successors import Successors

BUILT_IN = ("product", "service", "repeat")


@transaction.atomic
def load_built_in(*, by: Actor) -> list[Version]:
    """Load the blueprints that are shipped with the product, in the company's language where they speak it.

    The person who sets the company up approves them.
    """
    shelf = in_language(resources.files("wellkept.blueprints") / "library", company().language)
    return [approve(key=key, source=(shelf / f"{key}.toml").read_text(), by=by) for key in BUILT_IN]


@transaction.atomic
def approve(*, key: str, source: str, by: Actor) -> Version:
    """Approve a new version from a file. Journeys take it when they enter their next stage, not before.

    Every stage needs a team that does it. The same text as the version in force changes nothing.
    """
    if by.scopes is not None and "admin" not in by.scopes:
        raise forbidden(_("This token may not approve a blueprint."))
    if by.kind != "system" and not answers_for_company(by):
        raise forbidden(_("Only the process owner or an administrator approves a blueprint."))
    plan = rules.read(source)
    digest = hashlib.sha256(source.encode()).digest()
    blueprint = Blueprint.objects.select_for_update().filter(key=key).first()
    if blueprint is None:
        owner = company().process_owner_id
        blueprint = Blueprint(subject_id=open_subject("blueprint"), key=key, process_owner_id=owner)
        blueprint.save(force_insert=True)
    latest = blueprint.versions.order_by("-version").first()
    if latest is not None and bytes(latest.digest) == digest:
        return latest
    version = _write(blueprint, plan, source, digest, number=latest.version + 1 if latest else 1, by=by)
    _name_teams(blueprint, [stage["stage"] for stage in plan["stage"]])
    Blueprint.objects.filter(pk=blueprint.pk).update(current=version)
    record(
        Entry(
            blueprint.pk,
            facts.VersionApproved(version=version.version, title=version.title, digest=digest.hex()),
        ),
        by=by.by,
    )
    return version


def _write(
    blueprint: Blueprint, plan: dict[str, Any], source: str, digest: bytes, *, number: int, by: Actor
) -> Version:
    stages: list[dict[str, Any]] = plan["stage"]
    version = Version.objects.create(
        blueprint=blueprint,
        version=number,
        source=source,
        digest=digest,
        approved_at=clock.now(),
        approved_by_id=by.as_staff(),
        first_stage=stages[0]["stage"],
        **{
            name: plan[name]
            for name in (
                "title",
                "summary",
                "code_above",
                "asks_before_no_answer",
                "after_care_days",
                "check_in_days",
                "link_days",
            )
            if name in plan
        },
    )
    columns = (
        "stage",
        "customer_goal",
        "business_goal",
        "customer_words",
        "trigger",
        "silence_hours",
        "answer_hours",
        "handoff_hours",
        "first_step",
        "first_step_hours",
    )
    for place, stage in enumerate(stages):
        Stage.objects.create(version=version, place=place, **{name: stage[name] for name in columns})
        Step.objects.bulk_create(
            Step(version=version, stage=stage["stage"], place=index, **row)
            for index, row in enumerate(stage.get("step", []))
        )
        ChecklistItem.objects.bulk_create(
            ChecklistItem(version=version, stage=stage["stage"], place=index, **row)
            for index, row in enumerate(stage.get("checklist", []))
        )
    Route.objects.bulk_create(
        Route(version=version, from_stage=route["from"], to_stage=route["to"], trigger=route.get("trigger"))
        for route in plan.get("route", [])
    )
    return version


def _name_teams(blueprint: Blueprint, stages: list[str]) -> None:
    """Give a stage without a team the first team of that stage."""
    for stage in stages:
        if StageTeam.objects.filter(blueprint=blueprint, stage=stage).exists():
            continue
        team = Team.objects.filter(stage=stage).order_by("pk").first()
        if team is None:
            raise invalid(
                "source", fill(_("No team does %(stage)s. Make one first."), stage=stage_name(stage))
            )
        StageTeam.objects.create(blueprint=blueprint, stage=stage, team=team)


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give the processes that a leaver answers for to their successor. Part of `leaving.leave`."""
    for blueprint in Blueprint.objects.filter(process_owner_id=person):
        Blueprint.objects.filter(pk=blueprint.pk).update(process_owner_id=to.everything)
        record(Entry(blueprint.pk, facts.ProcessOwnerNamed(owner=to.everything)), by=by.by)
