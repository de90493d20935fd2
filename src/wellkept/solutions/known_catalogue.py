"""The catalogue as a file is compared with it: every product, option, rule and price in seven statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from wellkept.entities.queries import sellers
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.people.queries import company
from wellkept.solutions.catalogue_details import OPTION, PRODUCT, NewPrice, RuleDetails
from wellkept.solutions.models import (
    OptionRule,
    Price,
    PriceList,
    Product,
    ProductOption,
    Solution,
    TaxRate,
)
from wellkept.solutions.queries import rule_value
from wellkept.solutions.rules.catalogue_changes import KnownCatalogue, KnownPart, KnownPrice, Part, Step


def known_catalogue() -> KnownCatalogue:
    """Read the whole catalogue, with prices that were not struck."""
    lists = list(PriceList.objects.all())
    usual = next((row.pk for row in lists if row.customer_id is None), 0)
    today = timezone.localdate(clock.now())
    rates = list(TaxRate.objects.all())
    country = sellers()[0].country
    percents: dict[Decimal, set[str]] = defaultdict(set)
    for rate in rates:
        if rate.country == country and rate.valid_from <= today <= (rate.valid_to or today):
            percents[rate.percent.normalize()].add(rate.key)
    return KnownCatalogue(
        parts=_parts(),
        rules=_rules(),
        prices=_prices(),
        lists={row.name.casefold(): row.pk for row in lists},
        usual=usual,
        solutions={
            row.name.casefold(): row.pk for row in Solution.objects.filter(ended_at__isnull=True).only("name")
        },
        rates=frozenset({"standard", *(rate.key for rate in rates)}),
        percents={percent: frozenset(keys) for percent, keys in percents.items()},
        currency=company().currency,
        today=today,
    )


def _parts() -> dict[Part, KnownPart]:
    parts: dict[Part, KnownPart] = {
        (row.key, ""): KnownPart({name: getattr(row, name) for name in PRODUCT}, row.ended_at is not None)
        for row in Product.objects.all()
    }
    for option in ProductOption.objects.select_related("product").order_by("pk"):
        values = {name: getattr(option, name) for name in OPTION}
        parts[option.product.key, option.key] = KnownPart(values, option.ended_at is not None)
    return parts


def _rules() -> Mapping[str, list[tuple[int, RuleDetails]]]:
    rules: dict[str, list[tuple[int, RuleDetails]]] = defaultdict(list)
    for row in (
        OptionRule.objects.filter(ended_at__isnull=True).select_related("product").order_by("product", "pk")
    ):
        rules[row.product.key].append((row.pk, rule_value(row)))
    return rules


def _prices() -> Mapping[Step, list[KnownPrice]]:
    prices: dict[Step, list[KnownPrice]] = defaultdict(list)
    rows = Price.objects.filter(struck_at__isnull=True).values_list(
        "pk", "product__key", "option__key", "list_id", "amount", "currency", "at_least", "valid_from",
        "valid_to", "cost",
    )  # fmt: skip
    for key, product, option, of_list, amount, currency, at_least, valid_from, valid_to, cost in rows:
        price = NewPrice(
            amount=Money(amount, currency),
            valid_from=valid_from,
            valid_to=valid_to,
            at_least=at_least,
            cost=cost,
        )
        prices[product, option or "", of_list, at_least].append(KnownPrice(price, key))
    return prices
