"""Lines of orders, from tables of lines and from further rows of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from wellkept.imports import queries
from wellkept.imports.models import File, Import, Row
from wellkept.imports.rules.amounts import read_amount, read_number
from wellkept.imports.rules.drafts import Draft

Line = tuple[str, Decimal | None, Decimal | None]
"""Text, quantity and price of one line."""


def lines_of(row: Import, file: File, drafts: list[Draft]) -> dict[str, list[Line]]:
    """Collect the lines of each order: from tables of lines, and from further rows of the order."""
    keys = [draft.key for draft in drafts]
    order_lines: dict[str, list[Line]] = defaultdict(list)
    for draft in drafts:
        if draft.line:
            order_lines[draft.key].append(draft.line)
    if queries.place_of(file, "line_what") is not None:
        _read_lines(
            file, Row.objects.filter(file=file, fit__isnull=True, key__in=keys), "line_", order_lines, {}
        )
    for table in row.files.filter(noun="lines"):
        lines = list(Row.objects.filter(file=table, key__in=keys).order_by("line"))
        at = queries.place_of(table, "product_key")
        named = _products(row, {line.cells[at] for line in lines}) if at is not None else {}
        _read_lines(table, lines, "", order_lines, named)
    return order_lines


def _read_lines(
    table: File,
    lines: Iterable[Row],
    prefix: str,
    order_lines: dict[str, list[Line]],
    named: dict[str, str],
) -> None:
    """Read lines into `order_lines`, with discounts applied."""
    what, product = queries.place_of(table, f"{prefix}what"), queries.place_of(table, "product_key")
    quantity, price = queries.place_of(table, f"{prefix}quantity"), queries.place_of(table, f"{prefix}price")
    discount = queries.place_of(table, "discount")

    def number(line: Row, at: int | None) -> Decimal | None:
        return read_number(line.cells[at], mark=_how(table, at).partition("+")[0]) if at is not None else None

    def amount(line: Row, at: int | None) -> Decimal | None:
        return read_amount(line.cells[at], how=_how(table, at)) if at is not None else None

    for line in lines:
        text = line.cells[what] if what is not None else ""
        if product is not None and not text:
            text = named.get(line.cells[product], line.cells[product])
        each, less = amount(line, price), number(line, discount)
        if each is not None and less and 0 < less <= 1:
            each *= 1 - less
        if line.key and text:
            order_lines[line.key].append((text, number(line, quantity), each))


def _how(table: File, at: int) -> str:
    """Number format of a column."""
    return str(table.formats.get(str(at), "point"))


def _products(row: Import, keys: set[str]) -> dict[str, str]:
    """Map article numbers to names."""
    names: dict[str, str] = {}
    for table in row.files.filter(noun="products"):
        at = queries.place_of(table, "name")
        if at is not None:
            for line in Row.objects.filter(file=table, key__in=keys):
                names[line.key or ""] = line.cells[at]
    return names
