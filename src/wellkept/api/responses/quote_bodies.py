"""Quotes. What a line costs us is never in them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ninja import Schema

from wellkept.api.times import Instant
from wellkept.orders import queries
from wellkept.orders.agreement_lines import net_of, totals_of
from wellkept.orders.discounts import discount_of
from wellkept.orders.quote_lines import Choice, chosen_lines
from wellkept.orders.quote_rules import suffix_of

if TYPE_CHECKING:
    from wellkept.orders.models import Quote, QuoteLine, QuoteQuestion


class QuoteLineOut(Schema):
    """A line of a quote. With a choice it is an alternative, with bounds it is optional."""

    id: int
    section: str
    words: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    discount: Decimal
    net_amount: Decimal
    tax_category: str
    tax_rate: Decimal
    exemption_reason: str
    kind: str
    period_months: int | None
    ceiling: Decimal | None
    product: int | None
    option: int | None
    choice: str
    alternative: str
    least: Decimal | None
    most: Decimal | None


_REWORDED = ("net_amount", "product", "option")


class QuoteQuestionOut(Schema):
    """A question about a line, and our answer."""

    id: int
    line: int
    words: str
    answer: str
    asked_at: Instant
    answered_at: Instant | None


class QuoteOut(Schema):
    """A quote with its lines and questions. The total is what is paid once, with tax, without what is to be chosen."""

    id: int
    number: int
    suffix: str
    state: str
    words: str
    terms: str
    currency: str
    total: Decimal
    discount: Decimal
    delivery_by: Instant | None
    valid_until: Instant | None
    sent_at: Instant | None
    digest: str
    answer: str
    lines: list[QuoteLineOut]
    questions: list[QuoteQuestionOut]


class QuotesOut(Schema):
    """The quotes of a journey, newest first."""

    quotes: list[QuoteOut]


def quote_out(row: Quote) -> QuoteOut:
    """A quote as it is now. `discount` is in percent, as the limits of those who send it count it."""
    lines = queries.lines_of_quote(row.pk)
    return QuoteOut(
        id=row.pk,
        number=row.number,
        suffix=suffix_of(row.number),
        state=row.state,
        words=row.words,
        terms=row.terms,
        currency=row.currency,
        total=totals_of(chosen_lines(lines, Choice()), row.currency).once.gross,
        discount=discount_of(lines),
        delivery_by=row.delivery_by,
        valid_until=row.valid_until,
        sent_at=row.sent_at,
        digest=bytes(row.digest).hex() if row.digest else "",
        answer=row.answer,
        lines=[_line_out(line, row.currency) for line in lines],
        questions=[_question_out(question) for question in queries.questions_of_quote(row.pk)],
    )


def _line_out(line: QuoteLine, currency: str) -> QuoteLineOut:
    # By their names a product and an option would be read from their tables, line by line.
    same = {name: getattr(line, name) for name in QuoteLineOut.model_fields if name not in _REWORDED}
    return QuoteLineOut(
        **same,
        net_amount=net_of(line, currency),
        product=line.product_id,
        option=line.option_id,
    )


def _question_out(question: QuoteQuestion) -> QuoteQuestionOut:
    return QuoteQuestionOut(
        id=question.pk,
        line=question.line_id,
        words=question.words,
        answer=question.answer,
        asked_at=question.asked_at,
        answered_at=question.answered_at,
    )
