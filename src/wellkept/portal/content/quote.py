"""A quote as its customer sees it: the lines, what they choose between, and the sums of their choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from wellkept.kernel.money import digits
from wellkept.orders.agreement_lines import LineTerms, totals_of
from wellkept.orders.price_display import ShownLine, ShownSum, price_in_words, shown_line, shown_sums
from wellkept.orders.queries import lines_of_quote, questions_of_quote
from wellkept.orders.quote_lines import Choice, QuotedLine, alternatives_of, chosen_lines, in_quantity

if TYPE_CHECKING:
    from wellkept.orders.models import Quote, QuoteQuestion


@dataclass(frozen=True)
class QuotedRow:
    """A line with its amount, its bounds if it is optional, and the questions about it."""

    key: int
    section: str
    shown: ShownLine
    optional: bool
    wanted: bool
    quantity: str
    least: str
    most: str
    questions: Sequence[QuoteQuestion]

    @property
    def has_bounds(self) -> bool:
        """Whether they may choose how many, and not only whether."""
        return self.least != self.most


@dataclass(frozen=True)
class Answer:
    """One alternative: its lines, and what it adds to the sums."""

    name: str
    rows: Sequence[QuotedRow]
    amount: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One thing to choose. `name` is that of its control."""

    name: str
    words: str
    answers: Sequence[Answer]


@dataclass(frozen=True)
class QuotePage:
    """All that the page of a quote shows."""

    rows: Sequence[QuotedRow]
    questions: Sequence[Question]
    sums: Sequence[ShownSum]
    is_chosen: bool


def quote_page(quote: Quote, choice: Choice, *, with_tax: bool) -> QuotePage:
    """Build the page for this choice."""
    lines = lines_of_quote(quote.pk)
    asked: dict[int, list[QuoteQuestion]] = {}
    for question in questions_of_quote(quote.pk):
        asked.setdefault(question.line_id, []).append(question)

    def row(line: QuotedLine) -> QuotedRow:
        quantity = choice.quantities.get(line.pk, line.quantity)
        shown = in_quantity(line, quantity if quantity > 0 else line.quantity)
        return QuotedRow(
            line.pk,
            line.section,
            shown_line(shown, quote.currency, with_tax=with_tax),
            line.most is not None,
            line.pk in choice.quantities,
            _digits(quantity),
            _digits(line.least),
            _digits(line.most),
            asked.get(line.pk, []),
        )

    questions = [
        Question(
            f"choice-{place}",
            group.choice,
            [
                Answer(
                    name,
                    [row(line) for line in of],
                    price_in_words(of, quote.currency, with_tax=with_tax),
                    choice.alternatives.get(group.choice) == name,
                )
                for name, of in group.lines.items()
            ],
        )
        for place, group in enumerate(alternatives_of(lines))
    ]
    chosen: Sequence[LineTerms] = chosen_lines(lines, choice)
    return QuotePage(
        [row(line) for line in lines if not line.choice],
        questions,
        list(shown_sums(totals_of(chosen, quote.currency), quote.currency, with_tax=with_tax)),
        all(any(answer.chosen for answer in question.answers) for question in questions),
    )


def choice_of(quote: Quote, sent: Mapping[str, str]) -> Choice:
    """Read a choice from what the page sent. A quantity that cannot be read counts as out of bounds."""
    lines = lines_of_quote(quote.pk)
    alternatives = {
        group.choice: sent[f"choice-{place}"]
        for place, group in enumerate(alternatives_of(lines))
        if sent.get(f"choice-{place}")
    }
    quantities = {
        line.pk: _number(sent.get(f"quantity-{line.pk}", _digits(line.quantity)))
        for line in lines
        if line.most is not None and f"wanted-{line.pk}" in sent
    }
    return Choice(alternatives, quantities)


def _number(typed: str) -> Decimal:
    try:
        number = Decimal(typed.strip().replace(",", ".") or "0")
    except InvalidOperation:
        return Decimal(-1)
    return number if number.is_finite() and abs(number) < 10**10 else Decimal(-1)


def _digits(number: Decimal | None) -> str:
    return "" if number is None else digits(number)
