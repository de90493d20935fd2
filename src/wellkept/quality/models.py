from __future__ import annotations

from django.db import models
from django.db.models import Case, Q, Value, When

from wellkept.people.models import Person


class Nonconformity(models.Model):
    """A requirement that was not met: its handler, the next step with a date, and the correction."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    what = models.TextField()
    about = models.ForeignKey("events.Subject", models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    next_step = models.TextField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    warned_at = models.DateTimeField(null=True)
    correction = models.TextField(default="", blank=True)
    cause = models.TextField(default="", blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(closed_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "nonconformity"
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_nonconformity_says_what_is_wrong"),
            models.CheckConstraint(condition=~Q(next_step=""), name="a_nonconformity_has_its_next_step"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(correction="") & ~Q(cause=""),
                name="a_nonconformity_is_closed_with_correction_and_cause",
            ),
        ]
        indexes = [
            models.Index(
                "handler", "due_at", condition=Q(closed_at__isnull=True), name="nonconformity_by_handler"
            ),
            models.Index("due_at", condition=Q(closed_at__isnull=True), name="nonconformity_by_due"),
        ]
