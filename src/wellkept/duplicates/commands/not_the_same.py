"""Tell two customers apart."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.duplicates import facts
from wellkept.duplicates.commands.merge_locks import lock_journeys_and_customers
from wellkept.duplicates.models import Pair
from wellkept.duplicates.queries.records import records
from wellkept.duplicates.rules.records import digest
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh


@transaction.atomic
def tell_apart(*, first: int, second: int, by: Actor) -> Pair:
    """Note that two customers are not the same. The pair reopens only when compared data changes."""
    me = fresh(by).as_staff()
    by.as_writer()
    if first == second:
        raise invalid("second", _("This is one customer."))
    rows = lock_journeys_and_customers(customers=lambda: {first, second}, journeys=lambda: ())
    for customer in rows.values():
        if customer.merged_into is not None:
            raise invalid(
                "second",
                fill(
                    _("%(name)s was merged into %(into)s: undo that merge."),
                    name=customer.name,
                    into=customer.merged_into.name,
                ),
            )
    row = note_told_apart(first, second, me=me)
    event = facts.CustomersToldApart(
        first=row.first_id,
        second=row.second_id,
        first_name=rows[row.first_id].name,
        second_name=rows[row.second_id].name,
    )
    record(Entry(first, event), Entry(second, event), by=by.by)
    return row


def note_told_apart(customer: int, other: int, *, me: int) -> Pair:
    """Write the verdict on a pair, with a digest of the data now. Part of the caller's command, which records
    it.
    """
    now = clock.now()
    first, second = sorted((customer, other))
    row, _unused = Pair.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={
            "verdict": "told_apart",
            "said_at": now,
            "said_by_id": me,
            "compared": digest(records((first, second)).values()),
        },
        create_defaults={
            "verdict": "told_apart",
            "said_at": now,
            "said_by_id": me,
            "compared": digest(records((first, second)).values()),
            "probability": 0,
            "found_at": now,
        },
    )
    return row
