from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
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
    due_at = InstantField()
    raised_at = InstantField()
    raised_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # none: the customer
    warned_at = InstantField(null=True)
    correction = models.TextField(default="", blank=True)
    cause = models.TextField(default="", blank=True)
    closed_at = InstantField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(closed_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "nonconformity"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("raised_at")),
                name="a_nonconformity_is_closed_after_it_is_raised",
            ),
            models.CheckConstraint(condition=says("what"), name="a_nonconformity_says_what_is_wrong"),
            models.CheckConstraint(condition=says("next_step"), name="a_nonconformity_has_its_next_step"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False) & says("correction") & says("cause"),
                name="a_nonconformity_is_closed_with_correction_and_cause",
            ),
        ]
        indexes = [
            models.Index(
                "handler", "due_at", condition=Q(closed_at__isnull=True), name="nonconformity_by_handler"
            ),
            models.Index("due_at", condition=Q(closed_at__isnull=True), name="nonconformity_by_due"),
        ]
