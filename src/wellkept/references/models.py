from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Reverse

KINDS = (
    "number",
    "phone",
    "email",
    "name",
    "street",
    "purchase_order",
    "serial",
    "invoice",
    "old_number",
    "other",
)


class Reference(models.Model):
    """One string that finds one subject: as it was said, and in the form in which it is compared."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    kind = models.TextField()
    said = models.TextField()
    key = models.TextField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "reference"
        constraints = [
            models.UniqueConstraint(fields=["subject", "kind", "key"], name="a_reference_is_noted_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="reference_kinds_are_known"),
            models.CheckConstraint(condition=~Q(key=""), name="a_reference_says_something"),
        ]
        indexes = [
            # Whole, and by how it begins, whatever the server's collation.
            models.Index(OpClass("key", "text_pattern_ops"), "kind", name="reference_by_key"),
            # By how it ends: the last digits of a telephone number, the domain of a mail address.
            models.Index(
                OpClass(Reverse("key"), "text_pattern_ops"),
                condition=Q(kind__in=("phone", "email")),
                name="reference_by_end",
            ),
            # By its words, in any order, each by how it begins.
            GinIndex(
                Func(Func("key", Value(" "), function="string_to_array"), function="array_to_tsvector"),
                condition=Q(kind__in=("name", "street", "other")),
                name="reference_by_words",
                fastupdate=False,
            ),
        ]
