"""Changes that a file makes in the catalogue, as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from wellkept.imports.catalogue_tables import Comparison
from wellkept.kernel import wording
from wellkept.kernel.text import Text
from wellkept.people.queries import company
from wellkept.solutions import queries
from wellkept.solutions.rules.catalogue_changes import CataloguePlan, Part, PartChange, PriceChange
from wellkept.solutions.rules.catalogue_columns import ARTICLES
from wellkept.solutions.rules.catalogue_rows import Fault
from wellkept.solutions.units import unit_in_words
from wellkept.web.solutions.forms import KINDS, SALES

MOST = 100  # lines of one list
T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """One change: the row, what it is about, and what is set."""

    row: int
    title: str
    words: str


@dataclass(frozen=True)
class Section:
    """Changes of one kind: the first lines, and how many there are."""

    title: str
    lines: Sequence[Line]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class SeenFile:
    """A file compared with the catalogue, as its page shows it."""

    digest: str
    changes: int
    rows: int
    sections: Sequence[Section]
    faults: Sequence[Fault]
    left_out: int
    unknown: Sequence[str]
    unread: Sequence[str]
    asks: bool

    @property
    def more(self) -> int:
        return self.left_out - len({fault.place for fault in self.faults})


def comparison_of(compared: Comparison) -> SeenFile:
    """Word what a file changes."""
    plan, rows = compared.plan, compared.rows
    return SeenFile(
        digest=plan.digest,
        changes=plan.changes,
        rows=rows.count,
        sections=[section for section in _sections(plan) if section.count],
        faults=sorted(plan.faults, key=lambda fault: (fault.place.sheet, fault.place.row))[:MOST],
        left_out=len({fault.place for fault in plan.faults}),
        unknown=list(dict.fromkeys(name for _sheet, name in rows.unknown)),
        unread=rows.unread,
        asks=compared.asks,
    )


def _sections(plan: CataloguePlan) -> list[Section]:
    names = {change.part: str(change.values["name"]) for change in plan.parts}
    lists = {0: company().name} | {row.pk: row.name for row in queries.price_lists()}
    solutions: dict[object, str] = {row.pk: row.name for row in queries.solutions()}
    added = [change for change in plan.parts if change.before is None]
    changed = [change for change in plan.parts if change.before is not None]
    prices = [_price(change, lists, names) for change in plan.prices[:MOST]]
    ends = [
        Line(end.place.row, _title(end.part, names), _until(end.last_day))
        for end in plan.ends[: MOST - len(prices)]
    ]
    return [
        Section(_("New"), [_new(change, names) for change in added[:MOST]], len(added)),
        Section(
            _("Changes"), [_changed(change, names, solutions) for change in changed[:MOST]], len(changed)
        ),
        Section(_("Prices"), [*prices, *ends], len(plan.prices) + len(plan.ends)),
        Section(
            _("Rules"),
            [Line(rule.place.row, rule.product, rule.details.sentence) for rule in plan.rules[:MOST]],
            len(plan.rules),
        ),
    ]


def _title(part: Part, names: dict[Part, str]) -> str:
    """`Heat pump · Large`, by names that the file gives, else by keys."""
    product = names.get((part[0], ""), part[0])
    return f"{product} · {names.get(part, part[1])}" if part[1] else product


def _new(change: PartChange, names: dict[Part, str]) -> Line:
    words = [unit_in_words(str(change.values["unit"])), dict(KINDS).get(str(change.values["kind"]), "")]
    return Line(change.place.row, _title(change.part, names), " · ".join(str(word) for word in words if word))


def _changed(change: PartChange, names: dict[Part, str], solutions: dict[object, str]) -> Line:
    words = []
    for name, value in change.changes.items():
        label = ARTICLES["solution" if name == "solution_id" else name]
        before = _value(name, (change.before or {}).get(name), solutions)
        words.append(f"{label}: {before} → {_value(name, value, solutions)}")
    return Line(change.place.row, _title(change.part, names), " · ".join(words))


def _value(name: str, value: object, solutions: dict[object, str]) -> Text:
    """A detail in words."""
    if value in (None, ""):
        return "–"
    if name == "solution_id":
        return solutions.get(value, str(value))
    if name == "unit":
        return unit_in_words(str(value))
    if name in ("kind", "sale"):
        return dict(KINDS if name == "kind" else SALES).get(str(value), str(value))
    return str(value)


def _price(change: PriceChange, lists: dict[int, str], names: dict[Part, str]) -> Line:
    price = change.price
    amount = wording.unit_price(price.amount.amount, price.amount.currency)
    if change.before is not None:
        before = change.before.amount
        amount = f"{wording.unit_price(before.amount, before.currency)} → {amount}"
    words = [amount]
    if price.at_least != 1:
        words.append(_("from %(n)s on") % {"n": wording.quantity(price.at_least)})
    words.append(lists[change.price_list])
    words.append(_("from %(day)s") % {"day": wording.full_day(price.valid_from)})
    if price.valid_to is not None:
        words.append(_until(price.valid_to))
    return Line(change.place.row, _title(change.part, names), " · ".join(words))


def _until(day: date) -> str:
    return _("until %(day)s") % {"day": wording.full_day(day)}
