from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, F, Q, When

from wellkept.customers.models import Contact
from wellkept.kernel.instants import InstantField
from wellkept.kernel.stored_text import StoredTextField
from wellkept.kernel.visible import says
from wellkept.people.models import Person

CHANNELS = ("mail", "page", "call", "letter")


class Notice(models.Model):
    """One thing that we tell one contact about one subject. `facts` and `words` fill its template."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    kind = models.TextField()
    channel = models.TextField(default="mail")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    address = models.TextField(default="")
    language = models.TextField(default="en")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")  # whom to talk to
    facts = models.JSONField(default=dict)
    words = models.TextField(default="")
    automatic = models.BooleanField(default=True)
    says_something_new = models.BooleanField(default=True)
    made_at = InstantField()
    due_at = InstantField(null=True)  # when to try (again); none while nothing is to be tried
    tries = models.IntegerField(default=0)
    trouble = StoredTextField(default=str)
    carried_at = InstantField(null=True)
    returned_at = InstantField(null=True)
    given_up_at = InstantField(null=True)
    title = models.TextField(default="")
    text = models.TextField(default="")
    html = models.TextField(default="")
    told_at = models.GeneratedField(
        expression=Case(When(returned_at__isnull=True, then=F("carried_at"))),
        output_field=InstantField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "notice"
        constraints = [
            models.CheckConstraint(
                condition=(Q(carried_at__isnull=True) | Q(carried_at__gte=F("made_at")))
                & (
                    Q(returned_at__isnull=True)
                    | Q(returned_at__gte=F("carried_at"), carried_at__isnull=False)
                )
                & (Q(given_up_at__isnull=True) | Q(given_up_at__gte=F("made_at"))),
                name="a_notice_goes_in_order",
            ),
            models.CheckConstraint(
                condition=Q(given_up_at__isnull=True)
                | Q(carried_at__isnull=True)
                | Q(returned_at__isnull=False),
                name="a_notice_is_told_or_given_up",
            ),
            models.CheckConstraint(condition=Q(channel__in=CHANNELS), name="notice_channels_are_known"),
            models.CheckConstraint(
                condition=~Q(channel="mail") | says("address"), name="a_mail_has_an_address"
            ),
        ]
        indexes = [
            models.Index("subject", "made_at", name="notice_by_subject"),
            models.Index("due_at", condition=Q(due_at__isnull=False), name="notice_to_carry"),
        ]
