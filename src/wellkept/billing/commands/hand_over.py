"""Give the payments of a colleague who leaves to their successor."""

from __future__ import annotations

from django.db import transaction

from wellkept.billing.commands.payments import hand
from wellkept.billing.models import Payment
from wellkept.people.actor import Actor
from wellkept.people.successors import Successors


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give all payments that wait with `person` to their successor. Part of `leaving.leave`."""
    rows = Payment.objects.select_for_update().filter(handler_id=person, settled_at__isnull=True)
    for row in list(rows.order_by("pk")):
        hand(row, to=to.everything, by=by)
