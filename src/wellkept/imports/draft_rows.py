"""Rows of a table as drafts, by its mapping. The check and the bring-in step see the same drafts."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings

from wellkept.imports.models import File, Import, Row
from wellkept.imports.rules import drafts
from wellkept.imports.rules.cells import Reader
from wellkept.imports.rules.column_fields import BROUGHT_IN
from wellkept.imports.rules.drafts import Draft
from wellkept.kernel import clock
from wellkept.people.queries import company


def reader(file: File) -> Reader:
    """Build the reader of this table from its mapping and formats."""
    ours = company()
    return Reader(
        noun=file.noun,
        header=file.header,
        mapping={int(place): name for place, name in file.mapping.items()},
        formats={int(place): how for place, how in file.formats.items()},
        zone=ZoneInfo(ours.time_zone),
        country=ours.country,
        languages=tuple(code for code, _ in settings.LANGUAGES),
    )


def draft(file: File, table_reader: Reader, row: Row) -> Draft:
    """Read one row as a draft."""
    values = table_reader.read(row.cells)
    if file.noun == "orders":
        return drafts.order(values, now=clock.now())
    return drafts.READ[file.noun](values)


def in_order(row: Import) -> list[File]:
    """List the tables of an import in the order of bringing in: what is referred to comes first."""
    files = list(row.files.exclude(noun="nothing").order_by("pk"))
    order = {noun: place for place, noun in enumerate(("products", "staff", *BROUGHT_IN, "lines"))}
    return sorted(files, key=lambda file: (order[file.noun], file.pk))


def rows(file: File, *, after: int, limit: int) -> list[Row]:
    """Read the next rows after a line."""
    return list(Row.objects.filter(file=file, line__gt=after).order_by("line")[:limit])


def drafted(file: File, lines: list[Row]) -> Iterator[tuple[Row, Draft]]:
    """Read each row as a draft."""
    table_reader = reader(file)
    for row in lines:
        yield row, draft(file, table_reader, row)
