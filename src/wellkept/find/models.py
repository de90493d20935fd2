from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.people.models import Person


class Miss(models.Model):
    """Somebody asked, and nothing was found: what was asked, by whom, and what the customer said besides."""

    asked = models.TextField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    said = models.TextField(default="", blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "search_miss"
        constraints = [models.CheckConstraint(condition=~Q(asked=""), name="a_miss_says_what_was_asked")]
        indexes = [models.Index(fields=["-asked_at"], name="miss_by_time")]
