"""Deviations from one blueprint, as its journeys recorded them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.models import Blueprint, StageTeam, Version
from wellkept.blueprints.queries import Plan, plan
from wellkept.journeys.models import Journey, StepRecord
from wellkept.journeys.rights import closed_to
from wellkept.kernel.refusal import missing
from wellkept.people.actor import Actor
from wellkept.people.models import Team


@dataclass(frozen=True, slots=True)
class Practice:
    """One step in practice: how often it was done as described, done otherwise, or left without a record."""

    done: int
    otherwise: int
    unsaid: int


@dataclass(frozen=True, slots=True)
class Deviation:
    """One step that was done otherwise, on a journey that the reader may read."""

    number: str
    step: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Process:
    """A blueprint as people read it."""

    blueprint: Blueprint
    plan: Plan
    versions: list[Version]
    teams: dict[str, list[Team]]
    practice: dict[str, Practice]
    deviations: list[Deviation]
    under_way: int

    @property
    def otherwise(self) -> int:
        return sum(practice.otherwise for practice in self.practice.values())


def processes(*, by: Actor) -> list[tuple[Plan, int, int]]:
    """List every blueprint in force, with its number of journeys, and of deviations that the reader may read."""
    rows = list(Blueprint.objects.filter(current__isnull=False).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT blueprint_id, count(*) FROM journey WHERE state = 'open' GROUP BY 1")
        under_way = dict(cursor.fetchall())
        cursor.execute(
            "SELECT v.blueprint_id, count(*) FROM step_record r JOIN blueprint_version v ON v.id = r.version_id"
            " WHERE r.deviation <> '' AND r.journey_id <> ALL (%s) GROUP BY 1",
            [list(closed_to(by))],
        )
        otherwise = dict(cursor.fetchall())
    return [
        (plan(row.current_id), under_way.get(row.pk, 0), otherwise.get(row.pk, 0))
        for row in rows
        if row.current_id is not None
    ]


def process(key: str, *, by: Actor, version: int | None = None) -> Process:
    """Read one blueprint: the version in force, or the requested one."""
    by.as_staff()
    row = Blueprint.objects.select_related("process_owner").filter(key=key).first()
    if row is None or row.current_id is None:
        raise missing("blueprint", _("There is no such blueprint."))
    versions = list(row.versions.select_related("approved_by").defer("source").order_by("-version"))
    chosen = next(
        (approved.pk for approved in versions if approved.version == version),
        row.current_id if not version else None,
    )
    if chosen is None:
        raise missing("version", _("There is no such version."))
    teams: dict[str, list[Team]] = {}
    for stage_team in StageTeam.objects.filter(blueprint=row).select_related("team__lead").order_by("place"):
        teams.setdefault(stage_team.stage, []).append(stage_team.team)
    closed = closed_to(by)
    return Process(
        blueprint=row,
        plan=plan(chosen),
        versions=versions,
        teams=teams,
        practice=_practice(chosen, closed),
        deviations=_deviations(row.pk, closed),
        under_way=Journey.objects.filter(blueprint=row, state="open").count(),
    )


def _practice(version: int, closed: Collection[int]) -> dict[str, Practice]:
    """Count by step how journeys did it: those that left its stage under this version, or recorded something of it.

    Those that are closed to the reader are not counted: one of them alone would be told by the figure.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT s.key, count(r.id) FILTER (WHERE r.deviation = ''), count(r.id) FILTER (WHERE r.deviation <> ''),
                   (SELECT count(DISTINCT m.journey_id) FROM move m
                     WHERE m.left_version_id = s.version_id AND m.from_stage = s.stage AND m.to_stage <> s.stage
                       AND m.journey_id <> ALL (%(closed)s)
                       AND NOT EXISTS (SELECT FROM step_record d WHERE d.journey_id = m.journey_id
                                          AND d.version_id = s.version_id AND d.step = s.key))
              FROM blueprint_step s
              LEFT JOIN step_record r ON r.version_id = s.version_id AND r.step = s.key
                   AND r.journey_id <> ALL (%(closed)s)
             WHERE s.version_id = %(version)s GROUP BY s.key, s.version_id, s.stage
            """,
            {"version": version, "closed": list(closed)},
        )
        return {key: Practice(done, otherwise, unsaid) for key, done, otherwise, unsaid in cursor.fetchall()}


def _deviations(blueprint: int, closed: Collection[int], limit: int = 30) -> list[Deviation]:
    rows = list(
        StepRecord.objects.filter(version__blueprint_id=blueprint)
        .exclude(deviation="")
        .exclude(journey__in=closed)
        .select_related("journey", "by")
        .order_by("-at")[:limit]
    )
    titles = {
        (step.version_id, step.key): step.title
        for version in {row.version_id for row in rows}
        for step in plan(version).steps
    }
    return [
        Deviation(
            number=row.journey.number,
            step=titles.get((row.version_id, row.step), row.step),
            reason=row.deviation,
            by=row.by.name,
            at=row.at,
        )
        for row in rows
    ]
