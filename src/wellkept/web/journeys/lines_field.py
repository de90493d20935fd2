"""The lines of an agreement in a form: a table with one row a line, and empty rows for more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel.characters import clean_line, clean_text
from wellkept.kernel.money import digits
from wellkept.kernel.text import Text, fill_now
from wellkept.orders.agreement_lines import HOURLY, METERED, ONCE, RECURRING, Line, LineTerms, going_on
from wellkept.orders.price_display import period_in_words
from wellkept.orders.queries import latest_tax_rate
from wellkept.orders.quote_lines import QuoteLineTerms
from wellkept.solutions import units
from wellkept.ui.fields import FormData

if TYPE_CHECKING:
    from wellkept.orders.models import AgreementLine, QuoteLine

MORE = "more-lines"
COLUMNS = ("words", "quantity", "unit", "price", "discount", "tax", "paid", "continues")
"""The columns of a row. `continues` is the key of the agreed line that the row goes on with, or empty."""
EMPTY_ROWS = 3
PAID: dict[str, tuple[str, int | None]] = {
    "once": (ONCE, None),
    "1": (RECURRING, 1),
    "3": (RECURRING, 3),
    "12": (RECURRING, 12),
    "hourly": (HOURLY, None),
    "metered": (METERED, None),
}
"""The ways of paying that the form offers: each a kind with its period."""

AS_BEFORE = "as-before"
"""A way of paying that the form does not offer, on a line that has it."""

TypedLine = dict[str, str]
Terms = TypeVar("Terms", bound=LineTerms)


class LinesWidget(forms.Widget):
    """A table of inputs, which works without script. A button sends the form for more rows."""

    template_name = "web/journeys/lines_widget.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[TypedLine]:
        columns = {column: _list(data, f"{name}-{column}") for column in COLUMNS}
        rows = max(map(len, columns.values()))
        return [
            {column: values[row] if row < len(values) else "" for column, values in columns.items()}
            for row in range(rows)
        ]

    def get_context(
        self, name: str, value: list[TypedLine] | None, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, None, attrs)
        rows = [row for row in value or [] if _is_typed(row)]
        tax = next((row["tax"] for row in reversed(rows)), None)
        if tax is None:
            tax = _digits(latest_tax_rate())
        empty = {"words": "", "quantity": "", "unit": units.PIECE, "price": "", "discount": "", "tax": tax}
        context["widget"]["rows"] = [*rows, *[empty | {"paid": "once"} for _row in range(EMPTY_ROWS)]]
        context["widget"]["units"] = units.WORDS.items()
        context["widget"]["paid"] = ways_of_paying()
        context["widget"]["more"] = MORE
        return context


class LinesField(forms.Field):
    """Lines as they are typed; each becomes the terms of a line. Rows without words and price are left out."""

    widget = LinesWidget

    def __init__(self, *, label: Text, required: bool = True) -> None:
        super().__init__(label=label, required=required)
        self.agreed: Mapping[int, AgreementLine] = {}  # those that rows may go on with, by their key

    def to_python(self, value: list[TypedLine] | None) -> list[LineTerms]:
        lines, wrong = [], []
        for place, row in enumerate(value or [], start=1):
            if not _is_typed(row):
                continue
            try:
                line = self._line(row)
            except ValueError as unreadable:
                wrong.append(_of_line(place, str(unreadable)))
                continue
            if (refusal := line.refusal()) is not None:
                wrong.append(_of_line(place, refusal.in_words()))
            lines.append(line)
        if wrong:
            raise forms.ValidationError(wrong)
        return lines

    def _line(self, row: TypedLine) -> LineTerms:
        key = row["continues"]
        before = self.agreed.get(int(key)) if key.isascii() and key.isdigit() else None
        if before is None:
            return _terms(row)
        terms = replace(_terms(row), section=before.section)
        return going_on(_kept(terms, before, paid=row["paid"]), before.pk)


def quoted_terms(
    data: Mapping[str, str], before: QuoteLine | None = None, *, sees_costs: bool = False
) -> QuoteLineTerms:
    """Read the line of a quote as it was typed. Raises ValueError for a number that cannot be read.

    Of the line as it was before, what the form does not show stays: its product, and why it has no tax. Only who
    `sees_costs` changes the cost.
    """
    row = {
        name: data.get(name, "") for name in (*COLUMNS, "section", "choice", "alternative", "least", "most")
    }
    line = _terms(row)
    bounds = {name: _number(row[name], "0") if row[name].strip() else None for name in ("least", "most")}
    terms = QuoteLineTerms(
        **{name.name: getattr(line, name.name) for name in fields(line) if name.name != "section"},
        section=clean_line(row["section"]),
        choice=clean_line(row["choice"]),
        alternative=clean_line(row["alternative"]),
        least=bounds["least"],
        most=bounds["most"],
        unit_cost=_number(data["cost"], "0") if sees_costs and data.get("cost", "").strip() else None,
    )
    if before is None:
        return terms
    cost = terms.unit_cost if sees_costs else before.unit_cost
    seen = replace(terms, list_price=before.list_price, unit_cost=cost)
    return _kept(seen, before, paid=row["paid"])


def _kept(terms: Terms, before: Line, *, paid: str) -> Terms:
    terms = replace(terms, product_id=before.product_id, option_id=before.option_id, ceiling=before.ceiling)
    if terms.tax_rate == before.tax_rate == 0:
        terms = replace(terms, tax_category=before.tax_category, exemption_reason=before.exemption_reason)
    if paid == AS_BEFORE:
        return replace(terms, kind=before.kind, period_months=before.period_months)
    return terms if terms.kind in (HOURLY, METERED) else replace(terms, ceiling=None)


def typed_line(line: QuoteLine) -> TypedLine:
    """The line of a quote as somebody would type it."""
    row = typed_lines([line])[0]
    row["form"] = f"line-{line.pk}"
    row["unit_words"] = str(units.unit_in_words(line.unit))
    row["paid_words"] = str(dict(ways_of_paying()).get(row["paid"]) or as_before(line))
    row["cost"] = "" if line.unit_cost is None else digits(line.unit_cost)
    row |= {"section": line.section, "choice": line.choice, "alternative": line.alternative}
    return row | {
        name: "" if bound is None else digits(bound)
        for name, bound in (("least", line.least), ("most", line.most))
    }


def typed_lines(lines: Iterable[Line]) -> list[TypedLine]:
    """Lines as somebody would type them, to go on from."""
    ways = {way: name for name, way in PAID.items()}
    return [
        {
            "words": line.words,
            "quantity": _digits(line.quantity),
            "unit": line.unit,
            "price": _digits(line.unit_price),
            "discount": _digits(line.discount),
            "tax": _digits(line.tax_rate),
            "paid": ways.get((line.kind, line.period_months), AS_BEFORE),
            "continues": "",
        }
        for line in lines
    ]


def lines_to_change(lines: Sequence[AgreementLine]) -> list[TypedLine]:
    """Agreed lines as somebody would type them, each to go on with itself."""
    return _with_keys(lines, [line.pk for line in lines])


def lines_to_go_on(lines: Sequence[AgreementLine]) -> list[TypedLine]:
    """Lines before the customer as somebody would type them, each with the agreed line that it goes on with."""
    return _with_keys(lines, [line.continues_id for line in lines])


def _with_keys(lines: Sequence[AgreementLine], keys: Sequence[int | None]) -> list[TypedLine]:
    rows = zip(typed_lines(lines), lines, keys, strict=True)
    return [
        row
        | {"continues": str(key or "")}
        | ({"paid_words": as_before(line)} if row["paid"] == AS_BEFORE else {})
        for row, line, key in rows
    ]


def as_before(line: Line) -> str:
    """A way of paying in words that the form does not offer: `by use, each month`."""
    named = {HOURLY: _("by the hours worked"), METERED: _("by use")}
    period = period_in_words(line.period_months) if line.period_months else ""
    return ", ".join(filter(None, [named.get(line.kind, ""), period]))


def ways_of_paying() -> list[tuple[str, Text]]:
    """The choices of the last column."""
    named = {
        "once": gettext_lazy("once"),
        "hourly": gettext_lazy("by the hours worked"),
        "metered": gettext_lazy("by use"),
    }
    return [(name, named.get(name) or period_in_words(months or 1)) for name, (_kind, months) in PAID.items()]


def _terms(row: TypedLine) -> LineTerms:
    kind, period = PAID.get(row["paid"], (ONCE, None))
    tax = _number(row["tax"], "0")
    return LineTerms(
        words=clean_text(row["words"]).strip(),
        quantity=_number(row["quantity"], "1"),
        unit=row["unit"] or units.PIECE,
        unit_price=_number(row["price"], "0"),
        discount=_number(row["discount"], "0"),
        tax_category="S" if tax else "O",
        tax_rate=tax,
        kind=kind,
        period_months=period,
    )


def _number(typed: str, empty: str) -> Decimal:
    """Read a number with a point or a comma before its decimals."""
    text = typed.strip() or empty
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or "e" in text.lower() or "_" in text:
        raise ValueError(_("Write numbers like 1250 or 12.50."))
    return number


def _is_typed(row: TypedLine) -> bool:
    return bool(row["words"].strip() or row["price"].strip())


def _of_line(place: int, why: str) -> str:
    return fill_now(_("Line %(place)s: %(why)s"), {"place": place, "why": why})


def _digits(number: Decimal | None) -> str:
    return digits(number) if number else ""


def _list(data: FormData, name: str) -> list[str]:
    assert data is not None
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [values] if isinstance(values, str) else list(values)
