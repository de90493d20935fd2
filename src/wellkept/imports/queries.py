"""Reading imports: what is asked, what is open, what is the matter, how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.imports.models import File, Import, Problem, Row
from wellkept.imports.rules import column_guess, states
from wellkept.imports.rules.column_guess import profiles
from wellkept.imports.rules.fields import NOUNS
from wellkept.kernel.refusal import Refusal, forbidden, missing
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import company, staff
from wellkept.references.rules import words

_ASK_DATE = "03/04 could be the 3rd of April or the 4th of March. Which is it?"
_ASK_NUMBER = "1,234 could be a thousand or one and a bit. Which sign marks the decimals?"


def may_exchange(by: Actor) -> bool:
    """Whether this person may bring in and take out."""
    return by.person is not None and (by.admin or by.person == company().process_owner_id)


def imports(*, by: Actor, limit: int = 50) -> list[Import]:
    """All imports, the newest first."""
    assert_may_exchange(by)
    found = Import.objects.select_related("begun_by").annotate(tables=Count("files"))
    return list(found.order_by("-begun_at", "-pk")[:limit])


def one(key: int, *, by: Actor) -> Import:
    """One import."""
    assert_may_exchange(by)
    found = Import.objects.select_related("begun_by").filter(pk=key).first()
    if found is None:
        raise missing("import", _("There is no such import."))
    return found


def files(of: int) -> list[File]:
    """Its tables in the order in which they came."""
    return list(File.objects.filter(of=of).select_related("stored_file").order_by("pk"))


def file(key: int, *, of: int) -> File:
    """One of its tables."""
    found = File.objects.filter(pk=key, of=of).first()
    if found is None:
        raise missing("file", _("There is no such file in this import."))
    return found


def first_rows(file: File, *, most: int = 8) -> list[Row]:
    """The first rows of a table, as they were read."""
    return list(Row.objects.filter(file=file).order_by("line")[:most])


def ambiguous(file: File) -> dict[int, str]:
    """The mapped columns of which every cell may be read in two ways, and that nobody has settled: asked once each."""
    found = {}
    noun = NOUNS[file.noun]
    for place, name in ((int(place), name) for place, name in file.mapping.items()):
        one = noun.field(name)
        column = file.columns[place] if place < len(file.columns) else None
        if one is None or column is None or str(place) in file.formats:
            continue
        if one.looks == "date" and column["dates"] == "ask":
            found[place] = _ASK_DATE
        elif one.looks == "money" and column["marks"] == "ask":
            found[place] = _ASK_NUMBER
    return found


def place_of(file: File, name: str) -> int | None:
    """The column that holds this field."""
    return next((int(place) for place, known in file.mapping.items() if known == name), None)


@dataclass(frozen=True)
class Value:
    """One value of a column with how many orders bear it; `suggested` is what it probably stands for."""

    said: str
    count: int
    suggested: Any = None
    words: str = ""


@dataclass(frozen=True)
class Questions:
    """What an import asks before it brings anything in."""

    orders: int
    open: int
    states: list[Value]
    owners: list[Value]
    known: int


def questions(row: Import) -> Questions:
    """Which states and owners the orders name, how many of them are open, how many customers are known."""
    found = list(row.files.filter(noun="orders").order_by("pk"))
    suggested = {
        words(said): place
        for one in profiles()
        if one.system == row.source
        for said, place in one.states.items()
    }
    said: dict[str, int] = {}
    for one in found:
        for value, count in _values(one, place_of(one, "state"), "true", []):
            said[value] = said.get(value, 0) + count
    values = [
        Value(value, count, suggested.get(words(value)) or states.suggest(value))
        for value, count in said.items()
    ]
    owners: dict[str, int] = {}
    is_open = orders = 0
    for one in found:
        where, given = open_where(one, row.answers)
        orders += _count(one, "true", [])
        is_open += _count(one, where, given)
        for value, count in _values(one, place_of(one, "owner"), where, given):
            owners[value] = owners.get(value, 0) + count
    named = _names(row)
    people = list(staff().values_list("pk", "name", "email"))
    return Questions(
        orders=orders,
        open=is_open,
        states=sorted(values, key=lambda value: -value.count),
        owners=[
            Value(value, count, _likely(named.get(value, value), people), named.get(value, ""))
            for value, count in sorted(owners.items(), key=lambda pair: -pair[1])
        ],
        known=Row.objects.filter(file__of=row, known__isnull=False).count(),
    )


def open_where(file: File, answers: dict[str, Any]) -> tuple[str, list[Any]]:
    """The rows of orders that are open, as a condition in SQL with its values."""
    state, closed = place_of(file, "state"), place_of(file, "closed")
    if state is not None:
        told = answers.get("states", {})
        over = [said for said, place in told.items() if place in ("ended", "leave")]
        return f"NOT (cells[{state + 1}] = ANY(%s))", [over]
    if closed is not None:
        return f"cells[{closed + 1}] = ''", []
    return "true", []


def _values(file: File, place: int | None, where: str, given: list[Any]) -> list[tuple[str, int]]:
    if place is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT cells[{place + 1}], count(*) FROM import_row WHERE file_id = %s AND fit AND {where}"
            " GROUP BY 1 ORDER BY 2 DESC LIMIT 500",
            [file.pk, *given],
        )
        return list(cursor.fetchall())


def _count(file: File, where: str, given: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM import_row WHERE file_id = %s AND fit AND {where}", [file.pk, *given]
        )
        return int(cursor.fetchone()[0])


def _names(row: Import) -> dict[str, str]:
    """Who was who in the old system, by their old number."""
    found: dict[str, str] = {}
    for one in row.files.filter(noun="staff"):
        places = {name: place_of(one, name) for name in ("key", "name", "first_name", "last_name", "email")}
        for line in Row.objects.filter(file=one)[:5000]:
            told = {name: line.cells[at] for name, at in places.items() if at is not None}
            name = told.get("name") or f"{told.get('first_name', '')} {told.get('last_name', '')}".strip()
            found[told.get("key", "")] = name or told.get("email", "")
    return found


def _likely(said: str, people: list[tuple[int, str, str]]) -> int | None:
    """The colleague of this name, or of nearly this name."""
    name = words(said)
    if not name:
        return None
    best, most = None, 0.0
    for key, known, email in people:
        own = words(known)
        if own == name or email.lower() == said.strip().lower():
            return key
        likeness = SequenceMatcher(
            None, " ".join(sorted(own.split())), " ".join(sorted(name.split()))
        ).ratio()
        if likeness > most:
            best, most = key, likeness
    return best if most >= 0.85 else None


def problems(of: int, *, limit: int = 100) -> list[Problem]:
    """What is the matter, file by file and row by row, what keeps a row out first."""
    found = Problem.objects.filter(file__of=of).select_related("file")
    return list(found.order_by("-leaves_out", "file", "line", "pk")[:limit])


def count_problems(of: int) -> dict[str, int]:
    """How many of each kind; `out` is how many rows do not come in."""
    found: dict[str, int] = dict(
        Problem.objects.filter(file__of=of).values_list("kind").annotate(Count("pk")).order_by()
    )
    # The rows go when the import is done; what was said of those that stayed out remains.
    told = Problem.objects.filter(file__of=of, leaves_out=True).values("file", "line").distinct().count()
    found["out"] = max(told, Row.objects.filter(file__of=of, fit=False).count())
    return found


def report(of: int) -> Iterator[list[str]]:
    """Every problem as a row: file, sheet, row, column, whether it keeps the row out, reason, and the row's cells."""
    yield ["file", "sheet", "row", "column", "left out", "reason", "cells"]
    rows: QuerySet[Problem] = Problem.objects.filter(file__of=of).select_related("file")
    for one in rows.order_by("file", "line", "pk").iterator(chunk_size=1000):
        line = Row.objects.filter(file=one.file_id, line=one.line).values_list("cells", flat=True).first()
        yield [
            one.file.name, one.file.sheet, str(one.line), one.column, "yes" if one.leaves_out else "no",
            one.sentence, " | ".join(line or []),
        ]  # fmt: skip


def assert_may_exchange(by: Actor) -> None:
    if not may_exchange(by):
        raise forbidden(
            _("Spreadsheets are for administrators and the process owner."),
            instead=_("Ask one of them; they can name you an administrator."),
        )


def mapping_as(file: File, noun: str) -> dict[str, str]:
    """What the columns would mean if the table held something else."""
    found = column_guess.mapping_for(noun, file.header, file.columns)
    return {str(place): name for place, name in found.items()}


def comes_in(of: int) -> dict[str, int]:
    """How many rows of each noun come in."""
    found = (
        Row.objects.filter(file__of=of, fit=True).values_list("file__noun").annotate(Count("line")).order_by()
    )
    return dict(found)


def assert_owned(row: Import, asked: Questions) -> None:
    """Law 1: no open order without somebody who owns it."""
    told = row.answers.get("owners", {})
    if not asked.open or row.answers.get("owner"):
        return
    left = [value for value in asked.owners if not told.get(value.said)]
    if asked.owners and not left:
        return
    count = sum(value.count for value in left) or asked.open
    raise Refusal(
        "who_owns_them",
        fill(_("%(count)s open orders would be in nobody's hands."), count=count)
        if count > 1
        else _("One open order would be in nobody's hands."),
        field="owner",
        law=1,
        instead=_("Say who owns them: one person for all, or one for each name of the old system."),
        status=422,
    )


@dataclass(frozen=True)
class Touched:
    """A journey that an import brought in and somebody has touched since."""

    key: str
    journey: int
    number: str
    customer: str


def touched(of: int, *, most: int = 200) -> list[Touched]:
    """What somebody has touched since it was brought in: it stays when the import is taken back, unless it is named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.key, j.id, j.number, c.name FROM import_brought b JOIN subject s ON s.id = b.subject_id"
            " JOIN journey j ON j.id = b.subject_id JOIN customer c ON c.id = j.customer_id"
            " WHERE b.of_id = %s AND b.noun = 'order' AND b.made AND b.taken_back_at IS NULL AND s.length <> b.length"
            " ORDER BY b.id LIMIT %s",
            [of, most],
        )
        return [Touched(*found) for found in cursor.fetchall()]
