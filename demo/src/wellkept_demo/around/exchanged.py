"""What came over from the old card index, what Greta prepares to bring in, and one export."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import timedelta
from importlib import resources
from typing import Any

import simpy
from django.db import connection

from wellkept.exports import commands
from wellkept.exports.models import Export
from wellkept.imports.commands import answers, uploads
from wellkept.imports.commands.pipeline import go_on
from wellkept.imports.commands.steps import bring
from wellkept.imports.models import Import
from wellkept.people.queries import company
from wellkept_demo import following, worktime
from wellkept_demo.around.ground import begin
from wellkept_demo.hero import back
from wellkept_demo.life import Life, Process, World

CARDS, LIST = "the card index", "the service list"
_LEFT = "SELECT id FROM procrastinate_jobs WHERE queue_name = 'files' AND status = 'todo' AND id > %s"


def move_in(world: World) -> None:
    """In the company's second month: whom we knew before, and what was done for them."""
    if Import.objects.filter(source=CARDS).exists():
        return
    life = begin(world, CARDS, back(world.today, 220, 10), company().pk)
    life.run(_brought_in(life, ("card_index", "order_book")))


def prepare_more(world: World) -> None:
    """It has been looked at, and waits for answers."""
    if Import.objects.filter(source=LIST).exists():
        return
    life = begin(world, LIST, back(world.today, 1, 15))
    life.run(_only_looked_at(life))


def take_out(world: World) -> None:
    """Everything in one file, as it stands at this moment."""
    if Export.objects.exists():
        return
    life = begin(world, "export", world.today - timedelta(minutes=2), company().pk)
    life.run(_taken_out(life))


def _only_looked_at(life: Life) -> Process:
    yield from _looked_at(life, ("service_list",), source=LIST)


def _brought_in(life: Life, files: Sequence[str]) -> Process:
    before = following.newest_job()
    key = yield from _looked_at(life, files, source=CARDS)
    by = life.by("katrin")
    yield life.later(minutes=7)
    life.do(bring.run, of=key, by=by)
    life.do(go_on, of=key, seconds=None)
    _done_here(before)


def _looked_at(life: Life, files: Sequence[str], *, source: str) -> Generator[simpy.events.Event, Any, int]:
    before, by = following.newest_job(), life.by("katrin")
    row = life.do(uploads.begin, source=source, by=by)
    for name in files:
        life.do(uploads.add_file, of=row.pk, name=f"{name}.csv", content=_words(life, name), by=by)
        yield life.later(minutes=1)
    life.do(uploads.read, of=row.pk, by=by)
    life.do(go_on, of=row.pk, seconds=None)
    yield life.later(minutes=12)
    life.do(answers.check, of=row.pk, by=by)
    life.do(go_on, of=row.pk, seconds=None)
    _done_here(before)
    return int(row.pk)


def _taken_out(life: Life) -> Process:
    before = following.newest_job()
    yield life.later(seconds=0)
    row = life.do(commands.begin, by=life.by("katrin"))
    life.do(commands.write, export=row.pk)
    _done_here(before)


def _words(life: Life, name: str) -> bytes:
    text = (resources.files("wellkept_demo") / "words" / f"{name}.csv").read_text("utf-8")
    return text.replace("{year}", str(worktime.local(life.world.today).year)).encode()


def _done_here(before: int) -> None:
    """What was queued for the worker is done: it happened on this clock."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [before])
        following.done([row[0] for row in cursor.fetchall()])
