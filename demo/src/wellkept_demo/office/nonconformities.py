"""Nonconformities: one is closed, one is open, one is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from wellkept.quality import commands as quality
from wellkept.quality.models import Nonconformity
from wellkept_demo import working_hours
from wellkept_demo.office.base import begin
from wellkept_demo.simulation import Process, Simulation, World


@dataclass(frozen=True)
class Report:
    """A nonconformity that was raised `days` ago. Its next step is due `due` days after that."""

    days: int
    by: str
    handler: str
    what: str
    next_step: str
    due: int
    correction: str = ""
    cause: str = ""


REPORTS = (
    Report(
        34, "nadia", "jonas",
        "Three customers in one week asked for the test report, although our list says that they have it.",
        "Check what the fitters hand over on the last day", 7,
        correction="All three have their report. Fitters now hand it over before they ask for the signature.",
        cause="The report is printed in the office, where the fitters return only in the evening.",
    ),
    Report(
        11, "greta", "piotr",
        "Two delivery notes for solar roofs say 10 mm² cable where we laid 16 mm².",
        "Correct both notes and write to both customers", 9,
    ),
    Report(
        3, "aylin", "ana",
        "The phone number on the doors of our vans is the old one. Callers hear that it is not in use.",
        "Have both vans relettered", 21,
    ),
)  # fmt: skip


def add(world: World) -> None:
    """Add each nonconformity once."""
    for report in REPORTS:
        if Nonconformity.objects.filter(what=report.what).exists():
            continue
        sim = begin(world, report.what, working_hours.subtract_days(world.today, report.days, 10))
        sim.run(_raise(sim, report))


def _raise(sim: Simulation, report: Report) -> Process:
    row = sim.do(
        quality.raise_nonconformity,
        what=report.what,
        handler=sim.staff.ids[report.handler],
        next_step=report.next_step,
        due=sim.now + timedelta(days=report.due),
        by=sim.actor(report.by),
    )
    sim.subjects.append(row.pk)
    sim.run_reactions()
    if report.correction:
        yield sim.wait(days=report.due - 1)
        sim.do(
            quality.close_nonconformity,
            nonconformity=row.pk,
            correction=report.correction,
            cause=report.cause,
            by=sim.actor(report.handler),
        )
