from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says


class StoredFile(models.Model):
    """One file of one subject, under its original name. Its content is in the folder of files."""

    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.TextField()
    name = models.TextField()
    kept_at = InstantField()

    class Meta:
        db_table = "stored_file"
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="a_stored_file_names_its_content"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="a_stored_file_is_not_empty"),
            models.CheckConstraint(condition=says("name"), name="a_stored_file_has_a_name"),
        ]
        indexes = [
            models.Index("subject", "kept_at", name="stored_file_by_subject"),
            models.Index("sha256", name="stored_file_by_content"),
        ]

    def __str__(self) -> str:
        return self.name
