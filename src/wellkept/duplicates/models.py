from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.kernel.instants import InstantField
from wellkept.people.models import Person

VERDICTS = ("", "told_apart", "merged")


class Pair(models.Model):
    """Two customers who may be one: the probability, the reasons, and a person's verdict.

    The keys point to subjects, because a merge moves every key to a customer, and these must stay.
    """

    first = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    second = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    probability = models.FloatField()
    reasons = models.JSONField(default=list)
    compared = models.CharField(max_length=64)  # digest of the compared data: a new digest reopens the pair
    found_at = InstantField()
    verdict = models.TextField(default="", blank=True)
    said_at = InstantField(null=True)
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "likely_pair"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_pair_is_found_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="a_pair_has_its_order"),
            models.CheckConstraint(
                condition=Q(probability__range=(0, 1)), name="a_probability_is_one_at_most"
            ),
            models.CheckConstraint(
                condition=Q(verdict="", said_at__isnull=True, said_by__isnull=True)
                | Q(verdict__in=("told_apart", "merged"), said_at__isnull=False, said_by__isnull=False),
                name="a_verdict_has_who_and_when",
            ),
        ]
        indexes = [
            models.Index("probability", condition=Q(verdict=""), name="pair_to_look_at"),
            models.Index("second", name="pair_by_second"),
        ]


class Merge(models.Model):
    """Merge of two customers: `away` continues as `keep`, until it is undone."""

    away = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    keep = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    at = InstantField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    undone_at = InstantField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "customer_merge"
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True) | Q(undone_at__gte=F("at")),
                name="a_merge_is_undone_later_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(away=F("keep")), name="a_merge_is_of_two"),
            models.UniqueConstraint(
                fields=["away"], condition=Q(undone_at__isnull=True), name="a_customer_is_merged_once"
            ),
        ]
        indexes = [models.Index("keep", "at", name="merge_by_survivor")]


class Moved(models.Model):
    """Value that a merge changed, with what it was before, so that undoing can restore it.

    `column` is a column of the table, or `folded_into`: the contact or site that stands for this one while it
    is inactive. `let_go` is set when an earlier merge was undone or the row was split off. Undoing this merge
    then leaves the row alone.
    """

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="moved")
    place = models.TextField()  # the table
    row = models.BigIntegerField()
    column = models.TextField()
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    let_go = models.BooleanField(default=False)

    class Meta:
        db_table = "merge_moved"
        constraints = [
            models.UniqueConstraint(
                fields=["merge", "place", "row", "column"], name="a_merge_moves_a_thing_once"
            )
        ]
        indexes = [models.Index("place", "row", "column", name="moved_by_thing")]


class Key(models.Model):
    """Comparison key of a customer. Customers who share a key are compared. Written by the sweep."""

    customer = models.ForeignKey("events.Subject", models.CASCADE, related_name="+")
    kind = models.TextField()
    key = models.TextField()

    class Meta:
        db_table = "linkage_key"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "customer"], name="a_linkage_key_stands_once")
        ]


class ToCompare(models.Model):
    """Queue of customers with changes since their last comparison. Filled by triggers, emptied by the sweep."""

    customer = models.OneToOneField(
        "events.Subject", models.CASCADE, primary_key=True, db_column="id", related_name="+"
    )

    class Meta:
        db_table = "to_compare"


class BeingCompared(models.Model):
    """Customers taken from the queue and not finished. The next sweep continues with them after a crash."""

    customer = models.OneToOneField(
        "events.Subject", models.CASCADE, primary_key=True, db_column="id", related_name="+"
    )

    class Meta:
        db_table = "being_compared"


class Level(models.Model):
    """Weight of one level of agreement, learned from the company's own customers."""

    what = models.TextField()
    level = models.TextField()
    m = models.FloatField()
    u = models.FloatField()
    learned_at = InstantField()

    class Meta:
        db_table = "linkage_level"
        constraints = [
            models.UniqueConstraint(fields=["what", "level"], name="a_linkage_level_stands_once"),
            models.CheckConstraint(
                condition=Q(m__gt=0, m__lte=1, u__gt=0, u__lte=1), name="linkage_levels_are_shares"
            ),
        ]
