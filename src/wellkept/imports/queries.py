"""Read imports: questions, problems, progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from wellkept.imports.models import File, Import, Problem, Row
from wellkept.imports.rules import column_guess, states
from wellkept.imports.rules.amounts import SIDES
from wellkept.imports.rules.column_fields import NOUNS
from wellkept.imports.rules.column_guess import profiles
from wellkept.imports.rules.problem_kinds import KINDS as PROBLEM_KINDS
from wellkept.kernel.refusal import Refusal, forbidden, missing
from wellkept.kernel.text import Text, fill
from wellkept.people.actor import Actor
from wellkept.people.queries import answers_for_company, staff
from wellkept.references.rules import words

_ASK_DATE = _("03/04 could be the 3rd of April or the 4th of March. Which is it?")
_ASK_SIDE = _("Some amounts are debit (S, DR), some are credit (H, CR). Which of them counts as plus?")
_ASK_NUMBER = _("1,234 could be a thousand or one and a bit. Which sign marks the decimals?")


def imports(*, by: Actor, limit: int = 50) -> list[Import]:
    """List all imports, the newest first."""
    assert_may_exchange(by)
    rows = Import.objects.select_related("begun_by").annotate(tables=Count("files"))
    return list(rows.order_by("-begun_at", "-pk")[:limit])


def one(key: int, *, by: Actor) -> Import:
    """Read one import."""
    assert_may_exchange(by)
    row = Import.objects.select_related("begun_by").filter(pk=key).first()
    if row is None:
        raise missing("import", _("There is no such import."))
    return row


def files(of: int) -> list[File]:
    """List the tables of an import in upload order."""
    return list(File.objects.filter(of=of).select_related("stored_file").order_by("pk"))


def file(key: int, *, of: int) -> File:
    """Read one table of an import."""
    row = File.objects.filter(pk=key, of=of).first()
    if row is None:
        raise missing("file", _("There is no such file in this import."))
    return row


def first_rows(file: File, *, most: int = 8) -> list[Row]:
    """Read the first rows of a table."""
    return list(Row.objects.filter(file=file).order_by("line")[:most])


@dataclass(frozen=True)
class LeftOut:
    """A table of which something is not imported: its columns without a meaning, or all of them."""

    file: File
    columns: list[str]
    whole: bool


def left_out(of: int) -> list[LeftOut]:
    """List the tables of which something is not imported, each with the names of these columns."""
    tables = []
    for file in files(of):
        whole = file.noun == "nothing"
        columns = [
            name.strip() or str(place + 1)
            for place, name in enumerate(file.header)
            if whole or not file.mapping.get(str(place))
        ]
        if columns:
            tables.append(LeftOut(file, columns, whole))
    return tables


def ambiguous(file: File) -> dict[int, Text]:
    """List the mapped columns that can be read in two ways and that nobody decided: asked once each."""
    asked: dict[int, Text] = {}
    noun = NOUNS[file.noun]
    for place, name in ((int(place), name) for place, name in file.mapping.items()):
        column_field = noun.field(name)
        column = file.columns[place] if place < len(file.columns) else None
        if column_field is None or column is None:
            continue
        question = _question(column_field.looks, column, file.formats.get(str(place), ""))
        if question is not None:
            asked[place] = question
    return asked


def _question(looks: str, column: dict[str, Any], chosen: str) -> Text | None:
    """Ask how a column is written, if that is not known."""
    if looks == "date" and column["dates"] == "ask" and not chosen:
        return _ASK_DATE
    if looks in ("money", "number") and column["marks"] == "ask" and not chosen:
        return _ASK_NUMBER
    has_sides = looks in ("money", "side") and column.get("sides", 0) > 0
    if has_sides and not chosen.endswith(SIDES):
        return _ASK_SIDE
    return None


def place_of(file: File, name: str) -> int | None:
    """Find the column of a field."""
    return next((int(place) for place, known in file.mapping.items() if known == name), None)


@dataclass(frozen=True)
class Value:
    """Value of a column with the number of its orders, and our suggestion."""

    said: str
    count: int
    suggested: object = None
    words: str = ""


@dataclass(frozen=True)
class Questions:
    """Questions of an import before it brings anything in."""

    orders: int
    open: int
    states: list[Value]
    owners: list[Value]
    known: int


def questions(row: Import) -> Questions:
    """Count orders, open orders and known customers, and list the states and owners to be answered.

    Their order is always the same, because a form names them by their places.
    """
    order_files = list(row.files.filter(noun="orders").order_by("pk"))
    suggested = {
        words(state): place
        for profile in profiles()
        if profile.system == row.source
        for state, place in profile.states.items()
    }
    counts: dict[str, int] = {}
    for order_file in order_files:
        for value, count in _values(order_file, place_of(order_file, "state"), "true", []):
            counts[value] = counts.get(value, 0) + count
    values = [
        Value(value, count, suggested.get(words(value)) or states.suggest(value))
        for value, count in counts.items()
    ]
    owners: dict[str, int] = {}
    is_open = orders = 0
    for order_file in order_files:
        where, parameters = open_where(order_file, row.answers)
        orders += _count(order_file, "true", [])
        is_open += _count(order_file, where, parameters)
        for value, count in _values(order_file, place_of(order_file, "owner"), where, parameters):
            owners[value] = owners.get(value, 0) + count
    named = _names(row)
    people = [(person.pk, person.name, person.email) for person in staff()]
    return Questions(
        orders=orders,
        open=is_open,
        states=sorted(values, key=lambda value: (-value.count, value.said)),
        owners=[
            Value(value, count, _likely(named.get(value, value), people), named.get(value, ""))
            for value, count in sorted(owners.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        known=Row.objects.filter(file__of=row, known__isnull=False).count(),
    )


def open_where(file: File, answers: dict[str, Any]) -> tuple[str, list[Any]]:
    """Build an SQL condition for open orders, with its parameters."""
    state, closed = place_of(file, "state"), place_of(file, "closed")
    if state is not None:
        stages = answers.get("states", {})
        over = [name for name, place in stages.items() if place in ("ended", "leave")]
        return f"NOT (cells[{state + 1}] = ANY(%s))", [over]
    if closed is not None:
        return f"cells[{closed + 1}] = ''", []
    return "true", []


def _values(file: File, place: int | None, where: str, parameters: list[Any]) -> list[tuple[str, int]]:
    """Count the values of a column."""
    if place is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT cells[{place + 1}], count(*) FROM import_row WHERE file_id = %s AND fit AND {where}"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 500",
            [file.pk, *parameters],
        )
        return list(cursor.fetchall())


def _count(file: File, where: str, parameters: list[Any]) -> int:
    """Count the valid rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM import_row WHERE file_id = %s AND fit AND {where}", [file.pk, *parameters]
        )
        return int(cursor.fetchone()[0])


def _names(row: Import) -> dict[str, str]:
    """Map the old system's staff numbers to names."""
    names: dict[str, str] = {}
    for staff_file in row.files.filter(noun="staff"):
        places = {
            name: place_of(staff_file, name) for name in ("key", "name", "first_name", "last_name", "email")
        }
        for line in Row.objects.filter(file=staff_file)[:5000]:
            cells = {name: line.cells[at] for name, at in places.items() if at is not None}
            name = cells.get("name") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()
            names[cells.get("key", "")] = name or cells.get("email", "")
    return names


def _likely(text: str, people: list[tuple[int, str, str]]) -> int | None:
    """Find the colleague with this name, or nearly this name."""
    name = words(text)
    if not name:
        return None
    best, most = None, 0.0
    for key, known, email in people:
        own = words(known)
        if own == name or email.lower() == text.strip().lower():
            return key
        likeness = SequenceMatcher(
            None, " ".join(sorted(own.split())), " ".join(sorted(name.split()))
        ).ratio()
        if likeness > most:
            best, most = key, likeness
    return best if most >= 0.85 else None


def problems(of: int, *, limit: int = 100) -> list[Problem]:
    """List problems by file and row, those that keep a row out first."""
    rows = Problem.objects.filter(file__of=of).select_related("file")
    return list(rows.order_by("-leaves_out", "file", "line", "pk")[:limit])


def count_problems(of: int) -> dict[str, int]:
    """Count the problems of each group; `out` counts the rows left out."""
    counts: dict[str, int] = Counter()
    for kind, count in (
        Problem.objects.filter(file__of=of).values_list("kind").annotate(Count("pk")).order_by()
    ):
        counts[PROBLEM_KINDS[kind].group] += count
    # Rows are deleted when the import is done; problems of rows left out remain.
    reported = Problem.objects.filter(file__of=of, leaves_out=True).values("file", "line").distinct().count()
    counts["out"] = max(reported, Row.objects.filter(file__of=of, fit=False).count())
    return counts


def report(of: int, *, language: str) -> Iterator[list[str]]:
    """Yield every problem as a row in this language: file, sheet, row, column, left out or not, reason, cells."""
    with override(language):
        header = [
            gettext("file"), gettext("sheet"), gettext("row"), gettext("column"), gettext("left out"),
            gettext("reason"), gettext("cells"),
        ]  # fmt: skip
        answers = {True: gettext("yes"), False: gettext("no")}
    yield header
    rows: QuerySet[Problem] = Problem.objects.filter(file__of=of).select_related("file")
    for problem in rows.order_by("file", "line", "pk").iterator(chunk_size=1000):
        line = (
            Row.objects.filter(file=problem.file_id, line=problem.line)
            .values_list("cells", flat=True)
            .first()
        )
        with override(language):  # not around the loop: between two rows other code runs
            sentence = problem.sentence
        yield [
            problem.file.name, problem.file.sheet, str(problem.line), problem.column, answers[problem.leaves_out],
            sentence, " | ".join(line or []),
        ]  # fmt: skip


def assert_may_exchange(by: Actor) -> None:
    """Refuse people who may not import and export."""
    if not answers_for_company(by):
        raise forbidden(
            _("Only administrators and the process owner can import spreadsheets."),
            instead=_("Ask one of them to do it."),
        )


def mapping_as(file: File, noun: str) -> dict[str, str]:
    """Guess the columns as if the table held something else."""
    mapping = column_guess.mapping_for(noun, file.header, file.columns)
    return {str(place): name for place, name in mapping.items()}


def comes_in(of: int) -> dict[str, int]:
    """Count the valid rows by kind of table."""
    counts = (
        Row.objects.filter(file__of=of, fit=True)
        .values_list("file__noun")
        .annotate(Count("line"))
        .order_by("file__noun")
    )
    return dict(counts)


def assert_owned(row: Import, asked: Questions) -> None:
    """Law 1: refuse while an open order has no owner."""
    owners = row.answers.get("owners", {})
    if not asked.open or row.answers.get("owner"):
        return
    left = [value for value in asked.owners if not owners.get(value.said)]
    if asked.owners and not left:
        return
    count = sum(value.count for value in left) or asked.open
    raise Refusal(
        "who_owns_them",
        fill(_("%(count)s open orders would have no owner."), count=count)
        if count > 1
        else _("One open order would have no owner."),
        field="owner",
        law=1,
        instead=_("Say who owns them: one person for all, or one for each name of the old system."),
        status=422,
    )


@dataclass(frozen=True)
class ChangedJourney:
    """Journey from an import that somebody changed since."""

    key: str
    journey: int
    number: str
    customer: str


def changed_since(of: int, *, most: int = 200) -> list[ChangedJourney]:
    """List journeys that somebody changed since the import. They stay when it is taken back, unless named."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.key, j.id, j.number, c.name FROM import_old_key b JOIN subject s ON s.id = b.subject_id"
            " JOIN journey j ON j.id = b.subject_id JOIN customer c ON c.id = j.customer_id"
            " WHERE b.of_id = %s AND b.noun = 'order' AND b.made AND b.taken_back_at IS NULL AND s.length <> b.length"
            " ORDER BY b.id LIMIT %s",
            [of, most],
        )
        return [ChangedJourney(*row) for row in cursor.fetchall()]
