from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellkept.customers.models import Contact
from wellkept.files.models import StoredFile
from wellkept.journeys.models import Journey, NextStep
from wellkept.kernel.instants import InstantField
from wellkept.kernel.money import AmountField, Money
from wellkept.kernel.visible import says
from wellkept.people.models import Person
from wellkept.solutions.models import Product, ProductOption


class Agreement(models.Model):
    """An agreement, or a proposal of one: frozen with its hash from the moment the customer sees it."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="agreements")
    words = models.TextField()
    net_total = AmountField()  # what is paid once, before tax
    tax_total = AmountField()
    total = AmountField()  # what is paid once, with tax: what the customer hands over
    itemised = models.BooleanField(default=False)  # its lines were typed; else one was made from its words
    line_count = models.IntegerField()
    currency = models.CharField(max_length=3)
    delivery_by = InstantField()
    dates = models.JSONField(default=list)  # further promised dates: [{"text": …, "due": …}]
    deemed_days = models.IntegerField(null=True)  # silence for so long after delivery counts as acceptance
    bill_on = models.TextField(default="acceptance")  # or agreement, or delivery: each part when it comes
    due_days = models.IntegerField(default=14)  # from the issue of an invoice to the day by which it is paid
    deposit_net = AmountField(default=0)  # billed when it is agreed; before tax
    customer_reference = models.TextField(default="")
    digest = models.BinaryField()
    put_at = InstantField()
    put_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    quote = models.ForeignKey("Quote", models.PROTECT, null=True, related_name="agreements")
    valid_until = InstantField(null=True)
    state = models.TextField(default="put")
    agreed_at = InstantField(null=True)
    agreed_by = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    signed_name = models.TextField(default="")
    address = models.TextField(default="")  # where the click came from
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")  # with their yes
    code_digest = models.BinaryField(null=True)
    code_until = InstantField(null=True)
    code_tries = models.IntegerField(default=0)

    class Meta:
        db_table = "agreement"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(agreed_at__gte=F("put_at")),
                name="an_agreement_is_agreed_after_it_is_put",
            ),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="agreed"), name="one_agreement_in_force"
            ),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="put"), name="one_agreement_to_answer"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("put", "agreed", "withdrawn", "declined", "replaced")),
                name="agreement_states_are_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(agreed_at__isnull=False), name="an_agreement_has_its_time"
            ),
            models.CheckConstraint(condition=says("words"), name="an_agreement_has_words"),
            models.CheckConstraint(condition=Q(total__gte=0), name="a_total_is_not_negative"),
            models.CheckConstraint(
                condition=Q(total=F("net_total") + F("tax_total")), name="a_total_is_net_and_tax"
            ),
            models.CheckConstraint(condition=Q(line_count__gte=1), name="an_agreement_has_lines"),
            models.CheckConstraint(
                condition=Q(bill_on__in=("agreement", "acceptance", "delivery"), due_days__range=(0, 365)),
                name="an_agreement_says_when_it_is_paid",
            ),
            models.CheckConstraint(
                condition=Q(deposit_net__gte=0) & (Q(deposit_net=0) | Q(deposit_net__lte=F("net_total"))),
                name="a_deposit_is_a_part_of_the_price",
            ),
        ]

    @property
    def price(self) -> Money:
        """The total in its currency."""
        return Money(self.total, self.currency)


class AgreementLine(models.Model):
    """One thing that was agreed. It stays as it was put, and its words, price and tax stand on the invoice."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="lines")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    position = models.IntegerField()  # from 1 on
    section = models.TextField(default="")
    words = models.TextField()
    quantity = models.DecimalField(max_digits=14, decimal_places=4)  # if counted later: what is expected
    unit = models.TextField()  # a code of UN/ECE Recommendation 20
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)  # without tax
    discount = models.DecimalField(max_digits=5, decimal_places=2)  # percent
    net_amount = AmountField()  # quantity by price, less the discount, rounded half up to the minor unit
    tax_category = models.TextField()  # by EN 16931
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)  # percent
    exemption_reason = models.TextField(default="")
    kind = models.TextField(default="once")
    period_months = models.IntegerField(null=True)
    ceiling = models.DecimalField(max_digits=14, decimal_places=4, null=True)  # the most that may be billed
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    option = models.ForeignKey(ProductOption, models.PROTECT, null=True, related_name="+")
    # The line of the agreement before, of which this one is the same thing as it is agreed now.
    continues = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "agreement_line"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="a_line_has_its_own_place"),
            models.UniqueConstraint(fields=["agreement", "continues"], name="a_line_goes_on_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="places_of_lines_begin_with_one"),
            models.CheckConstraint(condition=says("words"), name="a_line_has_words"),
            models.CheckConstraint(condition=Q(unit__regex="^[A-Z0-9]{2,3}$"), name="a_unit_has_its_code"),
            models.CheckConstraint(
                condition=Q(kind__in=("once", "recurring", "metered", "hourly")),
                name="kinds_of_lines_are_known",
            ),
            models.CheckConstraint(
                condition=Q(tax_category__in=("S", "Z", "E", "AE", "G", "O", "K")),
                name="tax_categories_are_known",
            ),
            models.CheckConstraint(
                condition=Q(tax_category="S", tax_rate__gt=0, tax_rate__lte=100)
                | (~Q(tax_category="S") & Q(tax_rate=0)),
                name="only_the_normal_tax_has_a_rate",
            ),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="a_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(discount__gte=0, discount__lte=100), name="a_discount_is_a_part_of_the_price"
            ),
            models.CheckConstraint(
                condition=(Q(kind="once") & ~Q(quantity=0))
                | Q(kind="recurring", quantity__gt=0)
                | Q(kind__in=("metered", "hourly"), quantity__gte=0),
                name="a_line_has_its_quantity",
            ),
            models.CheckConstraint(
                condition=(~Q(kind="recurring") & Q(period_months__isnull=True))
                | (~Q(kind="once") & Q(period_months__gte=1, period_months__lte=120)),
                name="what_recurs_has_its_period",
            ),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True)
                | Q(kind__in=("metered", "hourly"), ceiling__gt=0, ceiling__gte=F("quantity")),
                name="a_ceiling_is_for_what_is_counted",
            ),
        ]


class Quote(models.Model):
    """A version of our quote: a draft, and from the moment it is sent what it is for ever."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="quotes")
    number = models.IntegerField()  # 1 stands for /Q1 behind the journey's number
    state = models.TextField(default="draft")
    words = models.TextField()
    terms = models.TextField(default="")  # of payment and delivery
    currency = models.CharField(max_length=3)
    delivery_by = InstantField(null=True)
    valid_until = InstantField(null=True)
    bill_on = models.TextField(default="acceptance")
    due_days = models.IntegerField(default=14)
    deposit_share = models.DecimalField(max_digits=5, decimal_places=2, default=0)  # percent
    deposit = AmountField(default=0)  # before tax; this or the share
    begun_at = InstantField()
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The review before it is sent: ISO 9001, 8.2.3
    requirements = models.TextField(default="")  # stated, implied and legal ones
    differences = models.TextField(default="")  # from what they asked for, and how they were resolved
    worth_to_them = models.TextField(default="")
    worth_to_us = models.TextField(default="")
    sent_at = InstantField(null=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    digest = models.BinaryField(null=True)
    answered_at = InstantField(null=True)
    answer = models.TextField(default="")

    class Meta:
        db_table = "quote"
        constraints = [
            models.UniqueConstraint(fields=["journey", "number"], name="a_quote_has_its_own_number"),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="draft"), name="one_draft_of_a_quote"
            ),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state="sent"), name="one_quote_to_answer"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbers_of_quotes_begin_with_one"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "sent", "agreed", "replaced", "declined")),
                name="states_of_quotes_are_known",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    Q(sent_at__isnull=False)
                    & Q(sent_by__isnull=False)
                    & Q(digest__isnull=False)
                    & Q(delivery_by__isnull=False)
                    & Q(valid_until__isnull=False)
                ),
                name="a_sent_quote_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | says("requirements"),
                name="a_quote_is_reviewed_before_it_is_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (Q(answered_at__isnull=False) & says("answer")),
                name="a_quote_is_declined_with_a_reason",
            ),
        ]


class QuoteLine(models.Model):
    """A line of a quote: always part of it, optional within bounds, or one of several alternatives."""

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines")
    position = models.IntegerField()
    section = models.TextField(default="")
    words = models.TextField()
    quantity = models.DecimalField(max_digits=14, decimal_places=4)
    unit = models.TextField()
    unit_price = models.DecimalField(max_digits=14, decimal_places=4)
    discount = models.DecimalField(max_digits=5, decimal_places=2)
    tax_category = models.TextField()
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    exemption_reason = models.TextField(default="")
    kind = models.TextField(default="once")
    period_months = models.IntegerField(null=True)
    ceiling = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    option = models.ForeignKey(ProductOption, models.PROTECT, null=True, related_name="+")
    list_price = models.DecimalField(max_digits=14, decimal_places=4, null=True)  # as the catalogue had it
    unit_cost = models.DecimalField(max_digits=14, decimal_places=4, null=True)  # ours: no customer sees it
    choice = models.TextField(default="")  # what they choose between, as: Which pump?
    alternative = models.TextField(default="")  # the answer to which this line belongs
    least = models.DecimalField(max_digits=14, decimal_places=4, null=True)  # bounds of an optional line
    most = models.DecimalField(max_digits=14, decimal_places=4, null=True)

    class Meta:
        db_table = "quote_line"
        indexes = [models.Index(fields=["quote", "position"], name="lines_of_a_quote_in_order")]
        constraints = [
            models.CheckConstraint(condition=says("words"), name="a_quoted_line_has_words"),
            models.CheckConstraint(
                condition=Q(choice="", alternative="") | (~Q(choice="") & ~Q(alternative="")),
                name="an_alternative_answers_a_choice",
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True, most__isnull=True)
                | Q(choice="", least__gte=0, most__gte=F("least"), most__gt=0),
                name="an_optional_line_has_bounds",
            ),
        ]


class QuoteQuestion(models.Model):
    """A question of the customer about a line of a quote, and our answer beside it."""

    line = models.ForeignKey(QuoteLine, models.PROTECT, related_name="questions")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    words = models.TextField()
    asked_at = InstantField()
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    step = models.ForeignKey(NextStep, models.PROTECT, related_name="+")
    answer = models.TextField(default="")
    answered_at = InstantField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "quote_question"
        constraints = [
            models.CheckConstraint(condition=says("words"), name="a_question_has_words"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & Q(answered_by__isnull=False) & says("answer")),
                name="an_answer_has_words_and_a_name",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
                name="an_answer_follows_its_question",
            ),
        ]


class DiscountApproval(models.Model):
    """A question whether a draft may be sent with a discount beyond its sender's limit, and the answer.

    It is about what the draft said then: its digest. A draft that changed asks again.
    """

    quote = models.ForeignKey(Quote, models.PROTECT, related_name="approvals")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    digest = models.BinaryField()
    discount = models.DecimalField(max_digits=5, decimal_places=2)  # percent
    words = models.TextField()
    asked_at = InstantField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    step = models.ForeignKey(NextStep, models.PROTECT, related_name="+")
    approved = models.BooleanField(default=False)
    answer = models.TextField(default="")
    answered_at = InstantField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "discount_approval"
        constraints = [
            models.CheckConstraint(condition=says("words"), name="a_discount_has_its_reason"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, approved=False, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_approval_has_a_name_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="nobody_approves_their_own_discount",
            ),
        ]
