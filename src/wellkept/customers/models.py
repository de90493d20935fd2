from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Lower, Upper

from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says

HEARD_THROUGH = (
    "recommended",
    "known",
    "searched",
    "seen",
    "event",
    "press",
    "partner",
    "advertisement",
    "other",
)


class Customer(models.Model):
    """An organisation or a person that we work for."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    kind = models.TextField(default="organisation")
    name = models.TextField()
    language = models.TextField(default="en")
    time_zone = models.TextField(default="UTC")
    country = models.CharField(max_length=2, default="DE")
    met_at = InstantField()
    note = models.TextField(default="")
    # How they first heard of us: one of HEARD_THROUGH, or unknown; and the same in their words.
    heard_through = models.TextField(default="")
    heard_of_us = models.TextField(default="")
    taken_back_at = InstantField(null=True)  # brought in by error: in no list, and found for ever
    # Two that are one: this one goes on as that one, who stands. There are no chains, so one step always arrives.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    standing = models.GeneratedField(
        expression=Case(When(merged_into__isnull=True, then=Value(True)), default=Value(False)),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    must_lead_to_one_who_stands = models.GeneratedField(
        expression=Case(When(merged_into__isnull=False, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "customer"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("organisation", "person")),
                name="a_customer_is_an_organisation_or_a_person",
            ),
            models.CheckConstraint(condition=says("name"), name="a_customer_has_a_name"),
            models.CheckConstraint(
                condition=Q(heard_through__in=("", *HEARD_THROUGH)), name="ways_of_hearing_of_us_are_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("subject")),
                name="a_customer_is_not_merged_with_itself",
            ),
        ]
        indexes = [
            # The few that are followed: a look that finds nothing here costs next to nothing.
            models.Index(
                "subject",
                include=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="customer_that_goes_on",
            ),
            # The list of customers, by name.
            models.Index(
                Lower("name"),
                "subject",
                condition=Q(merged_into__isnull=True, taken_back_at__isnull=True),
                name="customer_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A human to talk to. No automatic letter that can wait is sent in their quiet hours, by their own clock."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    name = models.TextField()
    role = models.TextField(default="")
    email = models.TextField(default="")
    phone = models.TextField(default="")
    language = models.TextField(default="en")
    channel = models.TextField(default="mail")
    time_zone = models.TextField(default="")  # empty: the customer's
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)  # before quiet_from: in the morning after
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "contact"
        constraints = [
            models.CheckConstraint(condition=says("name"), name="a_contact_has_a_name"),
            models.CheckConstraint(
                condition=Q(channel__in=("mail", "phone", "page", "letter")),
                name="contact_channels_are_known",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="quiet_hours_begin_and_end",
            ),
        ]
        indexes = [models.Index(Upper("email"), name="contact_by_email")]

    def found_by(self) -> list[tuple[str, str]]:
        """References of this contact as (kind, text). A text may be empty."""
        return [("name", self.name), ("email", self.email), ("phone", self.phone)]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place: a service address."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="sites")
    label = models.TextField(default="")
    street = models.TextField()
    postcode = models.TextField(default="")
    city = models.TextField(default="")
    country = models.CharField(max_length=2, default="DE")
    closed_at = InstantField(null=True)

    class Meta:
        db_table = "site"

    def found_by(self) -> list[tuple[str, str]]:
        """References of this site as (kind, text)."""
        return [("street", str(self)), ("street", self.street)]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)


class PersonalLink(models.Model):
    """A contact's key to the page of one subject. The key is signed and not stored."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="links")
    subject = models.ForeignKey("events.Subject", models.PROTECT, related_name="+")
    made_at = InstantField()
    expires_at = InstantField()
    revoked_at = InstantField(null=True)

    class Meta:
        db_table = "personal_link"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("made_at"))
                & (Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at"))),
                name="a_link_ends_after_it_is_made",
            ),
        ]
        indexes = [models.Index(fields=["subject", "contact"], name="link_by_subject")]
