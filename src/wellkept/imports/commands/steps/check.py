"""Dry run: check every row, bring nothing in, and store the problems by file, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from wellkept.duplicates.queries.likely_same import likely_same_many
from wellkept.duplicates.rules.records import CustomerDescription
from wellkept.imports import draft_rows, old_keys, queries
from wellkept.imports.models import File, Import, Problem, Row
from wellkept.imports.rules.drafts import Draft
from wellkept.imports.rules.problem_kinds import Trouble
from wellkept.people.queries import company

CHUNK = 2_000
SURE = 0.9  # probability from which a customer counts as known


def step(row: Import) -> None:
    """Check the next rows of the next table; after the last, check all rows together."""
    files = draft_rows.in_order(row)
    if row.phase >= len(files):
        _look_at_all(row, files)
        row.state = "questions"
        return
    file = files[row.phase]
    lines = draft_rows.rows(file, after=row.position, limit=CHUNK)
    if not lines:
        row.phase, row.position = row.phase + 1, 0
        return
    _check(row, file, lines)
    row.position = lines[-1].line
    row.done += len(lines)


def _check(row: Import, file: File, lines: list[Row]) -> None:
    """Check one batch of rows."""
    _tell(file, _beyond(file, lines))
    if file.noun in ("lines", "products", "staff"):
        _key_of_looked_up(file, lines)
        return
    troubles: list[tuple[int, Trouble]] = []
    drafts = list(draft_rows.drafted(file, lines))
    last = _last_key(file, row.position)
    for line, draft in drafts:
        if file.noun == "orders" and draft.line and _goes_on(draft) and last:
            line.key, line.fit = last, None  # another line of the order above
            continue
        line.key, line.fit = draft.key, draft.fits
        last = draft.key
        troubles += [(line.line, trouble) for trouble in draft.troubles]
    if file.noun != "customers":
        troubles += _without_customer(row, [pair for pair in drafts if pair[0].fit])
    else:
        troubles += _known(row, [pair for pair in drafts if pair[0].fit])
    left_out = {line for line, trouble in troubles if trouble.leaves_out}
    for line in lines:
        line.fit = False if line.line in left_out else line.fit
    _write(lines)
    _tell(file, troubles)


def _beyond(file: File, lines: list[Row]) -> list[tuple[int, Trouble]]:
    """Find rows with cells beyond the last column with a name."""
    width = len(file.header)
    surplus = [(line.line, " | ".join(filter(None, line.cells[width:]))) for line in lines]
    return [
        (line, Trouble("more_cells", parameters={"cells": cells if len(cells) <= 60 else cells[:57] + "…"}))
        for line, cells in surplus
        if cells
    ]


def _goes_on(draft: Draft) -> bool:
    """Whether the row only adds a line to the order above."""
    return draft.key.startswith("~") and not draft.whose_key and not draft.whose_name and not draft.need


def _last_key(file: File, before: int) -> str:
    """Give the key of the last row before this one."""
    row = Row.objects.filter(file=file, line__lte=before, key__isnull=False).order_by("-line").first()
    return (row.key or "") if row else ""


def _key_of_looked_up(file: File, lines: list[Row]) -> None:
    """Set the keys of rows that are only looked up."""
    at = queries.place_of(file, "order_key" if file.noun == "lines" else "key")
    for line in lines:
        line.key = line.cells[at] if at is not None else ""
        line.fit = bool(line.key)
    _write(lines)


def _write(lines: Sequence[Row]) -> None:
    """Store key, validity and known customer of these rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE import_row r SET key = v.key, fit = v.fit, known = v.known"
            " FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::boolean[], %s::bigint[])"
            " AS v (file, line, key, fit, known) WHERE r.file_id = v.file AND r.line = v.line",
            [
                [line.file_id for line in lines], [line.line for line in lines], [line.key for line in lines],
                [line.fit for line in lines], [line.known for line in lines],
            ],
        )  # fmt: skip


def _tell(file: File, troubles: Iterable[tuple[int, Trouble]]) -> None:
    """Store problems."""
    Problem.objects.bulk_create(
        Problem(
            file=file, line=line, column=trouble.column, kind=trouble.kind, parameters=dict(trouble.parameters),
            leaves_out=trouble.leaves_out,
        )
        for line, trouble in troubles
    )  # fmt: skip


def _without_customer(row: Import, drafts: list[tuple[Row, Draft]]) -> list[tuple[int, Trouble]]:
    """Find rows whose customer is in neither these files nor an earlier import."""
    named = {draft.whose_key for _, draft in drafts if draft.whose_key}
    here = old_keys.in_files(row, "customers", named) | set(
        old_keys.targets_of(row.source, "customer", named)
    )
    contacts = {draft.contact_key for _, draft in drafts if draft.contact_key}
    there = old_keys.in_files(row, "contacts", contacts) | set(
        old_keys.targets_of(row.source, "contact", contacts)
    )
    troubles = []
    for line, draft in drafts:
        is_named = draft.whose_key in here or draft.contact_key in there
        if is_named or draft.whose_name or (draft.human and draft.human.is_known and not draft.whose_key):
            continue
        old_number = draft.whose_key or draft.contact_key
        troubles.append((line.line, Trouble("no_customer", parameters={"key": old_number})))
    return troubles


def _known(row: Import, drafts: list[tuple[Row, Draft]]) -> list[tuple[int, Trouble]]:
    """Find customers that we have already, by the comparison for duplicates."""
    before = old_keys.targets_of(row.source, "customer", {draft.key for _, draft in drafts})
    asked = [(line, draft) for line, draft in drafts if draft.key not in before and not draft.whose_key]
    ours = company().country
    candidates = likely_same_many([_said(draft, ours) for _, draft in asked], limit=1) if asked else []
    troubles = []
    for (line, _), suspects in zip(asked, candidates, strict=True):
        best = suspects[0] if suspects else None
        if best is not None and best.probability >= SURE:
            line.known = best.customer
            troubles.append((line.line, Trouble("known", parameters={"name": best.name})))
    return troubles


def _said(draft: Draft, ours: str) -> CustomerDescription:
    """Describe a draft for the comparison."""
    human, place = draft.human, draft.where
    reached = [text for kind, text in draft.said if kind == "phone"]
    mails = [text for kind, text in draft.said if kind == "email"]
    return CustomerDescription(
        name=draft.name,
        people=(human.name,) if human and human.name and human.name != draft.name else (),
        mails=tuple([human.email] if human and human.email else mails),
        phones=tuple([human.phone] if human and human.phone else reached),
        places=((place.street, place.postcode, place.city),) if place else (),
        country=draft.country or ours,
    )


def _look_at_all(row: Import, files: list[File]) -> None:
    """Find duplicates across rows: the same old number, mail address or telephone number."""
    for noun in ("customers", "contacts", "sites", "orders"):
        keys = [file.pk for file in files if file.noun == noun]
        if keys:
            _twice(keys)
    for file in files:
        if file.noun == "customers":
            _alike(file, "email", "same_email")
            _alike(file, "phone", "same_phone")
    row.counts = {"checked": row.done}


def _twice(files: list[int]) -> None:
    """Leave out rows with an old number that an earlier row has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH ranked AS (SELECT file_id, line, first_value(line) OVER w AS first, first_value(file_id) OVER w AS f,"
            " row_number() OVER w AS n FROM import_row WHERE file_id = ANY(%s) AND fit"
            " WINDOW w AS (PARTITION BY key ORDER BY file_id, line)),"
            " out AS (UPDATE import_row r SET fit = false FROM ranked x WHERE x.n > 1 AND r.file_id = x.file_id"
            " AND r.line = x.line RETURNING r.file_id, r.line, x.first, x.f)"
            ' INSERT INTO import_problem (file_id, line, "column", kind, parameters, leaves_out)'
            " SELECT o.file_id, o.line, '', 'twice', jsonb_build_object('line', o.first::text, 'file', f.name), true"
            " FROM out o JOIN import_file f ON f.id = o.f",
            [files],
        )


def _alike(file: File, name: str, kind: str) -> None:
    """Note rows with the same mail address or telephone number."""
    at = queries.place_of(file, name)
    if at is None:
        return
    cell = (
        f"lower(cells[{at + 1}])" if name == "email" else f"regexp_replace(cells[{at + 1}], '\\D', '', 'g')"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH said AS (SELECT line, {cell} AS cell FROM import_row WHERE file_id = %s AND fit),"
            " ranked AS (SELECT line, first_value(line) OVER w AS first, row_number() OVER w AS n FROM said"
            " WHERE length(cell) > 4 WINDOW w AS (PARTITION BY cell ORDER BY line))"
            ' INSERT INTO import_problem (file_id, line, "column", kind, parameters, leaves_out)'
            " SELECT %s, line, %s, %s, jsonb_build_object('line', first::text), false FROM ranked WHERE n > 1",
            [file.pk, file.pk, file.header[at], kind],
        )
