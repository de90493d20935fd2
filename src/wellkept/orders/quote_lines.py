"""Lines of a quote as values, and the lines that a choice of the customer makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.money import digits, plain
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import Text, fill
from wellkept.orders.agreement_lines import MOST, Line, LineTerms, net_of


class QuotedLine(Line, Protocol):
    """A line of a quote: a row, or its terms."""

    @property
    def pk(self) -> int: ...
    @property
    def choice(self) -> str: ...
    @property
    def alternative(self) -> str: ...
    @property
    def least(self) -> Decimal | None: ...
    @property
    def most(self) -> Decimal | None: ...


@dataclass(frozen=True, kw_only=True)
class QuoteLineTerms(LineTerms):
    """Terms of a line of a quote.

    With a choice it belongs to one alternative. With bounds it is optional: the customer takes it in a quantity between
    them, or not at all.
    """

    choice: str = ""
    alternative: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    list_price: Decimal | None = None  # as the catalogue had it when the line was added
    unit_cost: Decimal | None = None  # ours, before tax: no customer sees it

    def refusal(self) -> Refusal | None:
        """Refuse terms that no line of a quote can have."""
        if (refusal := super().refusal()) is not None:
            return refusal
        if bool(self.choice.strip()) != bool(self.alternative.strip()):
            return invalid("alternative", _("An alternative says between what they choose."))
        if (self.least is None) != (self.most is None):
            return invalid("most", _("An optional line has a least and a most quantity."))
        if self.least is None or self.most is None:
            return None
        if self.choice.strip():
            return invalid("least", _("A line is optional, or one of several alternatives."))
        if not (0 <= self.least <= self.quantity <= self.most < MOST):
            return invalid("least", _("The quantity lies between the least and the most."))
        return None


@dataclass(frozen=True)
class Choice:
    """A choice of the customer: the alternative of each choice, and the quantity of each optional line they want."""

    alternatives: Mapping[str, str] = field(default_factory=dict)
    quantities: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Alternatives:
    """One thing to choose, with the lines of each alternative."""

    choice: str
    lines: Mapping[str, Sequence[QuotedLine]]


def alternatives_of(lines: Iterable[QuotedLine]) -> list[Alternatives]:
    """The choices of a quote in their order."""
    choices: dict[str, dict[str, list[QuotedLine]]] = {}
    for line in lines:
        if line.choice:
            choices.setdefault(line.choice, {}).setdefault(line.alternative, []).append(line)
    return [Alternatives(choice, of) for choice, of in choices.items()]


def cannot_be_chosen(lines: Sequence[QuotedLine], choice: Choice) -> Refusal | None:
    """Refuse a choice that leaves something open, or that the quote does not offer."""
    for group in alternatives_of(lines):
        if choice.alternatives.get(group.choice) not in group.lines:
            return _not_chosen(fill(_("Please choose: %(choice)s"), choice=group.choice))
    for line in lines:
        quantity = choice.quantities.get(line.pk)
        if quantity is None or line.least is None or line.most is None or quantity == 0:
            continue
        if not line.least <= quantity <= line.most or round(quantity, 4) != quantity:
            return _not_chosen(fill(_("This cannot be had in that quantity: %(words)s"), words=line.words))
    if not chosen_lines(lines, choice):
        return _not_chosen(_("Please choose something."))
    return None


def _not_chosen(words: Text) -> Refusal:
    return invalid("choice", words, for_customer=words)


def chosen_lines(lines: Iterable[QuotedLine], choice: Choice) -> list[LineTerms]:
    """The lines that a choice makes: those always there, the alternatives, and each optional line that was chosen."""
    chosen = []
    for line in lines:
        if line.choice and choice.alternatives.get(line.choice) != line.alternative:
            continue
        quantity = line.quantity
        if line.most is not None:
            quantity = choice.quantities.get(line.pk, Decimal(0))
            if quantity == 0:
                continue
        chosen.append(in_quantity(line, quantity))
    return chosen


def digest_text(*, head: Mapping[str, str], lines: Iterable[QuotedLine], currency: str) -> str:
    """All that a sent quote says, as one text."""
    rows = [
        [
            *(_plain(getattr(line, name)) for name in _NAMES),
            plain(net_of(line, currency)),
            *map(_plain, (line.choice, line.alternative, line.least, line.most)),
        ]
        for line in lines
    ]
    return json.dumps([head, rows], ensure_ascii=False, sort_keys=True)


def values_of(line: QuoteLineTerms) -> dict[str, object]:
    """The columns of a line."""
    return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(line).items()}


_NAMES = tuple(part.name for part in fields(LineTerms))


def in_quantity(line: QuotedLine, quantity: Decimal) -> LineTerms:
    """The terms of a line in this quantity."""
    return LineTerms(**{name: getattr(line, name) for name in _NAMES} | {"quantity": quantity})


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return digits(value)
    return "" if value is None else str(value)
