from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, Value, When

from wellkept.entities.models import BankAccount, Entity
from wellkept.files.models import StoredFile
from wellkept.journeys.models import Journey
from wellkept.kernel.instants import DayField, InstantField
from wellkept.kernel.money import AmountField, Money
from wellkept.kernel.visible import says
from wellkept.orders.models import Agreement, AgreementLine
from wellkept.people.models import Person


class Payment(models.Model):
    """Money that came in, or went out where the amount is negative. It is one entry of a bank, or typed by hand."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    account = models.ForeignKey(BankAccount, models.PROTECT, null=True, related_name="+")
    source = models.TextField()
    digest = models.TextField(default="")  # of the bank's entry, by which a repeated file is recognised
    amount = AmountField()
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


class NumberSeries(models.Model):
    """Legal numbers of one entity, kind and year, counted without a gap."""

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+")
    kind = models.TextField()
    year = models.IntegerField()
    counter = models.IntegerField(default=0)

    class Meta:
        db_table = "number_series"
        constraints = [
            models.UniqueConstraint(fields=["entity", "kind", "year"], name="one_series_a_year"),
            models.CheckConstraint(
                condition=Q(kind__in=("invoice", "credit")), name="kinds_of_series_are_known"
            ),
        ]


class Invoice(models.Model):
    """An invoice on a journey, for a deposit or not, or a credit note. What was issued stays; its next step goes on."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="+")
    kind = models.TextField()
    state = models.TextField(default="draft")
    suffix = models.TextField()  # of the journey's number: I2 is its second invoice
    credited = models.ForeignKey("self", models.PROTECT, null=True, related_name="credits")
    currency = models.CharField(max_length=3)
    decimals = models.IntegerField()  # minor units of the currency
    net_total = AmountField()
    tax_total = AmountField()
    gross_total = AmountField()
    words = models.TextField(default="")  # why it is credited
    due_days = models.IntegerField()
    drafted_at = InstantField()
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    discarded_at = InstantField(null=True)
    series = models.ForeignKey(NumberSeries, models.PROTECT, null=True, related_name="+")
    place = models.IntegerField(null=True)
    legal_number = models.TextField(default="")
    issued_at = InstantField(null=True)
    issued_on = DayField(null=True)
    due_on = DayField(null=True)
    seller = models.JSONField(default=dict)  # as they stand on the paper
    buyer = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    unchecked = models.JSONField(default=list)  # checks of the file that could not be made
    handler = models.ForeignKey(Person, models.PROTECT, related_name="+")
    next_step = models.TextField()
    due_at = InstantField()
    warned_at = InstantField(null=True)
    reminders = models.IntegerField(default=0)
    settled_at = InstantField(null=True)
    handler_must_be_active = models.GeneratedField(
        expression=Case(When(settled_at__isnull=True, discarded_at__isnull=True, then=Value(True))),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )

    class Meta:
        db_table = "invoice"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("invoice", "deposit"), credited__isnull=True)
                | Q(kind="credit", credited__isnull=False) & says("words"),
                name="a_credit_note_names_its_invoice",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", issued_at__isnull=True, discarded_at__isnull=True)
                | Q(state="issued", issued_at__isnull=False, discarded_at__isnull=True)
                | Q(state="discarded", issued_at__isnull=True, discarded_at__isnull=False),
                name="an_invoice_is_a_draft_or_issued_or_discarded",
            ),
            models.CheckConstraint(
                condition=Q(
                    issued_at__isnull=True,
                    series__isnull=True,
                    place__isnull=True,
                    legal_number="",
                    file__isnull=True,
                    settled_at__isnull=True,
                )
                | Q(
                    issued_at__isnull=False,
                    series__isnull=False,
                    place__isnull=False,
                    file__isnull=False,
                    issued_on__isnull=False,
                    due_on__gte=F("issued_on"),
                )
                & says("legal_number"),
                name="an_issued_invoice_has_its_number",
            ),
            models.CheckConstraint(
                condition=Q(gross_total=F("net_total") + F("tax_total")), name="an_invoice_is_net_and_tax"
            ),
            models.CheckConstraint(
                condition=Q(due_days__gte=0, due_days__lte=365), name="an_invoice_is_due_within_a_year"
            ),
            models.CheckConstraint(
                condition=Q(next_step__in=("issue", "await_payment", "call", "settle_dispute", "pay_back")),
                name="an_invoice_has_its_next_step",
            ),
            models.UniqueConstraint(fields=["series", "place"], name="a_legal_number_is_given_once"),
            models.UniqueConstraint(fields=["journey", "suffix"], name="an_invoice_has_its_own_suffix"),
        ]
        indexes = [
            models.Index(
                "handler",
                "due_at",
                condition=Q(settled_at__isnull=True, discarded_at__isnull=True),
                name="invoice_by_handler",
            ),
            models.Index(
                "due_at",
                condition=Q(settled_at__isnull=True, discarded_at__isnull=True),
                name="invoice_by_due",
            ),
        ]

    @property
    def gross(self) -> Money:
        """The total with tax, in its currency."""
        return Money(self.gross_total, self.currency)


class InvoiceLine(models.Model):
    """One line of an invoice, in the words and at the price of the agreement. It never changes.

    A line that deducts a deposit names the line that billed it, and is negative.
    """

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    position = models.IntegerField()
    words = models.TextField()
    quantity = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.TextField()
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    discount = models.DecimalField(max_digits=5, decimal_places=2)
    net_amount = AmountField()
    tax_category = models.TextField()
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    exemption_reason = models.TextField(default="")
    period_from = DayField(null=True)
    period_to = DayField(null=True)
    credited = models.OneToOneField("self", models.PROTECT, null=True, related_name="credit")
    deducts = models.ForeignKey("self", models.PROTECT, null=True, related_name="deductions")

    class Meta:
        db_table = "invoice_line"
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="an_invoice_line_has_its_own_place"),
        ]


class BillingAllocation(models.Model):
    """The part of an agreed line or deposit that an invoice line bills. While it stands, nothing else bills it."""

    agreement_line = models.ForeignKey(AgreementLine, models.PROTECT, null=True, related_name="+")
    deposit_of = models.ForeignKey(Agreement, models.PROTECT, null=True, related_name="+")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    invoice_line = models.OneToOneField(InvoiceLine, models.PROTECT, related_name="allocation")
    quantity = models.DecimalField(max_digits=14, decimal_places=4)
    net_amount = AmountField()
    period_from = DayField(null=True)
    period_to = DayField(null=True)  # the day after the last
    ended_at = InstantField(null=True)  # its draft was discarded, or its line credited

    class Meta:
        db_table = "billing_allocation"
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(period_to__gt=F("period_from")),
                name="what_is_billed_for_a_period_has_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(agreement_line__isnull=False, deposit_of__isnull=True)
                | Q(agreement_line__isnull=True, deposit_of__isnull=False, period_from__isnull=True),
                name="a_line_or_a_deposit_is_billed",
            ),
        ]
        indexes = [models.Index("agreement_line", condition=Q(ended_at__isnull=True), name="billed_by_line")]


class PaymentAllocation(models.Model):
    """A part of a payment that pays an invoice, or that another payment of ours gave back."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, models.PROTECT, null=True, related_name="allocations")
    refund = models.ForeignKey(Payment, models.PROTECT, null=True, related_name="+")
    amount = AmountField()  # with the sign of its payment
    automatic = models.BooleanField()
    made_at = InstantField()
    taken_back_at = InstantField(null=True)

    class Meta:
        db_table = "payment_allocation"
        constraints = [
            models.CheckConstraint(
                condition=Q(invoice__isnull=False, refund__isnull=True)
                | Q(invoice__isnull=True, refund__isnull=False),
                name="a_part_of_a_payment_goes_to_one_place",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="a_part_of_a_payment_is_not_nothing"),
        ]
