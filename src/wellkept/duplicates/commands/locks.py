"""What each of the commands begins with: the journeys held, then the customers, always in this order."""

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


def held(*, customers: Keys, journeys: Keys) -> dict[int, Customer]:
    """The customers by key, held with the journeys, until the end of the transaction.

    Journeys come first, as in every command; each kind in the order of its keys. If meanwhile there are others to hold,
    all are let go and it begins anew: nobody ever waits for a journey with a customer in hand.
    """
    while True:
        mark = transaction.savepoint()
        theirs, them = sorted(set(journeys())), sorted(set(customers()))
        list(Journey.objects.select_for_update().filter(pk__in=theirs).order_by("pk").values_list("pk"))
        rows = {
            row.pk: row for row in Customer.objects.select_for_update().filter(pk__in=them).order_by("pk")
        }
        if (sorted(set(journeys())), sorted(set(customers()))) == (theirs, them):
            transaction.savepoint_commit(mark)
            break
        transaction.savepoint_rollback(mark)
    if len(rows) < len(them):
        raise missing("customer", _("There is no such customer."))
    return rows


def held_merge(id: int) -> Merge:
    """The merge, held."""
    row = Merge.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise missing("merge", _("There is no such merge."))
    return row


def journeys_of(*customers: int) -> list[int]:
    """The keys of their journeys."""
    return list(Journey.objects.filter(customer__in=customers).values_list("pk", flat=True).order_by("pk"))


def hands_of(journeys: Collection[int]) -> Audience:
    """Who has these journeys in hand: their pages show whose they are."""
    hands = (
        Journey.objects.filter(pk__in=journeys).exclude(state="ended").values_list("owner_id", "holder_id")
    )
    return Audience({key for pair in hands for key in pair})
