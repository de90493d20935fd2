"""Acts of an administrator about a colleague's sign-in: administrator's rights, and second factors that are lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import refuse
from wellkept.people import facts
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.people.queries import second_factors
from wellkept.people.rights import (
    cannot_make_administrator,
    cannot_remove_administrator,
    cannot_reset_second_factors,
    locked,
)


@transaction.atomic
def make_administrator(*, person: int, by: Actor) -> Person:
    """Make an active colleague an administrator."""
    row = locked(person)
    refuse(cannot_make_administrator(row, by=by))
    row.admin = True
    row.save(update_fields=["admin"])
    record(Entry(person, facts.AdministratorMade()), by=by.by)
    return row


@transaction.atomic
def remove_administrator(*, person: int, by: Actor) -> Person:
    """Take the administrator's rights from a colleague. The last administrator keeps them."""
    row = locked(person)
    refuse(cannot_remove_administrator(row, by=by))
    row.admin = False
    row.save(update_fields=["admin"])
    record(Entry(person, facts.AdministratorRemoved()), by=by.by)
    return row


def end_administration(row: Person, *, by: Actor) -> list[Entry]:
    """Take the administrator's rights from somebody who loses their access, and return what to record.

    The caller has locked the row, and stores it.
    """
    if not row.admin:
        return []
    refuse(cannot_remove_administrator(row, by=by))
    row.admin = False
    return [Entry(row.pk, facts.AdministratorRemoved())]


@transaction.atomic
def reset_second_factors(*, person: int, by: Actor) -> Person:
    """Remove all second factors of a colleague who has lost them. The database ends all their sign-ins with it.

    Recorded first: this waits for a factor that is just being added, and removes it, too.
    """
    row = locked(person, keeps_keys=True)
    kinds = second_factors(person)
    refuse(cannot_reset_second_factors(row, has_one=bool(kinds), by=by))
    record(Entry(person, facts.SecondFactorsReset(removed=kinds)), by=by.by)
    Authenticator.objects.filter(user_id=person).delete()
    return row
