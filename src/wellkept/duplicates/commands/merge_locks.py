"""Locks that every command takes first: journeys, then customers, always in this order."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.duplicates.models import Merge
from wellkept.events.commands import Audience
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import missing

Keys = Callable[[], Collection[int]]


def lock_journeys_and_customers(*, customers: Keys, journeys: Keys) -> dict[int, Customer]:
    """Lock these customers and journeys until the end of the transaction, and return the customers by key.

    Journeys come first, as in every command; each kind in the order of its keys. If the set of rows changes
    meanwhile, all locks are released and it starts again. So nobody waits for a journey while holding a
    customer.
    """
    while True:
        mark = transaction.savepoint()
        journey_keys, customer_keys = sorted(set(journeys())), sorted(set(customers()))
        list(Journey.objects.select_for_update().filter(pk__in=journey_keys).order_by("pk").values_list("pk"))
        rows = {
            row.pk: row
            for row in Customer.objects.select_for_update().filter(pk__in=customer_keys).order_by("pk")
        }
        if (sorted(set(journeys())), sorted(set(customers()))) == (journey_keys, customer_keys):
            transaction.savepoint_commit(mark)
            break
        transaction.savepoint_rollback(mark)
    if len(rows) < len(customer_keys):
        raise missing("customer", _("There is no such customer."))
    return rows


def lock_merge(id: int) -> Merge:
    """Lock the merge until the end of the transaction."""
    row = Merge.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise missing("merge", _("There is no such merge."))
    return row


def journeys_of(*customers: int) -> list[int]:
    """List the keys of these customers' journeys."""
    return list(Journey.objects.filter(customer__in=customers).values_list("pk", flat=True).order_by("pk"))


def people_in_charge(journeys: Collection[int]) -> Audience:
    """List owners and holders of these journeys, whose pages show the customer."""
    hands = (
        Journey.objects.filter(pk__in=journeys).exclude(state="ended").values_list("owner_id", "holder_id")
    )
    return Audience({key for pair in hands for key in pair})
