from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person
from wellkept.quality.models import Nonconformity


class Miss(models.Model):
    """Search that found nothing: its words and searcher, its handler and due time, and how it ended."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # the company
    asked = models.TextField()
    key = models.TextField()  # normalised words; equal keys mean the same search
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = InstantField()
    said = models.TextField(default="", blank=True)
    said_at = InstantField(null=True)
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_at = InstantField()
    warned_at = InstantField(null=True)
    how = models.TextField(default="", blank=True)
    why = models.TextField(default="", blank=True)
    kind = models.TextField(default="", blank=True)
    of = models.ForeignKey(
        "events.Subject", models.PROTECT, null=True, related_name="+"
    )  # the journey or customer whose reference it became
    nonconformity = models.ForeignKey(Nonconformity, models.PROTECT, null=True, related_name="+")
    ended_at = InstantField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(ended_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "search_miss"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("asked_at")),
                name="a_miss_ends_after_it_is_asked",
            ),
            models.CheckConstraint(condition=says("asked"), name="a_miss_says_what_was_asked"),
            models.CheckConstraint(
                condition=Q(how="", ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False)
                & (
                    Q(how="reference", of__isnull=False) & ~Q(kind="")
                    | Q(how="nonconformity", nonconformity__isnull=False)
                    | Q(how="not_ours") & says("why")
                ),
                name="a_miss_ends_in_one_of_three_ways",
            ),
        ]
        indexes = [
            models.Index(fields=["-asked_at"], name="miss_by_time"),
            models.Index("key", condition=Q(ended_at__isnull=True), name="miss_by_key"),
            models.Index("handler", "due_at", condition=Q(ended_at__isnull=True), name="miss_by_handler"),
        ]


class SuccessfulSearch(models.Model):
    """Successful search: its words, its searcher, and the result that was opened.

    Deleted after a month, and never counted per person.
    """

    asked = models.TextField()
    key = models.TextField()
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = InstantField()
    to = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # a journey, or a customer

    class Meta:
        db_table = "successful_search"
        indexes = [
            models.Index("key", "at", name="successful_by_key"),
            models.Index("at", name="successful_by_time"),
            GinIndex(OpClass("key", "gin_trgm_ops"), name="successful_by_trigram"),
        ]


class Counterpart(models.Model):
    """Successful search that found what a miss may have meant.

    `same`: a colleague found it with the same words. That is a fault of the search until a person decides
    otherwise. `other`: the same person found it minutes later with other words. The person who found it is
    not stored.
    """

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")  # the company
    miss = models.ForeignKey(Miss, models.PROTECT, related_name="counterparts")
    words = models.TextField()  # "same" or "other"
    asked = models.TextField()  # the words of the successful search
    to = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    found_at = InstantField()
    noted_at = InstantField()
    how = models.TextField(
        default="", blank=True
    )  # "ended" with its miss, or "otherwise": rejected by a person
    why = models.TextField(default="", blank=True)
    settled_at = InstantField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "search_counterpart"
        constraints = [
            models.UniqueConstraint(fields=["miss", "to"], name="a_counterpart_is_noted_once"),
            models.CheckConstraint(
                condition=Q(words__in=("same", "other")), name="a_counterpart_has_the_same_words_or_others"
            ),
            models.CheckConstraint(
                condition=Q(how="", settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False)
                & (Q(how="ended") | Q(how="otherwise") & says("why")),
                name="a_person_says_otherwise_and_why",
            ),
        ]
