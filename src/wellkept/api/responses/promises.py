"""Promises and their new dates."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ninja import Schema

from wellkept.api.times import Instant
from wellkept.promises import queries as promises

if TYPE_CHECKING:
    from wellkept.promises.models import Promise


class MoveOut(Schema):
    """A new date of a promise, and the answer to it."""

    id: int
    from_due: Instant
    to_due: Instant
    reason: str
    needs_yes: bool
    told_at: Instant | None
    answer: str


class PromiseOut(Schema):
    """A promise."""

    id: int
    kind: str
    purpose: str
    text: str
    state: str
    requested_for: Instant | None
    first_due: Instant | None
    due: Instant | None
    amount: Decimal | None
    currency: str
    kept_at: Instant | None
    moves: list[MoveOut]


def promise_out(row: Promise) -> PromiseOut:
    return PromiseOut(
        id=row.pk,
        kind=row.kind,
        purpose=row.purpose,
        text=row.sentence,
        state=promises.state_of(row),
        requested_for=row.requested_for,
        first_due=row.first_due,
        due=row.due,
        amount=row.amount,
        currency=row.currency,
        kept_at=row.kept_at,
        moves=[
            MoveOut(
                id=move.pk,
                from_due=move.from_due,
                to_due=move.to_due,
                reason=move.reason,
                needs_yes=move.needs_yes,
                told_at=move.told_at,
                answer=move.answer,
            )
            for move in row.moves.all()
        ],
    )
