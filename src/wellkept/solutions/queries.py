"""The catalogue, as pages, programs and quotes read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Customer
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import missing
from wellkept.solutions.catalogue_details import RuleDetails
from wellkept.solutions.models import OptionRule, Price, PriceList, Product, ProductOption, Solution, TaxRate
from wellkept.solutions.rules import price_rules
from wellkept.solutions.rules.option_model import Model
from wellkept.solutions.rules.rule_values import model_from
from wellkept.solutions.rules.sale_lines import Article, Offering
from wellkept.solutions.rules.tax_rules import Rate


def solutions() -> list[Solution]:
    """Every solution with its products, by name; ended ones last."""
    products = Prefetch("products", Product.objects.filter(ended_at__isnull=True).order_by("name"))
    return list(
        Solution.objects.select_related("expert")
        .prefetch_related(products)
        .order_by(F("ended_at").asc(nulls_first=True), "name")
    )


def solution(key: int) -> Solution:
    """One solution with its products."""
    row = next((row for row in solutions() if row.pk == key), None)
    if row is None:
        raise missing("solution", _("There is no such solution."))
    return row


def products() -> list[Product]:
    """Every product, by name; ended ones last."""
    return list(_whole(Product.objects.all()).order_by(F("ended_at").asc(nulls_first=True), "name"))


def product(key: int) -> Product:
    """One product with its options and rules."""
    row = _whole(Product.objects.filter(pk=key)).first()
    if row is None:
        raise missing("product", _("There is no such product."))
    return row


def option(key: int) -> ProductOption:
    """One option with its product."""
    row = ProductOption.objects.select_related("product").filter(pk=key).first()
    if row is None:
        raise missing("option", _("There is no such option."))
    return row


def rule(key: int) -> OptionRule:
    """One rule with its product."""
    row = OptionRule.objects.select_related("product").filter(pk=key).first()
    if row is None:
        raise missing("rule", _("There is no such rule."))
    return row


def price(key: int) -> Price:
    """One price with what it is of, and its list."""
    row = Price.objects.select_related("product", "option", "list").filter(pk=key).first()
    if row is None:
        raise missing("price", _("There is no such price."))
    return row


def prices(product: int) -> list[Price]:
    """The prices of a product and its options, the latest first. Struck ones are left out."""
    return list(
        Price.objects.select_related("product", "option", "list")
        .filter(product=product, struck_at__isnull=True)
        .order_by(
            F("option").asc(nulls_first=True),
            F("list__customer_id").asc(nulls_first=True),
            "at_least",
            "-valid_from",
        )
    )


def price_lists() -> list[PriceList]:
    """Every price list, the usual one first."""
    return list(PriceList.objects.order_by(F("customer_id").asc(nulls_first=True)))


@dataclass(frozen=True)
class ListedPrices:
    """The first prices of a list, by product, option and day, and how many there are."""

    rows: Sequence[Price]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class PriceListCount:
    """A price list with its customer, and how many of its prices have not ended."""

    row: PriceList
    customer: Customer | None
    count: int


def price_list(key: int) -> PriceList:
    """One price list."""
    row = PriceList.objects.filter(pk=key).first()
    if row is None:
        raise missing("price_list", _("There is no such price list."))
    return row


def list_of_customer(customer: int) -> PriceList | None:
    """The list of a customer, or of one who goes on as this customer. None if there is none."""
    merged = Customer.objects.filter(merged_into=customer).values("pk")
    return PriceList.objects.filter(Q(customer_id=customer) | Q(customer_id__in=merged)).first()


def counted_price_lists(day: date) -> list[PriceListCount]:
    """Every price list, the usual one first, with the number of prices that have not ended on this day."""
    rows = price_lists()
    customers = Customer.objects.in_bulk([row.customer_id for row in rows if row.customer_id is not None])
    counts = dict(
        _not_ended(Price.objects.filter(struck_at__isnull=True), day)
        .values_list("list_id")
        .annotate(Count("pk"))
    )
    return [PriceListCount(row, customers.get(row.customer_id or 0), counts.get(row.pk, 0)) for row in rows]


def listed_prices(key: int, *, words: str, day: date | None, limit: int) -> ListedPrices:
    """Prices of a list whose product or option has these words. With `day`, none that ended before it."""
    rows = Price.objects.filter(list=key, struck_at__isnull=True)
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(product__key__icontains=word)
            | Q(product__name__icontains=word)
            | Q(option__key__icontains=word)
            | Q(option__name__icontains=word)
        )
    if day is not None:
        rows = _not_ended(rows, day)
    ordered = rows.select_related("product", "option").order_by(
        "product__name",
        "product",
        F("option__name").asc(nulls_first=True),
        "option",
        "at_least",
        "valid_from",
    )
    return ListedPrices(list(ordered[:limit]), rows.count())


def tax_rates() -> list[TaxRate]:
    """Every tax rate, by country."""
    return list(TaxRate.objects.order_by("country", "-percent", "key", "-valid_from"))


def tax_rate(key: int) -> TaxRate:
    """One tax rate."""
    row = TaxRate.objects.filter(pk=key).first()
    if row is None:
        raise missing("tax_rate", _("There is no such rate."))
    return row


def like(text: str, *, limit: int = 5) -> list[Product]:
    """Products that are sold and have every word of the text in their key, name, words or solution."""
    rows = Product.objects.filter(ended_at__isnull=True)
    for word in text.split()[:8]:
        rows = rows.filter(
            Q(key__icontains=word)
            | Q(name__icontains=word)
            | Q(words__icontains=word)
            | Q(solution__name__icontains=word)
            | Q(solution__problems__icontains=word)
        )
    return list(rows.order_by("name")[:limit]) if text.strip() else []


def sold(*, limit: int) -> list[Product]:
    """The first products that are sold, by name."""
    return list(Product.objects.filter(ended_at__isnull=True).order_by("name")[:limit])


def offering(key: int, *, customer: int | None = None) -> Offering:
    """A product with all that its lines need: options, rules, tax rates, and the prices for this customer."""
    row = product(key)
    return Offering(
        product=Article(
            item=row.key, words=row.words or row.name, unit=row.unit, kind=row.kind, product=row.pk,
            months=row.months, tax=row.tax,
        ),
        options={
            option.key: Article(
                item=f"{row.key}/{option.key}", words=option.words or option.name, unit=option.unit,
                kind=option.kind, product=row.pk, option=option.pk, months=option.months, tax=option.tax,
            )
            for option in row.options.all()
            if option.ended_at is None
        },
        model=model_of(row),
        prices=tuple(price_value(item, customer) for item in _prices_for(row, customer)),
        rates=tuple(map(rate_value, TaxRate.objects.all())),
    )  # fmt: skip


def model_of(row: Product) -> Model:
    """Options and rules of a product, as the solver takes them. What has ended is left out."""
    return model_from(
        {option.key: option.name for option in row.options.all() if option.ended_at is None},
        ((rule.key, rule_value(rule)) for rule in row.rules.all() if rule.ended_at is None),
    )


def rule_value(row: OptionRule) -> RuleDetails:
    """A rule as it was typed."""
    return RuleDetails(
        kind=row.kind,
        sentence=row.sentence,
        options=tuple(row.options),
        others=tuple(row.others),
        at_least=row.at_least,
        at_most=row.at_most,
        multiple_of=row.multiple_of,
    )


def price_value(row: Price, customer: int | None = None) -> price_rules.Price:
    """A price as the rules take it. `customer` is the one as whom the customer of the list goes on."""
    part = row.option if row.option is not None else row.product
    of = None if row.list.customer_id is None else customer or row.list.customer_id
    return price_rules.Price(
        item=row.product.key if row.option is None else f"{row.product.key}/{row.option.key}",
        list=price_rules.PriceList(str(row.list_id), row.list.name, of),
        amount=Money(Decimal(row.amount), row.currency),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        at_least=Decimal(row.at_least),
        every_months=part.months,
        cost=row.cost,
    )


def rate_value(row: TaxRate) -> Rate:
    """A tax rate as the rules take it."""
    return Rate(
        country=row.country, key=row.key, category=row.category, percent=row.percent, reason=row.reason,
        valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


def _whole(rows: QuerySet[Product]) -> QuerySet[Product]:
    return rows.select_related("solution__expert").prefetch_related(
        Prefetch("options", ProductOption.objects.order_by("pk")),
        Prefetch("rules", OptionRule.objects.order_by("pk")),
    )


def _not_ended(rows: QuerySet[Price], day: date) -> QuerySet[Price]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _prices_for(row: Product, customer: int | None) -> QuerySet[Price]:
    """Prices for everybody, and those on lists of this customer or of one who goes on as this customer."""
    theirs = Q(list__customer_id__isnull=True)
    if customer is not None:
        merged = Customer.objects.filter(merged_into=customer).values("pk")
        theirs |= Q(list__customer_id=customer) | Q(list__customer_id__in=merged)
    return Price.objects.select_related("product", "option", "list").filter(
        theirs, product=row, struck_at__isnull=True
    )
