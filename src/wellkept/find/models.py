from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, Q, Value, When

from wellkept.people.models import Person
from wellkept.quality.models import Nonconformity


class Miss(models.Model):
    """Somebody asked, and nothing was found: what was asked and by whom, who looks at it until when, how it ended."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # the company
    asked = models.TextField()
    key = models.TextField()  # as two searches are compared
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    said = models.TextField(default="", blank=True)
    said_at = models.DateTimeField(null=True)
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    how = models.TextField(default="", blank=True)
    why = models.TextField(default="", blank=True)
    kind = models.TextField(default="", blank=True)
    of = models.ForeignKey(
        "events.Subject", models.PROTECT, null=True, related_name="+"
    )  # whose reference it became
    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(ended_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "search_miss"
        constraints = [
            models.CheckConstraint(condition=~Q(asked=""), name="a_miss_says_what_was_asked"),
            models.CheckConstraint(
                condition=Q(how="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                & (
                    Q(how="reference", of__isnull=False) & ~Q(kind="")
                    | Q(how="nonconformity", nonconformity__isnull=False)
                    | Q(how="not_ours") & ~Q(why="")
                ),
                name="a_miss_ends_in_one_of_three_ways",
            ),
        ]
        indexes = [
            models.Index(fields=["-asked_at"], name="miss_by_time"),
            models.Index("key", condition=Q(ended_at__isnull=True), name="miss_by_key"),
            models.Index("handler", "due_at", condition=Q(ended_at__isnull=True), name="miss_by_handler"),
        ]


class Led(models.Model):
    """A search that led somewhere: who asked which words, and what they opened. Kept for a month, and for no count."""

    asked = models.TextField()
    key = models.TextField()
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    to = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # a journey, or a customer

    class Meta:
        db_table = "search_led"
        indexes = [
            models.Index("key", "at", name="led_by_key"),
            models.Index("at", name="led_by_time"),
            GinIndex(OpClass("key", "gin_trgm_ops"), name="led_by_trigram"),
        ]


class Pair(models.Model):
    """Two searches that belong together: one found nothing, the other found it.

    `same`: a colleague found it with the same words, which is a fault of the search until a person says otherwise.
    `other`: who found nothing found it minutes later by other words. Who found it is not kept.
    """

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # the company
    miss = models.ForeignKey(Miss, models.PROTECT, related_name="pairs")
    words = models.TextField()  # "same" or "other"
    asked = models.TextField()  # with which it was found
    to = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    how = models.TextField(default="", blank=True)  # "ended" with its miss, or "otherwise"
    why = models.TextField(default="", blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "search_pair"
        constraints = [
            models.UniqueConstraint(fields=["miss", "to"], name="a_pair_is_noted_once"),
            models.CheckConstraint(condition=Q(words__in=("same", "other")), name="pairs_are_known"),
            models.CheckConstraint(
                condition=Q(how="", settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False)
                & (Q(how="ended") | Q(how="otherwise") & ~Q(why="")),
                name="a_person_says_otherwise_and_why",
            ),
        ]
