from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.customers.models import Contact
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person


class ReadBack(models.Model):
    """Our restatement of the need, as the customer saw it, and their answer."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="read_backs")
    text = models.TextField()
    put_at = InstantField()
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.TextField(default="put")
    answered_at = InstantField(null=True)
    answered_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    correction = models.TextField(default="")

    class Meta:
        db_table = "read_back"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("put_at")),
                name="a_read_back_is_answered_later",
            ),
            models.CheckConstraint(condition=says("text"), name="a_read_back_says_something"),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="put"), name="one_read_back_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(state="put", answered_at__isnull=True)
                | Q(state__in=("confirmed", "corrected", "replaced"), answered_at__isnull=False),
                name="a_read_back_is_put_confirmed_corrected_or_replaced",
            ),
            models.CheckConstraint(
                condition=~Q(state="corrected") | says("correction"), name="a_correction_says_what"
            ),
        ]
