from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.entities.models import BankAccount
from wellkept.kernel.instants import DayField, InstantField
from wellkept.kernel.money import Money
from wellkept.kernel.visible import says
from wellkept.people.models import Person


class Payment(models.Model):
    """Money that came in, or went out where the amount is negative. It is one entry of a bank, or typed by hand."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, related_name="+")
    source = models.TextField()
    digest = models.TextField(default="")  # of the bank's entry, by which a repeated file is recognised
    amount = models.DecimalField(max_digits=16, decimal_places=3)
    currency = models.CharField(max_length=3)
    day = DayField()
    payer = models.TextField(default="")
    payer_account = models.TextField(default="")
    words = models.TextField(default="")  # what the payer wrote, with every reference that the bank names
    booked_at = InstantField()
    booked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    next_step = models.TextField()
    note = models.TextField(default="")
    due_at = InstantField()
    warned_at = InstantField(null=True)
    settled_at = InstantField(null=True)
    aside_why = models.TextField(default="")
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(settled_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "payment"
        constraints = [
            models.CheckConstraint(
                condition=Q(source="statement") & says("digest") & Q(account__isnull=False)
                | Q(source="hand", digest=""),
                name="a_payment_has_its_source",
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=~Q(digest=""), name="an_entry_of_a_bank_is_booked_once"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="a_payment_is_not_nothing"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="a_payment_names_its_currency"
            ),
            models.CheckConstraint(
                condition=Q(next_step__in=("assign", "pay_back", "decide")),
                name="a_payment_has_its_next_step",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(settled_at__gte=F("booked_at")),
                name="a_payment_is_settled_after_it_is_booked",
            ),
            models.CheckConstraint(
                condition=Q(aside_why="") | Q(settled_at__isnull=False), name="what_is_set_aside_is_settled"
            ),
        ]
        indexes = [
            models.Index(
                "handler", "due_at", condition=Q(settled_at__isnull=True), name="payment_by_handler"
            ),
            models.Index("due_at", condition=Q(settled_at__isnull=True), name="payment_by_due"),
        ]

    @property
    def money(self) -> Money:
        """The amount in its currency."""
        return Money(self.amount, self.currency)
