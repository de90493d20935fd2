"""Staff, teams and the company."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from wellkept.kernel.instants import DayField, InstantField
from wellkept.kernel.visible import says
from wellkept.people.stages import STAGES


class Company(models.Model):
    """The company that runs this installation: exactly one row."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    only = models.BooleanField(default=True, unique=True)
    name = models.TextField()
    language = models.TextField(default="en")
    time_zone = models.TextField(default="UTC")
    currency = models.CharField(max_length=3, default="EUR")
    country = models.CharField(max_length=2, default="DE")
    mail = models.TextField(default="")
    phone = models.TextField(default="")
    number_key = models.BinaryField()
    process_owner = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    discount_limit = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # percent; null: none

    class Meta:
        db_table = "company"
        constraints = [
            models.CheckConstraint(condition=says("name"), name="a_company_has_a_name"),
            models.CheckConstraint(condition=Q(only=True), name="there_is_one_company"),
            models.CheckConstraint(
                condition=Q(discount_limit__isnull=True) | Q(discount_limit__gte=0, discount_limit__lte=100),
                name="a_usual_discount_limit_is_in_percent",
            ),
        ]


class People(BaseUserManager["Person"]):
    """Manager that finds people by the address they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """One of the staff. `active` until they have left; `access` while they may sign in."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    name = models.TextField()
    email = models.EmailField(unique=True)
    phone = models.TextField(default="", blank=True)
    title = models.TextField(default="", blank=True)
    language = models.TextField(default="en")
    time_zone = models.TextField(default="UTC")
    active = models.BooleanField(default=True)
    access = models.BooleanField(default=True)
    withdrawals = models.IntegerField(
        default=0
    )  # kept by trigger: what was signed before the last one has ended
    factor_resets = models.IntegerField(default=0)  # kept by trigger: the second factors were reset so often
    admin = models.BooleanField(default=False)
    deputy = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    discount_limit = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # null: the company's
    sees_costs = models.BooleanField(default=False)
    skills = models.TextField(default="", blank=True)  # short words, with a comma between them

    last_login = InstantField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[People] = People()

    class Meta:
        db_table = "person"
        constraints = [
            models.CheckConstraint(condition=says("name"), name="a_person_has_a_name"),
            models.CheckConstraint(
                condition=Q(active=True) | Q(access=False), name="who_has_left_has_no_access"
            ),
            models.CheckConstraint(
                condition=Q(admin=False) | Q(access=True), name="an_administrator_has_access"
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("subject")), name="nobody_is_their_own_deputy"
            ),
            models.CheckConstraint(
                condition=Q(discount_limit__isnull=True) | Q(discount_limit__gte=0, discount_limit__lte=100),
                name="a_discount_limit_is_in_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def check_password(self, raw_password: str | None) -> bool:
        """Compare only. Django would also renew an old hash here: a change of the person without an event."""
        return check_password(raw_password, self.password)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sign the password and the sign-outs: a session ends when either changes, and stays ended."""
        signed = salted_hmac("wellkept.session", self.sign_in_mark, secret=secret, algorithm="sha256")
        return str(signed.hexdigest())

    @property
    def sign_outs(self) -> int:
        """Count how often all sign-ins of this person ended at once. Both counters only grow: no number comes again."""
        return self.withdrawals + self.factor_resets

    @property
    def sign_in_mark(self) -> str:
        """Text that sessions and reset links sign."""
        return f"{self.sign_outs}:{self.password}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # what sign-in asks
        return self.active and self.access

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Absence(models.Model):
    """A period in which a person is away. `until` is null while nobody knows when it ends."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences")
    since = InstantField()
    until = InstantField(null=True)
    why = models.TextField(default="")

    class Meta:
        db_table = "absence"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="an_absence_ends_after_it_starts",
            )
        ]


class Team(models.Model):
    """People who do the work of one stage, or, without a stage, other work (billing)."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    name = models.TextField(unique=True)
    stage = models.TextField(null=True)
    time_zone = models.TextField(default="UTC")
    lead = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    standing = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    members = models.IntegerField(default=0)  # kept by trigger: the counter on which two leavers meet

    class Meta:
        db_table = "team"
        constraints = [
            models.CheckConstraint(condition=says("name"), name="a_team_has_a_name"),
            models.CheckConstraint(
                condition=Q(stage__isnull=True) | Q(stage__in=STAGES), name="a_team_does_a_stage_that_exists"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Member(models.Model):
    """Membership of a person in a team. Only active people can be members."""

    pk = models.CompositePrimaryKey("person_id", "team_id")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    must_be_active = models.GeneratedField(
        expression=models.Value(True), output_field=models.BooleanField(), db_persist=True
    )

    class Meta:
        db_table = "member"


class AcceptanceRule(models.Model):
    """A team accepts complete offers of another by rule; a named person answers for it."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    giving_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    answerable = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "acceptance_rule"
        constraints = [
            models.UniqueConstraint(fields=["team", "giving_team"], name="one_rule_between_two_teams")
        ]


class Token(models.Model):
    """A program's key to the API. Only its digest is stored."""

    name = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    digest = models.BinaryField(unique=True)
    scopes = models.JSONField(default=list)
    made_at = InstantField()
    used_at = InstantField(null=True)
    revoked_at = InstantField(null=True)

    class Meta:
        db_table = "token"
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="a_key_is_revoked_after_it_is_made",
            ),
            models.CheckConstraint(condition=says("name"), name="a_key_has_a_name"),
        ]


class Rota(models.Model):
    """The rota of a team: each person is on duty for some weeks, the first from `since`, repeated without
    end."""

    team = models.OneToOneField(Team, models.PROTECT, primary_key=True, related_name="+")
    since = DayField()
    weeks = models.IntegerField(default=1)

    class Meta:
        db_table = "rota"
        constraints = [
            models.CheckConstraint(condition=Q(weeks__range=(1, 52)), name="a_turn_lasts_weeks"),
        ]


class RotaPlace(models.Model):
    """One place in the order of a rota."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    place = models.IntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        db_table = "rota_place"
        constraints = [
            models.UniqueConstraint(fields=["team", "place"], name="places_of_a_rota_have_their_order"),
            models.UniqueConstraint(fields=["team", "person"], name="each_has_one_turn_in_a_rota"),
        ]


class RotaDays(models.Model):
    """Days on which a named person is on duty instead of the rota. The last day is included."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    since = DayField()
    until = DayField()

    class Meta:
        db_table = "rota_days"
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="days_end_after_they_begin"),
        ]
