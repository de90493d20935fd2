"""Imports from the old card index, an import that has just begun, and an export."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import timedelta
from importlib import resources
from typing import Any

import simpy

from wellkept.exports import commands
from wellkept.exports.models import Export
from wellkept.imports.commands import answers, uploads
from wellkept.imports.commands.pipeline import go_on
from wellkept.imports.commands.steps import bring
from wellkept.imports.models import Import
from wellkept.installation import job_queue
from wellkept.people.queries import company
from wellkept_demo import working_hours
from wellkept_demo.office.base import begin
from wellkept_demo.simulation import Process, Simulation, World

CARDS, LIST = "the card index", "the service list"
_QUEUE = "files"


def import_card_index(world: World) -> None:
    """Import earlier customers and their orders, in the company's second month."""
    if Import.objects.filter(source=CARDS).exists():
        return
    sim = begin(world, CARDS, working_hours.subtract_days(world.today, 220, 10), company().pk)
    sim.run(_import(sim, ("card_index", "order_book")))


def begin_import_of_service_list(world: World) -> None:
    """Begin an import that waits for answers."""
    if Import.objects.filter(source=LIST).exists():
        return
    sim = begin(world, LIST, working_hours.subtract_days(world.today, 1, 15))
    sim.run(_only_check(sim))


def export(world: World) -> None:
    """Export everything as of now."""
    if Export.objects.exists():
        return
    sim = begin(world, "export", world.today - timedelta(minutes=2), company().pk)
    sim.run(_export(sim))


def _only_check(sim: Simulation) -> Process:
    yield from _check(sim, ("service_list",), source=LIST)


def _import(sim: Simulation, files: Sequence[str]) -> Process:
    before = job_queue.waiting(queue=_QUEUE)
    key = yield from _check(sim, files, source=CARDS)
    by = sim.actor("katrin")
    yield sim.wait(minutes=7)
    sim.do(bring.run, of=key, by=by)
    sim.do(go_on, of=key, seconds=None)
    _cancel_jobs(before)


def _check(sim: Simulation, files: Sequence[str], *, source: str) -> Generator[simpy.events.Event, Any, int]:
    before, by = job_queue.waiting(queue=_QUEUE), sim.actor("katrin")
    row = sim.do(uploads.begin, source=source, by=by)
    for name in files:
        sim.do(uploads.add_file, of=row.pk, name=f"{name}.csv", content=_read_file(sim, name), by=by)
        yield sim.wait(minutes=1)
    sim.do(uploads.read, of=row.pk, by=by)
    sim.do(go_on, of=row.pk, seconds=None)
    yield sim.wait(minutes=12)
    sim.do(answers.check, of=row.pk, by=by)
    sim.do(go_on, of=row.pk, seconds=None)
    _cancel_jobs(before)
    return int(row.pk)


def _export(sim: Simulation) -> Process:
    before = job_queue.waiting(queue=_QUEUE)
    yield sim.wait(seconds=0)
    row = sim.do(commands.begin, by=sim.actor("katrin"))
    sim.do(commands.write, export=row.pk)
    _cancel_jobs(before)


def _read_file(sim: Simulation, name: str) -> bytes:
    text = (resources.files("wellkept_demo") / "words" / f"{name}.csv").read_text("utf-8")
    return text.replace("{year}", str(working_hours.local(sim.world.today).year)).encode()


def _cancel_jobs(before: set[int]) -> None:
    """Cancel the jobs queued for the worker, which are done already."""
    job_queue.drop(job_queue.waiting(queue=_QUEUE) - before)
