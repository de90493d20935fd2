"""Rows of the log. Written by the database function `record_events` alone; see the SQL migration."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wellkept.kernel.instants import InstantField

TRIES = 80  # to follow an event, with the pauses of the outbox: about half a day


class Subject(models.Model):
    """Something that has a history. Journeys, customers, persons and the rest share its key."""

    KINDS = (
        "company",
        "person",
        "team",
        "customer",
        "journey",
        "intake",
        "incident",
        "blueprint",
        "nonconformity",
        "entity",
        "payment",
        "solution",
        "product",
        "price_list",
        "tax_rate",
    )

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    length = models.IntegerField(default=0)
    head = models.BinaryField()
    written_in = models.TextField(null=True)  # xid8 in the database: the transaction of the latest event
    length_before = models.IntegerField(default=0)  # events of the transactions before that one

    class Meta:
        db_table = "subject"
        managed = False


class Event(models.Model):
    """One thing that happened to one subject."""

    id = models.BigAutoField(primary_key=True)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    seq = models.IntegerField()
    type = models.TextField()
    happened_at = InstantField()
    recorded_at = InstantField()
    actor_kind = models.TextField()
    actor_id = models.BigIntegerField(null=True)
    cause = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    court = models.TextField(null=True)
    facts = models.TextField()  # json in the database: kept to the letter, because the chain covers it
    body_digest = models.BinaryField(null=True)
    hash = models.BinaryField()

    class Meta:
        db_table = "event"
        managed = False


class EventType(models.Model):
    """A type of event: the kinds of its subjects and the shape of its facts. The chaining trigger checks each event.

    `facts` and `body` hold the JSON types of each key; keys that are not `required` may be missing.
    """

    type = models.TextField(primary_key=True)
    subjects = ArrayField(models.TextField())
    facts = models.JSONField()
    body = models.JSONField()
    required = ArrayField(models.TextField())
    body_required = ArrayField(models.TextField())

    class Meta:
        db_table = "event_type"


class AllowedChange(models.Model):
    """A change of a law table that an event of this type allows on its subject, in its own transaction.

    `columns` are those that an update may change; an insert or a deletion names none.
    """

    law_table = models.TextField()
    operation = models.TextField()
    event_type = models.ForeignKey(EventType, models.CASCADE, db_column="event_type", related_name="+")
    columns = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "allowed_change"
        constraints = [
            models.UniqueConstraint(
                fields=["law_table", "operation", "event_type"], name="a_change_is_allowed_by_one_row"
            )
        ]


class EventBody(models.Model):
    """The part of an event that names or quotes a person: salted, and erasable with a reason."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="body")
    salt = models.BinaryField(null=True)
    body = models.TextField(null=True)

    class Meta:
        db_table = "event_body"
        managed = False


class Outbox(models.Model):
    """An event that still has to be followed, with how often that was tried and when it is tried next."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+")
    attempts = models.IntegerField(db_default=0)
    next_try = InstantField()
    last_error = models.TextField(db_default="")
    failed_at = InstantField(null=True)  # given up; the doctor shows it

    class Meta:
        db_table = "outbox"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failed_at__isnull=True) | models.Q(attempts__gte=TRIES),
                name="what_is_given_up_was_tried",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try", "event"], condition=models.Q(failed_at__isnull=True), name="outbox_due"
            )
        ]


class SweepFault(models.Model):
    """An item of a sweep that failed in the latest run, with how often it failed in a row."""

    sweep = models.TextField()
    item = models.TextField()
    times = models.IntegerField(default=1)
    first_at = InstantField()
    last_at = InstantField()
    error = models.TextField()

    class Meta:
        db_table = "sweep_fault"
        constraints = [models.UniqueConstraint(fields=["sweep", "item"], name="one_fault_of_an_item")]


class Anchor(models.Model):
    """The root of all chain heads after one event, as it was sent out."""

    upto = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    taken_at = InstantField()
    sent_to = models.TextField(default="")

    class Meta:
        db_table = "anchor"
