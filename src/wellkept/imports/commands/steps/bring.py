"""Bring in batch by batch, each in one transaction with its progress mark."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.events.commands import Entry, record
from wellkept.imports import draft_rows, queries
from wellkept.imports.commands.bring import customers, orders
from wellkept.imports.commands.import_lock import lock_import
from wellkept.imports.commands.queue import queue, queue_counting
from wellkept.imports.commands.steps.read import forget_rows
from wellkept.imports.facts import ImportRan
from wellkept.imports.models import File, Import
from wellkept.imports.rules.column_fields import BROUGHT_IN
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.kernel.wording import quoted
from wellkept.people.actor import Actor
from wellkept.people.queries import company

CHUNK = 250  # rows of one transaction: locks stay short, and progress is visible
ORDERS = 200
MANY = 1_000  # rows from which word counts must be updated at once

Bring = Callable[[Import, File, customers.Pairs], None]
BRING: dict[str, Bring] = {
    "customers": customers.customers,
    "contacts": customers.contacts,
    "sites": customers.sites,
    "orders": orders.bring_in,
}


@transaction.atomic
def run(*, of: int, by: Actor) -> Import:
    """Start bringing in. Refuses while an open order would have no owner."""
    row = lock_import(of, "questions", "stopped", by=by)
    assert_answered(row)
    if row.act is None:
        names = [file.name for file in row.files.order_by("pk")]
        fact = ImportRan(number=row.pk, source=row.source, files=list(dict.fromkeys(names)))
        (row.act,) = record(Entry(company().pk, fact), by=by.by)
        row.phase, row.position, row.done = 0, 0, 0
        row.counts = {"customers": 0, "contacts": 0, "sites": 0, "open": 0, "ended": 0, "here": 0}
        row.total = sum(file.rows for file in row.files.filter(noun__in=BROUGHT_IN))
    row.state, row.said = "running", ""
    row.save()
    queue(row.pk)
    return row


def assert_answered(row: Import) -> None:
    """Laws 1 and 2: refuse unless every open order has an owner, a stage and a next step."""
    asked = queries.questions(row)
    if not asked.orders:
        return
    missing = [value.said for value in asked.states if value.said not in row.answers.get("states", {})]
    if missing:
        states_asked = ", ".join(quoted(state) if state else str(_("(empty)")) for state in missing[:5])
        raise Refusal(
            "where_do_they_stand", fill(_("Which stage are orders with the state %(said)s in?"), said=states_asked),
            field="states", law=5,
            instead=_("Say for each state in which stage it is, or that it has ended."), status=422,
        )  # fmt: skip
    if asked.open and not asked.states and not row.answers.get("stage"):
        raise Refusal(
            "where_do_they_stand", _("In which stage are the open orders?"), field="stage", law=5, status=422
        )
    queries.assert_owned(row, asked)


def step(row: Import) -> None:
    """Bring in the next rows of the next table; without further rows, finish."""
    files = [file for file in draft_rows.in_order(row) if file.noun in BROUGHT_IN]
    every: list[tuple[File, Bring]] = [(file, BRING[file.noun]) for file in files if file.noun == "customers"]
    # Rows that are contacts of other customers follow when all customers are in.
    every += [
        (file, customers.contacts)
        for file in files
        if file.noun == "customers" and queries.place_of(file, "parent") is not None
    ]
    every += [(file, BRING[file.noun]) for file in files if file.noun != "customers"]
    if row.phase >= len(every):
        row.state, row.finished_at = "done", clock.now()
        forget_rows(list(row.files.values_list("pk", flat=True)), problems=False)
        if row.done >= MANY:
            queue_counting()
        return
    file, bring = every[row.phase]
    lines = draft_rows.rows(file, after=row.position, limit=ORDERS if file.noun == "orders" else CHUNK)
    if not lines:
        row.phase, row.position = row.phase + 1, 0
        return
    bring(row, file, list(draft_rows.drafted(file, [line for line in lines if line.fit])))
    row.position = lines[-1].line
    if not (bring is customers.contacts and file.noun == "customers"):
        row.done += len(lines)
