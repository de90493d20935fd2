"""Lines of an agreement as values: their terms, amounts and taxes, their words and their text on record.

A line's amount is net: its quantity by its price, less its discount, rounded half up to the currency's minor unit.
Tax is reckoned for each category and rate, on the sum of the rounded amounts. The total is what is paid once: the lines
without a period, with tax. What is paid again each period is summed apart, for each length of period.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.minor_units import minor_units, rounded
from wellkept.kernel.money import Money, digits, plain
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill
from wellkept.solutions import units

KINDS = ONCE, RECURRING, METERED, HOURLY = "once", "recurring", "metered", "hourly"
CATEGORIES = ("S", "Z", "E", "AE", "G", "O", "K")
"""Tax categories by EN 16931 that a line can have."""
MOST_LINES = 5_000
MOST = Decimal(10) ** 10
"""Amounts stay below this, quantities and prices too."""
PLACES = {"quantity": 4, "unit_price": 4, "discount": 2, "tax_rate": 2, "ceiling": 4}


class Line(Protocol):
    """The terms of a line: a value, or a row of an agreement."""

    @property
    def section(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def quantity(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def unit_price(self) -> Decimal: ...
    @property
    def discount(self) -> Decimal: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def tax_rate(self) -> Decimal: ...
    @property
    def exemption_reason(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def period_months(self) -> int | None: ...
    @property
    def ceiling(self) -> Decimal | None: ...
    @property
    def product_id(self) -> int | None: ...
    @property
    def option_id(self) -> int | None: ...


class Worded(Protocol):
    """A line of an agreement, of a quote or of an invoice, by its words."""

    @property
    def words(self) -> str: ...


def title_of(line: Worded) -> str:
    """The first line of its words."""
    return line.words.partition("\n")[0]


@dataclass(frozen=True, kw_only=True)
class LineTerms:
    """One thing that is agreed: its words, its quantity and price, its tax, and how it is paid.

    The price is that of one unit, without tax. The discount is in percent. The quantity of a metered or an hourly line
    is what is expected, and its ceiling the most that may be billed, in each period if it has one. What the catalogue
    sells keeps the keys of its product and of its option.
    """

    words: str
    unit_price: Decimal
    quantity: Decimal = Decimal(1)
    unit: str = units.PIECE
    discount: Decimal = Decimal(0)
    section: str = ""
    tax_category: str = "S"
    tax_rate: Decimal = Decimal(0)
    exemption_reason: str = ""
    kind: str = ONCE
    period_months: int | None = None
    ceiling: Decimal | None = None
    product_id: int | None = None
    option_id: int | None = None

    def refusal(self) -> Refusal | None:
        """Refuse terms that no line can have."""
        return _cannot_be_worded(self) or _cannot_be_counted(self) or _cannot_be_taxed(self)


@dataclass(frozen=True, kw_only=True)
class ContinuedTerms(LineTerms):
    """Terms of a line that is the same thing as a line of the agreement before."""

    continues_id: int


def going_on(terms: LineTerms, line: int) -> ContinuedTerms:
    """These terms, as those of the agreed line from now on."""
    return ContinuedTerms(
        **{part.name: getattr(terms, part.name) for part in fields(LineTerms)}, continues_id=line
    )


@dataclass(frozen=True)
class PricedLines:
    """The lines that make the price of an agreement, in one currency."""

    currency: str
    lines: Sequence[LineTerms]

    def refusal(self) -> Refusal | None:
        """Refuse lines that cannot be put, with the place of the line in the list."""
        if not self.lines:
            return invalid("lines", _("What is to be agreed?"))
        if len(self.lines) > MOST_LINES:
            return invalid("lines", fill(_("More than %(most)s lines are too many."), most=MOST_LINES))
        if (refusal := unknown_currency(self.currency)) is not None:
            return refusal
        for place, line in enumerate(self.lines, start=1):
            if (refusal := line.refusal()) is not None:
                return invalid("lines", fill(_("Line %(place)s: %(why)s"), place=place, why=refusal.sentence))
        if totals_of(self.lines, self.currency).once.gross < 0:
            return invalid("lines", _("A total is not negative."))
        return None


@dataclass(frozen=True)
class Sum:
    """A net sum with its tax."""

    net: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


@dataclass(frozen=True)
class TaxShare:
    """The tax of one category and rate on its base."""

    category: str
    rate: Decimal
    base: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Totals:
    """The sum that is paid once with its taxes, and the sums of each period by its months."""

    once: Sum
    recurring: Mapping[int, Sum] = field(default_factory=dict)
    taxes: Sequence[TaxShare] = ()


def unknown_currency(currency: str) -> Refusal | None:
    """Refuse a currency that ISO 4217 does not know."""
    try:
        minor_units(currency)
    except ValueError:
        return invalid("currency", _("This currency does not exist."))
    return None


def not_in_minor_units(total: Money) -> Refusal | None:
    """Refuse an amount that nobody can pay: with more decimals than its currency has."""
    if (refusal := unknown_currency(total.currency)) is not None:
        return refusal
    if rounded(total.amount, total.currency) != total.amount:
        return invalid("total", _("This currency has fewer decimals."))
    return None


def one_line(words: str, total: Money) -> LineTerms:
    """The line of an agreement that has words and one total. No tax was named, so the total is all that is paid."""
    return LineTerms(words=words, unit=units.LUMP_SUM, unit_price=total.amount, tax_category="O")


def net_of(line: Line, currency: str) -> Decimal:
    """The amount of a line: quantity by price, less the discount, rounded half up to the minor unit."""
    return rounded(line.quantity * line.unit_price * (1 - line.discount / 100), currency)


def totals_of(lines: Iterable[Line], currency: str) -> Totals:
    """Sum the lines: tax for each category and rate on its rounded base."""
    amounts: dict[int | None, list[tuple[str, Decimal, Decimal]]] = defaultdict(list)
    for line in lines:
        amounts[line.period_months].append((line.tax_category, line.tax_rate, net_of(line, currency)))
    shares = {months: tax_shares(of, currency) for months, of in amounts.items()}
    sums = {months: sum_of(of) for months, of in shares.items()}
    recurring = {months: sums[months] for months in sorted(filter(None, sums))}
    return Totals(sums.get(None, Sum()), recurring, tuple(shares.get(None, ())))


def tax_shares(amounts: Iterable[tuple[str, Decimal, Decimal]], currency: str) -> list[TaxShare]:
    """Reckon the tax of each category and rate on its rounded base, from category, rate and net of each line."""
    bases: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    for category, rate, net in amounts:
        bases[category, rate.normalize()] += net
    return [
        TaxShare(category, rate, base, rounded(base * rate / 100, currency))
        for (category, rate), base in bases.items()
    ]


def sum_of(shares: Sequence[TaxShare]) -> Sum:
    """Add up the bases and the taxes."""
    return Sum(sum((s.base for s in shares), Decimal(0)), sum((s.tax for s in shares), Decimal(0)))


def text_of_lines(lines: Sequence[Line], currency: str) -> list[str]:
    """The lines and their sums on the frozen page, figures before words, in a format that never changes."""
    page: list[str] = []
    section = ""
    for position, line in enumerate(lines, start=1):
        if line.section != section:
            section = line.section
            page += [f"[{section}]"]
        figures = [
            f"{position}. {line.kind}",
            *([f"every {line.period_months} months"] if line.period_months else []),
            f"{digits(line.quantity)} {line.unit} x {plain(line.unit_price)} {currency}",
            *([f"less {digits(line.discount)} %"] if line.discount else []),
            *([f"at most {digits(line.ceiling)} {line.unit}"] if line.ceiling is not None else []),
            f"net {plain(net_of(line, currency))} {currency}",
            f"tax {line.tax_category} {digits(line.tax_rate)} %",
            *([line.exemption_reason] if line.exemption_reason else []),
        ]
        page += ["; ".join(figures), *(f"   {part}" for part in line.words.splitlines())]
    totals = totals_of(lines, currency)
    page += ["", f"Net: {_sum_in_figures(totals.once, currency)}"]
    page += [
        f"Every {months} months: {_sum_in_figures(total, currency)}"
        for months, total in totals.recurring.items()
    ]
    return page


def _sum_in_figures(total: Sum, currency: str) -> str:
    return f"{plain(total.net)} {currency}; tax {plain(total.tax)} {currency}; together {plain(total.gross)} {currency}"


def digest_of_lines(lines: Iterable[Line]) -> str:
    """SHA-256 over all that the lines say, as the verifier reads it from their rows."""
    parts = [
        "\x1f".join(
            [
                str(position),
                line.section,
                line.words,
                *map(digits, (line.quantity, line.unit_price, line.discount, line.tax_rate)),
                line.unit,
                line.tax_category,
                line.exemption_reason,
                line.kind,
                str(line.period_months or 0),
                "" if line.ceiling is None else digits(line.ceiling),
                str(line.product_id or ""),
                str(line.option_id or ""),
                str(getattr(line, "continues_id", None) or ""),  # terms that go on with nothing have none
            ]
        )
        for position, line in enumerate(lines, start=1)
    ]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def _cannot_be_worded(line: LineTerms) -> Refusal | None:
    if not line.words.strip():
        return invalid("words", _("What is it?"))
    if "\n" in line.section or "\n" in line.exemption_reason:
        return invalid("section", _("Please write it on one line."))
    if not units.CODE.fullmatch(line.unit):
        return invalid("unit", _("This unit is not known."))
    return None


def _cannot_be_counted(line: LineTerms) -> Refusal | None:
    for name, places in PLACES.items():
        value = getattr(line, name)
        if value is not None and (abs(value) >= MOST or round(value, places) != value):
            return invalid(name, _("This number is too long."))
    if line.unit_price < 0:
        return invalid("unit_price", _("A price is not negative."))
    if abs(line.quantity * line.unit_price) >= MOST:
        return invalid("unit_price", _("This number is too long."))
    if not 0 <= line.discount <= 100:
        return invalid("discount", _("A discount is between nothing and all."))
    if line.kind not in KINDS:
        return invalid("kind", _("A line is paid once, each period, by use or by the hour."))
    open_ended = line.kind in (METERED, HOURLY)
    if line.quantity < 0 and line.kind != ONCE:
        return invalid("quantity", _("Only what is paid once can be taken off."))
    if line.quantity == 0 and not open_ended:
        return invalid("quantity", _("How many?"))
    if line.period_months is not None and not 1 <= line.period_months <= 120:
        return invalid("period_months", _("A period has 1 to 120 months."))
    if (line.kind == RECURRING) != (line.period_months is not None) and not open_ended:
        return invalid("period_months", _("What recurs has a period, and what is paid once has none."))
    if line.ceiling is not None and (not open_ended or line.ceiling < line.quantity or line.ceiling <= 0):
        return invalid("ceiling", _("A ceiling is for what is counted later, and above what is expected."))
    return None


def _cannot_be_taxed(line: LineTerms) -> Refusal | None:
    if line.tax_category not in CATEGORIES:
        return invalid("tax_category", _("This kind of tax is not known."))
    if (line.tax_category == "S") != (line.tax_rate > 0) or line.tax_rate > 100:
        return invalid("tax_rate", _("The normal tax has a rate, and every other has none."))
    return None
