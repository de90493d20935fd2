"""A small catalogue of the cast's company: a heat pump with sizes, options and rules between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.cast import Cast

from wellkept.kernel.money import Money
from wellkept.solutions import commands
from wellkept.solutions.catalogue_details import (
    NewPrice,
    OptionDetails,
    ProductDetails,
    RuleDetails,
    SolutionDetails,
)
from wellkept.solutions.models import Product, ProductOption

HEAT_PUMP = ProductDetails(name="Heat pump", lead_days=20)
WARM = SolutionDetails(name="Warm without gas", problems="The boiler is old.", fits_not="Flats")
FROM = date(2026, 3, 1)
OPTIONS = {
    "large": (OptionDetails(name="Large"), "1200"),
    "small": (OptionDetails(name="Small"), "0"),
    "three-phase": (OptionDetails(name="Three phases"), "350"),
    "sensor": (OptionDetails(name="Sensor"), "45.50"),
    "care": (OptionDetails(name="Care", unit="ANN", kind="recurring", months=12), "240"),
}
RULES = (
    RuleDetails(
        kind="requires",
        sentence="A large one needs three phases.",
        options=("large",),
        others=("three-phase",),
    ),
    RuleDetails(
        kind="excludes", sentence="One size goes into one house.", options=("large",), others=("small",)
    ),
    RuleDetails(
        kind="quantity", sentence="Sensors come in pairs.", options=("sensor",), multiple_of=Decimal(2)
    ),
    RuleDetails(kind="default", sentence="Most want it looked after.", options=("care",)),
)


@dataclass
class Catalogue:
    """The product and its options by key."""

    product: Product
    options: dict[str, ProductOption]


def build(cast: Cast) -> Catalogue:
    by = cast.by("ana")
    commands.load_tax_rates(country="DE", by=by)
    commands.add_price_list(name="For everybody", by=by)
    commands.add_solution(details=WARM, expert=cast.tom.pk, by=by)
    product = commands.add_product(key="heat-pump", details=HEAT_PUMP, by=by)
    price = NewPrice(amount=Money(Decimal(9500), "EUR"), valid_from=FROM)
    commands.set_price(product=product.pk, price=price, by=by)
    options = {}
    for key, (details, amount) in OPTIONS.items():
        options[key] = commands.add_option(product=product.pk, key=key, details=details, by=by)
        price = NewPrice(amount=Money(Decimal(amount), "EUR"), valid_from=FROM)
        commands.set_price(product=product.pk, option=options[key].pk, price=price, by=by)
    for rule in RULES:
        commands.add_rule(product=product.pk, details=rule, by=by)
    return Catalogue(product, options)
