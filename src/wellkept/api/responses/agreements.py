"""Agreements."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ninja import Schema

from wellkept.api.times import Instant

if TYPE_CHECKING:
    from wellkept.orders.models import Agreement, AgreementLine


class AgreementLineOut(Schema):
    """A line of an agreement. Its price and its amount are before tax. `delivered`: how much came so far."""

    id: int
    position: int
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
    delivered: Decimal
    continues: int | None


class AgreementOut(Schema):
    """An agreement as it was put to the customer. The total is what is paid once, with tax."""

    id: int
    state: str
    words: str
    total: Decimal
    net_total: Decimal
    tax_total: Decimal
    itemised: bool
    lines: list[AgreementLineOut]
    currency: str
    delivery_by: Instant
    valid_until: Instant | None
    deemed_days: int | None
    bill_on: str
    due_days: int
    deposit_net: Decimal
    digest: str
    agreed_at: Instant | None
    signed_name: str
    customer_reference: str


def agreement_out(row: Agreement, delivered: Mapping[int, Decimal]) -> AgreementOut:
    """An agreement with its lines, and how much was delivered of each, by its key."""
    return AgreementOut(
        id=row.pk,
        state=row.state,
        words=row.words,
        total=row.total,
        net_total=row.net_total,
        tax_total=row.tax_total,
        itemised=row.itemised,
        lines=[_line_out(line, delivered[line.pk]) for line in row.lines.all()],
        currency=row.currency,
        delivery_by=row.delivery_by,
        valid_until=row.valid_until,
        deemed_days=row.deemed_days,
        bill_on=row.bill_on,
        due_days=row.due_days,
        deposit_net=row.deposit_net,
        digest=bytes(row.digest).hex(),
        agreed_at=row.agreed_at,
        signed_name=row.signed_name,
        customer_reference=row.customer_reference,
    )


def _line_out(line: AgreementLine, delivered: Decimal) -> AgreementLineOut:
    return AgreementLineOut(
        id=line.pk,
        position=line.position,
        section=line.section,
        words=line.words,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        discount=line.discount,
        net_amount=line.net_amount,
        tax_category=line.tax_category,
        tax_rate=line.tax_rate,
        exemption_reason=line.exemption_reason,
        kind=line.kind,
        period_months=line.period_months,
        ceiling=line.ceiling,
        delivered=delivered,
        continues=line.continues_id,
    )
