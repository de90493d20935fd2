from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Reverse

from wellkept.kernel.instants import InstantField

KINDS = (
    "number",
    "phone",
    "email",
    "domain",
    "name",
    "street",
    "need",
    "purchase_order",
    "serial",
    "tracking",
    "invoice",
    "bank",
    "old_number",
    "other",
)


class Reference(models.Model):
    """String that finds one subject: as written (`said`), and in the form in which it is compared (`key`)."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    kind = models.TextField()
    said = models.TextField()
    key = models.TextField()
    noted_at = InstantField()

    class Meta:
        db_table = "reference"
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "key"], name="a_reference_is_noted_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="reference_kinds_are_known"),
            models.CheckConstraint(condition=~Q(key=""), name="a_reference_says_something"),
        ]
        indexes = [
            # Equality and prefix, independent of the server's collation. Needs are searched by word instead.
            models.Index(
                OpClass("key", "text_pattern_ops"),
                "kind",
                condition=~Q(kind="need"),
                name="reference_by_key",
            ),
            # Suffix: the last digits of a telephone number, the domain of a mail address.
            models.Index(
                OpClass(Reverse("key"), "text_pattern_ops"),
                condition=~Q(kind__in=("name", "street", "other", "need", "number")),
                name="reference_by_end",
            ),
        ]


class SearchRow(models.Model):
    """Search row: one per customer, with the traits of their references and their journeys'.

    Written with each reference, in the same transaction. It finds candidates; the references show what
    matched.
    """

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    traits = SearchVectorField()

    class Meta:
        db_table = "search_row"
        indexes = [GinIndex(fields=["traits"], name="search_row_by_trait", fastupdate=False)]


class Word(models.Model):
    """Word that customers are known by, with the number of search rows that hold it; used to correct typos.

    Added without a lock, so that nobody waits for a word. Two concurrent transactions may add it twice;
    counting removes the second row.
    """

    text = models.TextField(db_collation="C")
    count = models.IntegerField(default=1)

    class Meta:
        db_table = "word"
        indexes = [
            models.Index("text", name="word_by_text"),
            GinIndex(OpClass("text", "gin_trgm_ops"), name="word_by_trigram", fastupdate=False),
            models.Index(Func("text", function="dmetaphone"), name="word_by_sound"),
        ]
