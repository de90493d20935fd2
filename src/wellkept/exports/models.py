"""Exports."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.kernel.instants import InstantField
from wellkept.people.models import Person


class Export(models.Model):
    """One file with everything that a person may read. The file is deleted after a week, the row stays."""

    state = models.TextField(default="running")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    begun_at = InstantField()
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    now_at = models.TextField(default="")
    said = models.TextField(default="")
    size = models.BigIntegerField(default=0)
    worked_at = InstantField(null=True)
    finished_at = InstantField(null=True)
    gone_at = InstantField(null=True)

    class Meta:
        db_table = "export"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("running", "done", "failed", "gone")),
                name="states_of_exports_are_known",
            )
        ]
