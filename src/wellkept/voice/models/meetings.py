from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.customers.models import Contact, Customer
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person

_IN_FORCE = Q(ended_at__isnull=True)
# Somebody's reason, or the customer with whom this one was merged and whose record goes on.
_ENDS_WITH_A_REASON = Q(ended_at__isnull=True, ended_why="", one_with__isnull=True) | (
    Q(ended_at__isnull=False) & (says("ended_why") | Q(one_with__isnull=False))
)


class Rhythm(models.Model):
    """Regular meetings with a customer: how often, by which colleague, and the next date."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    every_days = models.IntegerField()
    next_at = InstantField(null=True)  # none only once it has ended
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    about = models.TextField(default="")
    set_at = InstantField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = InstantField(null=True)
    ended_why = models.TextField(default="")
    one_with = models.ForeignKey("events.Subject", models.PROTECT, null=True, related_name="+")
    must_be_active = models.GeneratedField(
        expression=Case(When(_IN_FORCE, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "rhythm"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("set_at")),
                name="a_rhythm_ends_after_it_is_set",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(next_at__isnull=False),
                name="a_rhythm_has_its_next_date",
            ),
            models.CheckConstraint(condition=Q(every_days__gt=0), name="a_rhythm_comes_round"),
            models.CheckConstraint(condition=_ENDS_WITH_A_REASON, name="a_rhythm_ends_with_a_reason"),
            models.UniqueConstraint(fields=["customer"], condition=_IN_FORCE, name="one_rhythm_at_a_time"),
        ]
        indexes = [models.Index("next_at", condition=_IN_FORCE, name="rhythm_by_next_date")]


class Meeting(models.Model):
    """A meeting of a rhythm that was held."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    rhythm = models.ForeignKey(Rhythm, models.PROTECT, related_name="meetings")
    due_at = InstantField()
    held_at = InstantField()
    said = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    noted_at = InstantField()

    class Meta:
        db_table = "meeting"
        constraints = [
            models.CheckConstraint(
                condition=Q(held_at__lte=F("noted_at")), name="a_meeting_is_noted_after_it_is_held"
            ),
            models.CheckConstraint(condition=says("said"), name="a_meeting_says_what_was_said"),
        ]
        indexes = [models.Index(fields=["customer", "-held_at"], name="meeting_by_customer")]


class KeyCustomer(models.Model):
    """The mark of a customer on whom much depends, with the person of ours who answers for them."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.TextField()
    marked_at = InstantField()
    marked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = InstantField(null=True)
    ended_why = models.TextField(default="")
    one_with = models.ForeignKey("events.Subject", models.PROTECT, null=True, related_name="+")
    must_be_active = models.GeneratedField(
        expression=Case(When(_IN_FORCE, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "key_customer"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("marked_at")),
                name="a_key_customer_is_one_before_it_ends",
            ),
            models.CheckConstraint(condition=says("why"), name="a_key_customer_is_one_for_a_reason"),
            models.CheckConstraint(
                condition=_ENDS_WITH_A_REASON, name="a_key_customer_stops_being_one_for_a_reason"
            ),
            models.UniqueConstraint(
                fields=["customer"], condition=_IN_FORCE, name="a_key_customer_is_marked_once"
            ),
        ]
