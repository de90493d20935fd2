from __future__ import annotations

from django.db import models
from django.db.models import Q

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
        indexes = [models.Index("key", "kind", name="reference_by_key")]
