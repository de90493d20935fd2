"""The rows of a table as drafts, by its mapping: the check and the bringing-in see the same."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings

from wellkept.imports.models import File, Import, Row
from wellkept.imports.rules import drafts
from wellkept.imports.rules.cells import Reader
from wellkept.imports.rules.drafts import Draft
from wellkept.imports.rules.fields import BROUGHT_IN
from wellkept.kernel import clock
from wellkept.people.queries import company


def reader(file: File) -> Reader:
    """Reads this table as its mapping says."""
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


def draft(file: File, one: Reader, row: Row) -> Draft:
    """One row, put together."""
    found = one.read(row.cells)
    if file.noun == "orders":
        return drafts.order(found, now=clock.now())
    return drafts.READ[file.noun](found)


def in_order(row: Import) -> list[File]:
    """Its tables in the order in which they are brought in: whoever is named comes before who names them."""
    found = list(row.files.exclude(noun="nothing").order_by("pk"))
    known = {noun: place for place, noun in enumerate(("products", "staff", *BROUGHT_IN, "lines"))}
    return sorted(found, key=lambda file: (known[file.noun], file.pk))


def rows(file: File, *, after: int, limit: int) -> list[Row]:
    """The next rows behind a line."""
    return list(Row.objects.filter(file=file, line__gt=after).order_by("line")[:limit])


def drafted(file: File, found: list[Row]) -> Iterator[tuple[Row, Draft]]:
    """Each row with its draft."""
    one = reader(file)
    for row in found:
        yield row, draft(file, one, row)
