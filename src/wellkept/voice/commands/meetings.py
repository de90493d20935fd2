"""Rhythms of meetings, always with a next date; and key customers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.events.commands import Audience, Entry, record
from wellkept.kernel import clock
from wellkept.kernel.instants import later, must_be_ahead
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.people.actor import Actor
from wellkept.voice import facts
from wellkept.voice.commands.checks import (
    colleague,
    happened_at,
    locked_customer,
    process_owner,
    required_words,
    staff,
    their_contact,
)
from wellkept.voice.models import KeyCustomer, Meeting, Rhythm

LONGEST = 3660  # days between two meetings


@transaction.atomic
def set_rhythm(
    *,
    customer: int,
    every_days: int,
    next_at: datetime,
    by: Actor,
    person: int | None = None,
    contact: int | None = None,
    about: str = "",
) -> Rhythm:
    """Set how often we meet a customer, the next date, and who meets whom. Replaces the rhythm in force."""
    me = staff(by=by)
    _comes_round(every_days)
    _is_ahead(next_at)
    row = locked_customer(customer)
    ours = colleague(person if person is not None else me, "person").pk
    theirs = their_contact(contact, row)
    rhythm = _in_force(row) or Rhythm(customer=row, set_at=clock.now(), set_by_id=me)
    before = {rhythm.person_id, ours}
    rhythm.every_days, rhythm.next_at, rhythm.person_id = every_days, next_at, ours
    rhythm.contact, rhythm.about = theirs, about.strip()
    rhythm.save()
    record(
        Entry(row.pk, facts.RhythmSet(every_days=every_days, due=next_at, person=ours)),
        by=by.by,
        audience=Audience(before),
    )
    return rhythm


@transaction.atomic
def hold_meeting(
    *,
    customer: int,
    words: str,
    by: Actor,
    held_at: datetime | None = None,
    next_at: datetime | None = None,
) -> Meeting:
    """Record a meeting, what was said, and the next date. Without one the rhythm sets it."""
    me = staff(by=by)
    words = required_words(words, "words", _("What was said?"))
    row = locked_customer(customer)
    rhythm = _of(row)
    assert rhythm.next_at is not None  # a rhythm in force has its next date
    at = happened_at(held_at, "held_at")
    must_be_ahead("next_at", next_at, now=clock.now())
    then = next_at or later(at, days=rhythm.every_days, field="next_at")
    if then <= at:
        raise invalid("next_at", _("The next meeting is after this one."))
    meeting = Meeting.objects.create(
        customer=row,
        rhythm=rhythm,
        due_at=rhythm.next_at,
        held_at=at,
        said=words,
        person_id=me,
        noted_at=clock.now(),
    )
    before, rhythm.next_at = rhythm.next_at, then
    rhythm.save(update_fields=["next_at"])
    record(
        Entry(
            row.pk,
            facts.MeetingHeld(meeting=meeting.pk, said=words, due_before=before, due=then),
            happened=at,
        ),
        by=by.by,
        audience=Audience([rhythm.person_id]),
    )
    return meeting


@transaction.atomic
def move_meeting(*, customer: int, next_at: datetime, why: str, by: Actor) -> None:
    """Move the next meeting to another day, with the reason."""
    staff(by=by)
    reason = required_words(why, "why", _("Why is it moved?"))
    _is_ahead(next_at)
    row = locked_customer(customer)
    rhythm = _of(row)
    assert rhythm.next_at is not None
    before, rhythm.next_at = rhythm.next_at, next_at
    rhythm.save(update_fields=["next_at"])
    record(
        Entry(row.pk, facts.MeetingMoved(due_before=before, due=next_at, why=reason)),
        by=by.by,
        audience=Audience([rhythm.person_id]),
    )


@transaction.atomic
def end_rhythm(*, customer: int, why: str, by: Actor) -> None:
    """End the rhythm, with the reason. A key customer then appears on the process owner's desk."""
    staff(by=by)
    reason = required_words(why, "why", _("Why do the meetings end?"))
    row = locked_customer(customer)
    rhythm = _of(row)
    rhythm.ended_at, rhythm.ended_why = clock.now(), reason
    rhythm.save(update_fields=["ended_at", "ended_why"])
    record(Entry(row.pk, facts.RhythmEnded(why=reason)), by=by.by, audience=Audience([rhythm.person_id]))


@transaction.atomic
def mark_key_customer(*, customer: int, why: str, by: Actor, person: int | None = None) -> KeyCustomer:
    """Mark a key customer and name the person who answers for them. Replaces the mark in force."""
    me = process_owner(by=by)
    reason = required_words(why, "why", _("Why does much depend on this customer?"))
    row = locked_customer(customer)
    ours = colleague(person if person is not None else me, "person").pk
    mark = KeyCustomer.objects.filter(customer=row, ended_at__isnull=True).first() or KeyCustomer(
        customer=row, marked_at=clock.now(), marked_by_id=me
    )
    before = {mark.person_id, ours}
    mark.person_id, mark.why = ours, reason
    mark.save()
    record(
        Entry(row.pk, facts.KeyCustomerMarked(person=ours, why=reason)),
        by=by.by,
        audience=Audience(before),
    )
    return mark


@transaction.atomic
def unmark_key_customer(*, customer: int, why: str, by: Actor) -> None:
    """Remove the mark of a key customer, with the reason."""
    process_owner(by=by)
    reason = required_words(why, "why", _("Why is this no key customer any more?"))
    row = locked_customer(customer)
    mark = KeyCustomer.objects.filter(customer=row, ended_at__isnull=True).first()
    if mark is None:
        raise Refusal("no_key_customer", _("This is no key customer."))
    mark.ended_at, mark.ended_why = clock.now(), reason
    mark.save(update_fields=["ended_at", "ended_why"])
    record(
        Entry(row.pk, facts.KeyCustomerUnmarked(why=reason)), by=by.by, audience=Audience([mark.person_id])
    )


@transaction.atomic
def hand_over_meetings(*, person: int, to: int, by: Actor) -> None:
    """Give rhythms and key customers of a person who leaves to their successor. Part of `leaving.leave`."""
    for rhythm in Rhythm.objects.filter(person_id=person, ended_at__isnull=True).order_by("customer_id"):
        locked_customer(rhythm.customer_id)
        rhythm.person_id = to
        rhythm.save(update_fields=["person"])
        assert rhythm.next_at is not None
        fact = facts.RhythmSet(every_days=rhythm.every_days, due=rhythm.next_at, person=to)
        record(Entry(rhythm.customer_id, fact), by=by.by)
    for mark in KeyCustomer.objects.filter(person_id=person, ended_at__isnull=True).order_by("customer_id"):
        locked_customer(mark.customer_id)
        mark.person_id = to
        mark.save(update_fields=["person"])
        record(Entry(mark.customer_id, facts.KeyCustomerMarked(person=to, why=mark.why)), by=by.by)


def _in_force(customer: Customer) -> Rhythm | None:
    return Rhythm.objects.filter(customer=customer, ended_at__isnull=True).first()


def _of(customer: Customer) -> Rhythm:
    rhythm = _in_force(customer)
    if rhythm is None:
        raise Refusal(
            "no_rhythm",
            _("We do not meet this customer regularly."),
            instead=_("Set the next meeting first."),
        )
    return rhythm


def _comes_round(days: int) -> None:
    if not 0 < days <= LONGEST:
        raise invalid("every_days", _("After how many days do we meet again?"))


def _is_ahead(when: datetime) -> None:
    if when <= clock.now():
        raise Refusal(
            "in_the_past", _("The next meeting is in the future."), field="next_at", law=2, status=422
        )
