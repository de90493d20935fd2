"""The rows of an agreement: its lines, their sums, and the digest of the page that the customer sees."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.commands.turn import Turn
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import invalid
from wellkept.kernel.text import fill
from wellkept.orders import rules
from wellkept.orders.agreement_lines import (
    ContinuedTerms,
    LineTerms,
    PricedLines,
    going_on,
    net_of,
    one_line,
    title_of,
    totals_of,
)
from wellkept.orders.models import Agreement, AgreementLine
from wellkept.orders.payment_terms import Terms
from wellkept.orders.queries import agreement_in_force, frozen_text, lines_of


def write_page(t: Turn, row: Agreement, total: Money | PricedLines, agreed: Terms) -> list[AgreementLine]:
    """Write the agreement with its lines, their sums, and the digest of the page that the customer sees."""
    assert agreed.bill_on is not None
    assert agreed.due_days is not None
    terms = [one_line(row.words, total)] if isinstance(total, Money) else total.lines
    terms = _going_on(terms, total.currency, before=agreement_in_force(t.row.pk))
    sums = totals_of(terms, total.currency).once
    row.itemised = isinstance(total, PricedLines)
    row.currency, row.line_count = total.currency, len(terms)
    row.net_total, row.tax_total, row.total = sums.net, sums.tax, sums.gross
    row.bill_on, row.due_days, row.deemed_days = agreed.bill_on, agreed.due_days, agreed.deemed_days
    row.deposit_net = agreed.deposit_of(sums.net, row.currency)
    lines = [_line(line, position, row) for position, line in enumerate(terms, start=1)]
    row.digest = rules.digest_of(frozen_text(row, lines, number=t.row.number))
    row.save(force_insert=True)
    for line in lines:
        line.agreement = row
    AgreementLine.objects.bulk_create(lines, batch_size=500)
    return lines


def _going_on(terms: Sequence[LineTerms], currency: str, *, before: Agreement | None) -> Sequence[LineTerms]:
    """Check the lines that go on with lines of the agreement in force. One total goes on with one total."""
    known = (
        {} if before is None or before.currency != currency else {line.pk: line for line in lines_of(before)}
    )
    if before is not None and not before.itemised and len(terms) == len(known) == 1:
        (old,) = known.values()
        if (old.kind, old.unit) == (terms[0].kind, terms[0].unit):
            return [going_on(terms[0], old.pk)]
    named = [line for line in terms if isinstance(line, ContinuedTerms)]
    for line in named:
        old_line = known.get(line.continues_id)
        if old_line is None:
            raise invalid("lines", _("One of the lines goes on with a line that is not agreed."))
        if (line.kind, line.unit, line.period_months) != (
            old_line.kind,
            old_line.unit,
            old_line.period_months,
        ):
            raise invalid(
                "lines",
                fill(
                    _(
                        "“%(words)s” keeps its unit, and how it is paid. Or leave it out, and add another line."
                    ),
                    words=title_of(old_line),
                ),
            )
    if len({line.continues_id for line in named}) < len(named):
        raise invalid("lines", _("A line of the agreement before goes on in one line."))
    return terms


def _line(line: LineTerms, position: int, row: Agreement) -> AgreementLine:
    return AgreementLine(
        journey_id=row.journey_id,
        position=position,
        section=line.section.strip(),
        words=line.words.strip(),
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        discount=line.discount,
        net_amount=net_of(line, row.currency),
        tax_category=line.tax_category,
        tax_rate=line.tax_rate,
        exemption_reason=line.exemption_reason.strip(),
        kind=line.kind,
        period_months=line.period_months,
        ceiling=line.ceiling,
        product_id=line.product_id,
        option_id=line.option_id,
        continues_id=line.continues_id if isinstance(line, ContinuedTerms) else None,
    )
