"""Parts of agreed lines: what is billed of them, what is left, and what a share of one comes to."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from wellkept.billing.models import BillingAllocation, InvoiceLine
from wellkept.billing.rules import Share
from wellkept.delivery.queries import delivered_of
from wellkept.kernel.minor_units import rounded
from wellkept.kernel.money import digits
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill
from wellkept.orders.agreement_lines import (
    HOURLY,
    METERED,
    ONCE,
    RECURRING,
    Sum,
    sum_of,
    tax_shares,
    title_of,
)
from wellkept.orders.models import AgreementLine
from wellkept.orders.payment_terms import ON_DELIVERY
from wellkept.orders.queries import agreement_in_force


@dataclass(frozen=True)
class Billable:
    """An agreed line with the quantity and the amount that are not billed yet, or its next period.

    Where the terms say that it is billed as it is delivered, the quantity is what was delivered and not billed.
    """

    line: AgreementLine
    currency: str
    quantity: Decimal
    net: Decimal
    period_from: date | None = None
    waits: bool = False  # for its delivery, or a part of it

    @property
    def is_open(self) -> bool:
        """Whether anything of it can still be billed."""
        return self.quantity != 0

    def is_due(self, day: date) -> bool:
        """Whether it can be billed on this day without a question: nothing is counted, and its period has begun."""
        counted = self.line.kind in (METERED, HOURLY)
        return self.is_open and not counted and (self.period_from is None or self.period_from <= day)

    def part(self, share: Share) -> InvoiceLine:
        """The line of an invoice that bills this share. The last part takes what is left of the amount."""
        quantity = self._quantity_of(share)
        start = share.period_from or self.period_from if self.line.kind == RECURRING else None
        end = months_later(start, self.line.period_months or 1) if start else None
        row = self.line
        net = self.net
        is_part = row.kind in (METERED, HOURLY) or quantity != self.quantity or self.waits
        if row.kind != RECURRING and is_part:
            net = rounded(quantity * row.unit_price * (1 - row.discount / 100), self.currency)
        return InvoiceLine(
            journey_id=row.journey_id,
            words=row.words,
            quantity=quantity,
            unit=row.unit,
            unit_price=row.unit_price,
            discount=row.discount,
            net_amount=net,
            tax_category=row.tax_category,
            tax_rate=row.tax_rate,
            exemption_reason=row.exemption_reason,
            period_from=start,
            period_to=end,
        )

    def _quantity_of(self, share: Share) -> Decimal:
        quantity = self.quantity if share.quantity is None else share.quantity
        if not self.is_open and self.waits:
            raise Refusal(
                "not_delivered",
                fill(_("No more of “%(words)s” is delivered yet."), words=title_of(self.line)),
                law=10,
                field="lines",
            )
        if not self.is_open:
            raise Refusal(
                "billed_already",
                fill(_("“%(words)s” is billed already."), words=title_of(self.line)),
                law=10,
                field="lines",
                instead=_("If the invoice was wrong, credit it first."),
            )
        if quantity == 0 or (quantity > 0) != (self.quantity > 0) or abs(quantity) > abs(self.quantity):
            raise invalid(
                "lines",
                fill(
                    _("Of “%(words)s” at most %(most)s can be billed."),
                    words=title_of(self.line),
                    most=digits(self.quantity),
                ),
            )
        if self.line.kind == RECURRING and quantity != self.line.quantity:
            raise invalid("lines", _("Of what recurs, whole periods are billed."))
        return quantity


def billable_lines(journey: int, *, first_day: date) -> list[Billable]:
    """Every line of the agreement in force with what is left of it. A period begins on `first_day` at the earliest."""
    agreement = agreement_in_force(journey)
    if agreement is None:
        return []
    billed = defaultdict(list)
    for row in BillingAllocation.objects.filter(journey_id=journey, ended_at__isnull=True):
        billed[row.agreement_line_id].append(row)
    before = dict(AgreementLine.objects.filter(journey_id=journey).values_list("pk", "continues_id"))
    lines = list(agreement.lines.select_related("agreement").order_by("position"))
    of_line = {line.pk: [row for key in _chain(line.pk, before) for row in billed[key]] for line in lines}
    left = [_billable(line, of_line[line.pk], agreement.currency, first_day) for line in lines]
    if agreement.bill_on != ON_DELIVERY or agreement.journey.accepted_at is not None:
        return left
    quantities = delivered_of(line.pk for line in lines)
    return [_delivered(item, quantities[item.line.pk], of_line[item.line.pk]) for item in left]


def _chain(line: int, before: Mapping[int, int | None]) -> Iterator[int]:
    """A line and those of earlier agreements that it goes on with: what is billed of them is billed of it."""
    key: int | None = line
    while key is not None:
        yield key
        key = before[key]


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month, as the database reckons it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def sums_of(lines: Iterable[InvoiceLine], currency: str) -> Sum:
    """Net amount and tax: the tax of each rate on the sum of its rounded lines."""
    amounts = ((line.tax_category, line.tax_rate, line.net_amount) for line in lines)
    return sum_of(tax_shares(amounts, currency))


def _delivered(item: Billable, delivered: Decimal, billed: Sequence[BillingAllocation]) -> Billable:
    """Leave of a line what was delivered of it and is not billed. What recurs waits for the acceptance."""
    if item.line.kind == ONCE and item.line.quantity < 0:
        return item
    here = delivered - sum((row.quantity for row in billed), Decimal(0))
    quantity = Decimal(0) if item.line.kind == RECURRING else max(min(item.quantity, here), Decimal(0))
    return replace(item, quantity=quantity, waits=quantity < item.quantity)


def _billable(
    line: AgreementLine, billed: Sequence[BillingAllocation], currency: str, first_day: date
) -> Billable:
    quantity = sum((row.quantity for row in billed), Decimal(0))
    net = sum((row.net_amount for row in billed), Decimal(0))
    if line.kind == ONCE:
        return Billable(line, currency, line.quantity - quantity, line.net_amount - net)
    if line.kind == RECURRING:
        ends = [row.period_to for row in billed if row.period_to is not None]
        return Billable(line, currency, line.quantity, line.net_amount, max([first_day, *ends]))
    most = line.quantity if line.ceiling is None else line.ceiling
    return Billable(line, currency, most - quantity, Decimal(0))
