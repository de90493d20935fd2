"""Agreements."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ninja import Schema

from wellkept.api.times import Instant

if TYPE_CHECKING:
    from wellkept.orders.models import Agreement


class AgreementOut(Schema):
    """An agreement as it was put to the customer."""

    id: int
    state: str
    words: str
    total: Decimal
    currency: str
    delivery_by: Instant
    valid_until: Instant | None
    deemed_days: int | None
    digest: str
    agreed_at: Instant | None
    signed_name: str
    customer_reference: str


def agreement_out(row: Agreement) -> AgreementOut:
    return AgreementOut(
        id=row.pk,
        state=row.state,
        words=row.words,
        total=row.total,
        currency=row.currency,
        delivery_by=row.delivery_by,
        valid_until=row.valid_until,
        deemed_days=row.deemed_days,
        digest=bytes(row.digest).hex(),
        agreed_at=row.agreed_at,
        signed_name=row.signed_name,
        customer_reference=row.customer_reference,
    )
