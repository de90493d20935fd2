from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper

from wellkept.journeys.models import Journey
from wellkept.kernel.instants import DayField, InstantField
from wellkept.kernel.visible import says
from wellkept.orders.models import Agreement, AgreementLine
from wellkept.people.models import Person


class DeliveryPart(models.Model):
    """Part: the lines that came at one time. It counts unless the customer refused it."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="delivery_parts")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    words = models.TextField()
    delivered_at = InstantField()
    recorded_at = InstantField()  # from when it counts for what was promised
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    refused_at = InstantField(null=True)

    class Meta:
        db_table = "delivery_part"
        constraints = [
            models.CheckConstraint(condition=says("words"), name="a_part_says_what_was_delivered"),
            models.CheckConstraint(
                condition=Q(delivered_at__lte=F("recorded_at")),
                name="a_part_is_recorded_after_it_is_delivered",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | Q(refused_at__gte=F("recorded_at")),
                name="a_part_is_refused_after_it_is_delivered",
            ),
        ]


class DeliveredLine(models.Model):
    """The quantity of an agreed line in one part, in the unit of the line."""

    part = models.ForeignKey(DeliveryPart, models.PROTECT, related_name="lines")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    agreement_line = models.ForeignKey(AgreementLine, models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        db_table = "delivered_line"
        constraints = [
            models.UniqueConstraint(fields=["part", "agreement_line"], name="a_part_has_a_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="a_delivered_quantity_is_something"),
        ]


class InstalledItem(models.Model):
    """A thing or service that stands at a customer's, or stood there until it was taken out."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="items")
    agreement_line = models.ForeignKey(
        AgreementLine, models.PROTECT, null=True, related_name="+"
    )  # its terms
    product = models.TextField()
    serial = models.TextField(default="")
    place = models.TextField(default="")
    since = DayField()
    entered_at = InstantField()
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    taken_out_at = InstantField(null=True)
    taken_out_because = models.TextField(default="")
    taken_out_words = models.TextField(default="")

    class Meta:
        db_table = "installed_item"
        indexes = [models.Index(fields=["journey"], name="items_of_a_journey")]
        constraints = [
            models.UniqueConstraint(
                Lower("product"),
                Upper("serial"),
                condition=Q(taken_out_at__isnull=True) & ~Q(serial=""),
                name="a_serial_number_stands_once",
            ),
            models.CheckConstraint(condition=says("product"), name="an_item_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True, taken_out_because="")
                | Q(taken_out_at__isnull=False, taken_out_because__in=("returned", "replaced", "removed")),
                name="an_item_is_taken_out_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True) | Q(taken_out_at__gte=F("entered_at")),
                name="an_item_is_taken_out_after_it_is_entered",
            ),
        ]
