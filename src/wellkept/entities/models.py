from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from stdnum import iban as ibans

from wellkept.files.models import StoredFile
from wellkept.kernel.instants import InstantField
from wellkept.kernel.visible import says
from wellkept.papers.look import PLAIN


class Entity(models.Model):
    """A legal seller: its name and address on papers, its tax numbers, its language and currency."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    name = models.TextField()  # as colleagues call it
    legal_name = models.TextField()
    street = models.TextField(default="")
    postcode = models.TextField(default="")
    city = models.TextField(default="")
    country = models.CharField(max_length=2)
    register = models.TextField(default="")  # court and number, as they stand on letters
    directors = models.TextField(default="")
    tax_number = models.TextField(default="")
    vat_id = models.TextField(default="")
    language = models.TextField()
    currency = models.CharField(max_length=3)
    phone = models.TextField(default="")
    mail = models.TextField(default="")
    website = models.TextField(default="")
    colour = models.TextField(default=PLAIN)  # of headings on papers: #rrggbb
    logo = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    usual = models.BooleanField(default=False)
    bill_on = models.TextField(default="acceptance")  # its usual terms of payment
    due_days = models.IntegerField(default=14)
    deposit_share = models.DecimalField(max_digits=5, decimal_places=2, default=0)  # percent
    ended_at = InstantField(null=True)

    class Meta:
        db_table = "entity"
        constraints = [
            models.CheckConstraint(condition=says("name"), name="an_entity_has_a_name"),
            models.CheckConstraint(condition=says("legal_name"), name="an_entity_has_a_legal_name"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="an_entity_names_its_country"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="an_entity_names_its_currency"
            ),
            models.CheckConstraint(
                condition=Q(colour__regex=r"^#[0-9A-Fa-f]{6}$"), name="an_entity_has_a_colour"
            ),
            models.CheckConstraint(
                condition=Q(
                    bill_on__in=("agreement", "acceptance", "delivery"),
                    due_days__range=(0, 365),
                    deposit_share__range=(0, 100),
                ),
                name="an_entity_says_when_it_is_paid",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at__isnull=True), name="an_entity_has_a_name_of_its_own"
            ),
            models.UniqueConstraint(fields=["usual"], condition=Q(usual=True), name="one_usual_entity"),
            models.CheckConstraint(
                condition=Q(usual=False) | Q(ended_at__isnull=True), name="the_usual_entity_has_not_ended"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BankAccount(models.Model):
    """An account of an entity at a bank. The preferred one of its currency stands on papers."""

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="accounts")
    holder = models.TextField()
    iban = models.TextField()
    bic = models.TextField(default="")
    bank = models.TextField(default="")
    currency = models.CharField(max_length=3)
    preferred = models.BooleanField(default=False)
    added_at = InstantField()
    closed_at = InstantField(null=True)

    class Meta:
        db_table = "bank_account"
        constraints = [
            models.CheckConstraint(condition=says("holder"), name="an_account_has_a_holder"),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"), name="an_account_has_its_iban"
            ),
            models.CheckConstraint(
                condition=Q(bic="") | Q(bic__regex=r"^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$"),
                name="an_account_has_its_bic",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="an_account_names_its_currency"
            ),
            models.UniqueConstraint(
                fields=["iban", "currency"],
                condition=Q(closed_at__isnull=True),
                name="an_open_account_is_listed_once",
            ),
            models.UniqueConstraint(
                fields=["entity", "currency"], condition=Q(preferred=True), name="one_preferred_account"
            ),
            models.CheckConstraint(
                condition=Q(preferred=False) | Q(closed_at__isnull=True), name="a_preferred_account_is_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("added_at")),
                name="an_account_is_closed_after_it_is_added",
            ),
        ]

    def __str__(self) -> str:
        return self.iban

    @property
    def grouped(self) -> str:
        """The IBAN as people read it: in groups of four."""
        return str(ibans.format(self.iban))


class PaperText(models.Model):
    """An entity's own words at the beginning and at the end of a kind of paper, in one language."""

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="texts")
    kind = models.TextField()
    language = models.TextField()
    opening = models.TextField()
    closing = models.TextField()

    class Meta:
        db_table = "paper_text"
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "kind", "language"], name="a_paper_says_one_thing_in_a_language"
            ),
            models.CheckConstraint(condition=says("kind"), name="a_text_is_of_a_kind_of_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
