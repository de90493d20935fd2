"""Records that a customer may have only once, when two customers are merged or parted again.

One side ends in a merge. Undoing the merge makes a new one: what has ended stays ended (law 11).
"""

from __future__ import annotations

from django.db import transaction

from wellkept.customers.models import Contact
from wellkept.events.commands import Audience, Entry, record
from wellkept.kernel import clock
from wellkept.people.actor import Actor
from wellkept.people.models import Person
from wellkept.voice import facts
from wellkept.voice.commands.checks import locked_customer, staff
from wellkept.voice.models import KeyCustomer, Rhythm


@transaction.atomic
def rhythm_gives_way(*, rhythm: int, to: int, by: Actor) -> None:
    """End a rhythm because the other customer's goes on. Part of a merge."""
    staff(by=by)
    row = Rhythm.objects.select_for_update().get(pk=rhythm)
    row.ended_at, row.one_with_id = clock.now(), to
    row.save(update_fields=["ended_at", "one_with"])
    fact = facts.RhythmEnded(one_with=to)
    record(Entry(row.customer_id, fact), by=by.by, audience=Audience([row.person_id]))


@transaction.atomic
def rhythm_comes_again(*, rhythm: int, by: Actor) -> None:
    """Set the ended rhythm again, unless there is a new one. Part of undoing a merge."""
    me = staff(by=by)
    old = Rhythm.objects.get(pk=rhythm)
    customer = locked_customer(old.customer_id)
    if Rhythm.objects.filter(customer=customer, ended_at__isnull=True).exists():
        return
    assert old.next_at is not None  # it had one, and what ended keeps what it said
    speaks = Contact.objects.filter(pk=old.contact_id or 0, customer=customer).first()
    new = Rhythm.objects.create(
        customer=customer,
        every_days=old.every_days,
        next_at=old.next_at,
        person_id=_here(old.person_id, else_=me),
        contact=speaks,
        about=old.about,
        set_at=clock.now(),
        set_by_id=me,
    )
    fact = facts.RhythmSet(every_days=new.every_days, due=old.next_at, person=new.person_id)
    record(Entry(customer.pk, fact), by=by.by, audience=Audience([new.person_id]))


@transaction.atomic
def mark_gives_way(*, mark: int, to: int, by: Actor) -> None:
    """End a key-customer mark because the other customer's goes on. Part of a merge."""
    staff(by=by)
    row = KeyCustomer.objects.select_for_update().get(pk=mark)
    row.ended_at, row.one_with_id = clock.now(), to
    row.save(update_fields=["ended_at", "one_with"])
    fact = facts.KeyCustomerUnmarked(one_with=to)
    record(Entry(row.customer_id, fact), by=by.by, audience=Audience([row.person_id]))


@transaction.atomic
def mark_comes_again(*, mark: int, by: Actor) -> None:
    """Set the ended key-customer mark again. Part of undoing a merge."""
    me = staff(by=by)
    old = KeyCustomer.objects.get(pk=mark)
    customer = locked_customer(old.customer_id)
    if KeyCustomer.objects.filter(customer=customer, ended_at__isnull=True).exists():
        return
    new = KeyCustomer.objects.create(
        customer=customer,
        person_id=_here(old.person_id, else_=me),
        why=old.why,
        marked_at=clock.now(),
        marked_by_id=me,
    )
    fact = facts.KeyCustomerMarked(person=new.person_id, why=new.why)
    record(Entry(customer.pk, fact), by=by.by, audience=Audience([new.person_id]))


def _here(person: int, *, else_: int) -> int:
    """Return the colleague, or the acting person if the colleague has left."""
    return person if Person.objects.filter(pk=person, active=True).exists() else else_
