"""Give the payments and invoices of a colleague who leaves to their successor."""

from __future__ import annotations

from itertools import groupby

from django.db import transaction

from wellkept.billing.commands.invoices import hand_in
from wellkept.billing.commands.journey_act import act_on
from wellkept.billing.commands.payments import hand
from wellkept.billing.models import Invoice, Payment
from wellkept.people.actor import Actor
from wellkept.people.successors import Successors


@transaction.atomic
def hand_over(*, person: int, to: Successors, by: Actor) -> None:
    """Give all payments and invoices that wait with `person` to their successor. Part of `leaving.leave`."""
    invoices = Invoice.objects.filter(handler_id=person, settled_at__isnull=True, discarded_at__isnull=True)
    for journey, rows in groupby(invoices.order_by("journey_id", "pk"), key=lambda row: row.journey_id):
        with act_on(journey, by=by, check=lambda _state: None) as act:
            for row in rows:
                hand_in(act, row, to=to.everything)
    payments = Payment.objects.select_for_update().filter(handler_id=person, settled_at__isnull=True)
    for payment in list(payments.order_by("pk")):
        hand(payment, to=to.everything, by=by)
