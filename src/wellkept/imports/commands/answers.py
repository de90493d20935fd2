"""Answers of a person: columns of tables, owners and stages of open orders."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.blueprints.queries import current, team_for
from wellkept.imports import queries
from wellkept.imports.commands.import_lock import lock_import
from wellkept.imports.commands.queue import queue
from wellkept.imports.models import NOUNS as KNOWN
from wellkept.imports.models import File, Import, Problem, SavedMapping
from wellkept.imports.rules import column_guess, states
from wellkept.imports.rules.amounts import SIDES
from wellkept.imports.rules.column_fields import BROUGHT_IN, NOUNS
from wellkept.kernel import clock
from wellkept.kernel.characters import clean_line
from wellkept.kernel.refusal import Refusal, invalid, missing
from wellkept.kernel.text import fill
from wellkept.kernel.wording import one_of, quoted
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.stages import stage_name

ANSWERS = ("blueprint", "stage", "states", "owner", "owners", "next_what", "next_hours", "known", "spread")
KNOWN_ONES = ("join", "new", "leave")
# How dates and numbers of a column are written, and which side of an account counts as plus.
FORMATS = (
    "dmy",
    "mdy",
    "point",
    "comma",
    *SIDES,
    *(f"{mark}+{side}" for mark in ("point", "comma") for side in SIDES),
)


@transaction.atomic
def map_columns(
    *,
    of: int,
    file: int,
    noun: str,
    mapping: Mapping[int, str],
    formats: Mapping[int, str] | None = None,
    by: Actor,
) -> File:
    """Set the kind of a table and the meaning of its columns, and save the mapping for this header."""
    row = lock_import(of, "columns", "questions", "stopped", by=by)
    table = row.files.filter(pk=file).first()
    if table is None:
        raise missing("file", _("There is no such file in this import."))
    if noun not in KNOWN:
        raise invalid("noun", _("There is no such table."))
    fields_by_column: dict[str, str] = {}
    for place, name in sorted(mapping.items()):
        column_field = NOUNS[noun].field(name)
        if column_field is None:
            names = ", ".join(known.name for known in NOUNS[noun].fields)
            raise invalid(
                "mapping",
                fill(_("“%(name)s” is no field of this table. It has: %(names)s."), name=name, names=names),
            )
        if not 0 <= place < len(table.header):
            raise invalid("mapping", fill(_("This table has no column %(place)s."), place=place))
        if name in fields_by_column.values() and not column_field.many:
            raise invalid(
                f"column{place}", fill(_("Two columns cannot both be “%(label)s”."), label=column_field.label)
            )
        fields_by_column[str(place)] = name
    for group in NOUNS[noun].needs:
        if not set(group) & set(fields_by_column.values()):
            fields = [field for name in group if (field := NOUNS[noun].field(name)) is not None]
            labels = one_of([quoted(str(field.label)) for field in fields])
            raise invalid("noun", fill(_("Say which column is %(labels)s."), labels=labels))
    table.noun, table.mapping = noun, fields_by_column
    for place, how in (formats or {}).items():
        if how not in FORMATS:
            raise invalid(
                "formats",
                fill(
                    _("“%(format)s” is none of the formats: %(formats)s."),
                    format=how,
                    formats=", ".join(FORMATS),
                ),
            )
        table.formats[str(place)] = how
    table.save(update_fields=["noun", "mapping", "formats"])
    if row.state != "columns":  # the check was made with another mapping
        row.state = "columns"
        row.save(update_fields=["state"])
    SavedMapping.objects.update_or_create(
        signature=column_guess.signature(table.header),
        defaults={
            "noun": noun,
            "mapping": fields_by_column,
            "formats": table.formats,
            "used_at": clock.now(),
        },
    )
    return table


@transaction.atomic
def name_source(*, of: int, source: str, by: Actor) -> Import:
    """Name the system of origin, which tells equal old numbers apart."""
    row = lock_import(of, "columns", "questions", by=by)
    if not source.strip():
        raise invalid(
            "source", _("Where do these files come from? Any name you will use again for this system.")
        )
    row.source = clean_line(source)[:100]
    row.save(update_fields=["source"])
    return row


@transaction.atomic
def check(*, of: int, by: Actor) -> Import:
    """Confirm the columns: the worker checks every row, and brings nothing in."""
    row = lock_import(of, "columns", "questions", "stopped", by=by)
    files = list(row.files.order_by("pk"))
    if not any(file.noun in BROUGHT_IN for file in files):
        raise invalid("noun", _("None of these files holds customers, contacts, sites or orders."))
    if not row.source:
        raise invalid(
            "source", _("Where do these files come from? Any name you will use again for this system.")
        )
    for file in files:
        for place, question in queries.ambiguous(file).items():
            raise Refusal(
                "ambiguous",
                fill(
                    _("“%(column)s” in %(file)s: %(question)s"),
                    column=file.header[place],
                    file=file.name,
                    question=question,
                ),
                field=f"format{file.pk}-{place}",
                status=422,
            )
    Problem.objects.filter(file__of=row).delete()
    row.state, row.said, row.phase, row.position, row.done = "checking", "", 0, 0, 0
    row.total = sum(file.rows for file in files if file.noun != "nothing")
    row.counts = {}
    row.save()
    queue(row.pk)
    return row


@transaction.atomic
def answer(*, of: int, by: Actor, **answers: Any) -> Import:
    """Store answers: kind of work, stages, owners, next step, known customers. Each is validated."""
    row = lock_import(of, "questions", "stopped", by=by)
    all_answers = dict(row.answers)
    for name, value in answers.items():
        if name not in ANSWERS:
            raise invalid(name, _("This question is not asked."))
        all_answers[name] = value
    _validate(all_answers)
    row.answers = all_answers
    row.save(update_fields=["answers"])
    return row


def _validate(all_answers: dict[str, Any]) -> None:
    """Validate all answers."""
    if "\\u0000" in json.dumps(all_answers):
        raise invalid("states", _("It contains a character that nobody types."))
    plan = current(all_answers.get("blueprint"))
    stages = {stage.stage for stage in plan.stages}
    for state, place in all_answers.get("states", {}).items():
        if place not in states.PLACES:
            raise invalid(
                "states",
                fill(
                    _("Say for “%(said)s” which stage it is, or that it has ended or is left out."),
                    said=state,
                ),
            )
        if place in states.PLACES[:4] and place not in stages:
            raise invalid(
                "states", fill(_("This kind of work has no stage %(place)s."), place=stage_name(place))
            )
    if all_answers.get("stage") and all_answers["stage"] not in stages:
        raise invalid(
            "stage",
            fill(_("This kind of work has no stage %(stage)s."), stage=stage_name(all_answers["stage"])),
        )
    for stage in stages:
        team_for(plan.version.blueprint_id, stage)
    people = {*all_answers.get("owners", {}).values(), all_answers.get("owner")} - {None, "", 0}
    here = set(Person.objects.filter(pk__in=people, active=True).values_list("pk", flat=True))
    if people - here:
        raise invalid("owner", _("Somebody who has left cannot own open orders."))
    if all_answers.get("known", "join") not in KNOWN_ONES:
        raise invalid("known", _("Known customers are extended, added again, or left out."))
    hours = all_answers.get("next_hours", 24)
    if not isinstance(hours, int) or not 1 <= hours <= 24 * 365:
        raise invalid(
            "next_hours", _("In how many hours is the next step due? Between one hour and one year.")
        )
