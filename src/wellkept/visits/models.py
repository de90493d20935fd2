from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.delivery.models import InstalledItem
from wellkept.files.models import StoredFile
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person
from wellkept.promises.models import Promise
from wellkept.visits.record_kinds import COUNTED, KINDS, PICTURED, WORDED
from wellkept.visits.window import Window

STATES = ("offered", "fixed", "done", "cancelled", "missed")


class Visit(models.Model):
    """One visit of a person of ours. Its window is planned; what we owe of it stands on the ledger."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.TextField(default="offered")
    place = models.TextField()
    words = models.TextField()
    change_hours = models.IntegerField()  # the customer may move or cancel it until so long before
    uid = models.UUIDField(default=uuid.uuid4)  # for calendars; it goes on when journeys are merged
    sequence = models.IntegerField(default=0)  # raised by each move, for calendars
    starts_at = InstantField(null=True)
    ends_at = InstantField(null=True)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")
    offered_at = InstantField()
    fixed_at = InstantField(null=True)
    begun_at = InstantField(null=True)
    late_told_at = InstantField(null=True)
    late_minutes = models.IntegerField(null=True)
    ended_at = InstantField(null=True)
    person_must_be_active = models.GeneratedField(
        expression=Case(When(state__in=("offered", "fixed"), then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "visit"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=STATES)
                & (
                    Q(state__in=("offered", "fixed"), ended_at__isnull=True)
                    | Q(state__in=("done", "cancelled", "missed"), ended_at__isnull=False)
                ),
                name="a_visit_ends_one_way",
            ),
            models.CheckConstraint(condition=says("place", "words"), name="a_visit_says_where_and_what"),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True, fixed_at__isnull=True)
                & Q(state__in=("offered", "cancelled"))
                | Q(starts_at__isnull=False, fixed_at__isnull=False, ends_at__gt=F("starts_at")),
                name="a_fixed_visit_has_its_window",
            ),
            models.CheckConstraint(
                condition=Q(change_hours__gte=0, change_hours__lte=720),
                name="a_visit_can_be_changed_until_some_hours_before",
            ),
        ]
        indexes = [
            models.Index("person", "starts_at", condition=Q(state="fixed"), name="fixed_visit_by_person"),
            models.Index("starts_at", name="visit_by_time"),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it still takes place, or may."""
        return self.state in ("offered", "fixed")

    @property
    def window(self) -> Window | None:
        """When it takes place; None while no time is picked."""
        return Window(self.starts_at, self.ends_at) if self.starts_at and self.ends_at else None


class VisitWindow(models.Model):
    """A window of time in which the customer may have the visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="windows")
    starts_at = InstantField()
    ends_at = InstantField()

    class Meta:
        db_table = "visit_window"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_window_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["visit", "starts_at"], name="a_window_is_offered_once"),
        ]


class VisitRecord(models.Model):
    """One thing that was recorded at a visit, under the key that the device gave it.

    It counts, unless the visit was changed meanwhile (`conflict`) and nobody has said yet that it counts, or unless it
    was dropped. Hours, parts and kilometres have a quantity and a unit: each is billable once.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="records")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    key = models.UUIDField()
    kind = models.TextField()
    state = models.TextField(default="counts")
    conflict = models.TextField(default="")  # how the visit had changed when it came
    words = models.TextField(default="")
    quantity = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    unit = models.TextField(default="")  # a code of Recommendation 20
    serial = models.TextField(default="")
    checked = models.TextField(default="")  # the key of an item of the journey's checklist
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(InstalledItem, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    happened_at = InstantField()
    recorded_at = InstantField()
    judged_at = InstantField(null=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    judged_words = models.TextField(default="")

    class Meta:
        db_table = "visit_record"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_record_is_kept_once"),
            models.CheckConstraint(
                condition=Q(kind__in=list(KINDS)) & (~Q(kind__in=WORDED) | says("words")),
                name="a_record_says_what",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=COUNTED, quantity__isnull=False, quantity__gt=0, unit__regex="^[A-Z0-9]{2,3}$"
                )
                | (~Q(kind__in=COUNTED) & Q(quantity__isnull=True, unit="")),
                name="a_counted_record_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PICTURED, file__isnull=False)
                | (~Q(kind__in=PICTURED) & Q(file__isnull=True)),
                name="a_pictured_record_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")),
                name="a_record_is_kept_after_it_happened",
            ),
            models.CheckConstraint(
                condition=Q(state="conflict", judged_at__isnull=True) & ~Q(conflict="")
                | Q(state="counts") & (Q(conflict="") | Q(judged_at__isnull=False))
                | Q(state="dropped", judged_at__isnull=False),
                name="a_record_of_a_changed_visit_is_judged",
            ),
        ]
        indexes = [
            models.Index("visit", "happened_at", name="records_of_a_visit"),
            models.Index("journey", condition=Q(quantity__isnull=False), name="counted_records"),
        ]
