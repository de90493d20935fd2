from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wellkept.kernel.instants import DayField, InstantField
from wellkept.kernel.visible import says
from wellkept.people.models import Person
from wellkept.solutions.catalogue_details import KINDS, SALES
from wellkept.solutions.rules.tax_rules import CATEGORIES

UNIT = r"^[A-Z0-9]{2,3}$"  # a code of UN/ECE Recommendation 20
RULES = ("requires", "excludes", "group", "quantity", "default")
KEY = r"^[a-z0-9][a-z0-9-]{0,59}$"


def _kind_has_its_interval(of: str) -> list[models.CheckConstraint]:
    """Constraints of a product or an option: the kind is known, and only a recurring one has an interval."""
    return [
        models.CheckConstraint(condition=Q(kind__in=KINDS), name=f"kinds_of_{of}_are_known"),
        models.CheckConstraint(
            condition=Q(kind="recurring", months__gt=0) | (~Q(kind="recurring") & Q(months__isnull=True)),
            name=f"a_recurring_{of}_has_its_interval",
        ),
    ]


class Solution(models.Model):
    """A solution in the customer's words: problems, benefits, where it fits, and who knows the answers."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    name = models.TextField()
    problems = models.TextField(default="")
    benefits = models.TextField(default="")
    fits = models.TextField(default="")
    fits_not = models.TextField(default="")
    expert = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ended_at = InstantField(null=True)

    class Meta:
        db_table = "solution"
        constraints = [
            models.CheckConstraint(condition=says("name"), name="a_solution_has_a_name"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(ended_at__isnull=True), name="a_solution_has_a_name_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A product or a service that we sell."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    solution = models.ForeignKey(Solution, models.PROTECT, null=True, related_name="products")
    key = models.TextField()
    name = models.TextField()
    words = models.TextField(default="")  # what stands on a quote
    unit = models.TextField()
    lead_days = models.IntegerField(null=True)  # working days until it can be delivered
    kind = models.TextField(default="once")
    months = models.IntegerField(null=True)
    sale = models.TextField(default="goods")  # what it is to the tax office
    tax = models.TextField(default="standard")
    ended_at = InstantField(null=True)

    class Meta:
        db_table = "product"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_product_has_a_key_of_its_own"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="a_product_has_a_key"),
            models.CheckConstraint(
                condition=says("name") & Q(unit__regex=UNIT), name="a_product_has_a_name_and_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(lead_days__isnull=True) | Q(lead_days__gte=0), name="a_lead_time_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(sale__in=SALES), name="kinds_of_sale_are_known"),
            *_kind_has_its_interval("product"),
        ]

    def __str__(self) -> str:
        return self.name


class ProductOption(models.Model):
    """One thing that a customer can choose with a product."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="options")
    key = models.TextField()
    name = models.TextField()
    words = models.TextField(default="")
    unit = models.TextField()
    kind = models.TextField(default="once")
    months = models.IntegerField(null=True)
    tax = models.TextField(default="standard")
    ended_at = InstantField(null=True)

    class Meta:
        db_table = "product_option"
        constraints = [
            models.UniqueConstraint(fields=["product", "key"], name="an_option_has_a_key_of_its_own"),
            models.CheckConstraint(condition=Q(key__regex=KEY), name="an_option_has_a_key"),
            models.CheckConstraint(
                condition=says("name") & Q(unit__regex=UNIT), name="an_option_has_a_name_and_a_unit"
            ),
            *_kind_has_its_interval("option"),
        ]

    def __str__(self) -> str:
        return self.name


class OptionRule(models.Model):
    """A rule between options of a product, with its reason in words.

    | kind | `options` | `others` | bounds |
    | --- | --- | --- | --- |
    | requires | all of these together need | one of these | |
    | excludes | this one goes with | none of these | |
    | group | of these | if all of these are chosen | at least, at most |
    | quantity | this one | | at least, at most, multiple of |
    | default | this one is chosen | if all of these are | |
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="rules")
    key = models.TextField()
    kind = models.TextField()
    sentence = models.TextField()
    options = ArrayField(models.TextField(), default=list)
    others = ArrayField(models.TextField(), default=list)
    at_least = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    at_most = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    multiple_of = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    ended_at = InstantField(null=True)

    class Meta:
        db_table = "option_rule"
        constraints = [
            models.UniqueConstraint(fields=["product", "key"], name="a_rule_has_a_key_of_its_own"),
            models.CheckConstraint(condition=Q(kind__in=RULES), name="kinds_of_rules_are_known"),
            models.CheckConstraint(condition=says("sentence"), name="a_rule_says_its_reason"),
            models.CheckConstraint(
                condition=Q(multiple_of__isnull=True) | Q(multiple_of__gt=0),
                name="a_multiple_is_of_something",
            ),
        ]


class PriceList(models.Model):
    """A list of prices: the usual one, or one for a customer. Merges of customers are followed when it is read."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    name = models.TextField()
    customer_id = models.BigIntegerField(null=True)  # no key, so that a merge leaves the list as it is

    class Meta:
        db_table = "price_list"
        constraints = [
            models.CheckConstraint(condition=says("name"), name="a_price_list_has_a_name"),
            models.UniqueConstraint(
                fields=["customer_id"],
                nulls_distinct=False,
                name="one_price_list_for_each_customer_and_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Price(models.Model):
    """The price of one unit of a product or an option on a list, from a quantity on, between two days."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="prices")
    option = models.ForeignKey(ProductOption, models.PROTECT, null=True, related_name="+")
    list = models.ForeignKey(PriceList, models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=16, decimal_places=4)
    cost = models.DecimalField(
        max_digits=16, decimal_places=4, null=True
    )  # ours for one: no customer sees it
    currency = models.CharField(max_length=3)
    at_least = models.DecimalField(max_digits=14, decimal_places=4, default=1)
    valid_from = DayField()
    valid_to = DayField(null=True)
    struck_at = InstantField(null=True)  # entered in error: it never counted

    class Meta:
        db_table = "price"
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_listed_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="a_cost_is_not_negative"
            ),
            models.CheckConstraint(condition=Q(at_least__gt=0), name="a_price_begins_at_a_quantity"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="a_price_names_its_currency"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_price_ends_after_it_begins",
            ),
        ]


class TaxRate(models.Model):
    """A tax rate of a country, called by its key, between two days."""

    subject = models.OneToOneField(
        "events.Subject", models.PROTECT, primary_key=True, db_column="id", related_name="+"
    )
    country = models.CharField(max_length=2)
    key = models.TextField()
    category = models.CharField(max_length=1)
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    reason = models.TextField(default="")
    valid_from = DayField()
    valid_to = DayField(null=True)

    class Meta:
        db_table = "tax_rate"
        constraints = [
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="a_tax_rate_names_its_country"
            ),
            models.CheckConstraint(
                condition=Q(key__regex=KEY.replace("-]", "_-]")), name="a_tax_rate_has_a_key"
            ),
            models.CheckConstraint(
                condition=Q(category__in=CATEGORIES), name="categories_of_tax_rates_are_known"
            ),
            models.CheckConstraint(
                condition=Q(category="S", percent__gt=0, percent__lte=100)
                | (Q(category__in=("Z", "E")) & Q(percent=0) & says("reason")),
                name="a_rate_of_nothing_says_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_tax_rate_ends_after_it_begins",
            ),
        ]
