from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.duplicates import facts
from wellkept.duplicates.commands.locks import held
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
    """These two are not the same. Asked again only when something by which they are compared has changed."""
    me = fresh(by).as_staff()
    by.as_writer()
    if first == second:
        raise invalid("second", _("This is one customer."))
    rows = held(customers=lambda: {first, second}, journeys=lambda: ())
    for one in rows.values():
        if one.merged_into is not None:
            raise invalid(
                "second",
                fill(
                    _("%(name)s was merged into %(into)s: undo that merge."),
                    name=one.name,
                    into=one.merged_into.name,
                ),
            )
    row = told_apart(first, second, me=me)
    said = facts.CustomersToldApart(
        first=row.first_id,
        second=row.second_id,
        first_name=rows[row.first_id].name,
        second_name=rows[row.second_id].name,
    )
    record(Entry(first, said), Entry(second, said), by=by.by)
    return row


def told_apart(one: int, other: int, *, me: int) -> Pair:
    """The verdict on a pair, on what is known of both now. Part of the caller's act, which records it."""
    now = clock.now()
    first, second = sorted((one, other))
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
