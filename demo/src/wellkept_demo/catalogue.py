"""Catalogue of Lindenau Elektro: solutions, products with options, the rules between them, and prices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from wellkept.kernel.money import Money
from wellkept.people.actor import Actor
from wellkept.solutions import commands
from wellkept.solutions.catalogue_details import (
    NewPrice,
    OptionDetails,
    ProductDetails,
    RuleDetails,
    SolutionDetails,
)


@dataclass(frozen=True)
class OptionLine:
    """An option with its price for one."""

    key: str
    details: OptionDetails
    amount: str


@dataclass(frozen=True)
class ProductLine:
    """A product with its price for one, its options and the rules between them."""

    key: str
    details: ProductDetails
    amount: str
    options: tuple[OptionLine, ...] = ()
    rules: tuple[RuleDetails, ...] = ()


@dataclass(frozen=True)
class SolutionLine:
    """A solution, the colleague who knows the answers, and its products."""

    details: SolutionDetails
    expert: str
    products: tuple[ProductLine, ...]


def _piece(name: str, words: str = "", tax: str = "standard") -> OptionDetails:
    return OptionDetails(name=name, unit="H87", words=words, tax=tax)


def _yearly(name: str, words: str) -> OptionDetails:
    return OptionDetails(name=name, unit="ANN", words=words, kind="recurring", months=12)


SUN = SolutionLine(
    SolutionDetails(
        name="Power from your own roof",
        problems="The power bill rises, and the roof lies unused in the sun.",
        benefits="Much of the power comes from the roof. We plan, register and build it.",
        fits="Roofs of 20 m² and more without shade at noon, up to 100 kW.",
        fits_not="Roofs with asbestos, and roofs that need new tiles in the next years.",
    ),
    "felix",
    (
        ProductLine(
            "solar-module",
            ProductDetails(
                name="Solar module 440 W", unit="H87", lead_days=15, sale="property", tax="zero",
                words="Solar module 440 W, fixed on the roof and connected",
            ),
            "310",
            (
                OptionLine("inverter", _piece("Inverter 10 kW", tax="zero"), "1890"),
                OptionLine("battery", _piece("Battery 10 kWh", tax="zero"), "5400"),
                OptionLine("emergency-power", _piece("Emergency power for the whole house", tax="zero"), "1250"),
                OptionLine("charging-point", _piece("Charging point 11 kW"), "990"),
                OptionLine("care", _yearly("Yearly care", "Yearly care: inspection, measurement and report"), "180"),
            ),
            (
                RuleDetails(
                    kind="requires", options=("battery",), others=("inverter",),
                    sentence="A battery needs the inverter that charges it.",
                ),
                RuleDetails(
                    kind="requires", options=("emergency-power",), others=("battery",),
                    sentence="Emergency power needs a battery, because the roof gives nothing at night.",
                ),
                RuleDetails(
                    kind="default", options=("care",), sentence="Most do not want to look after it themselves."
                ),
            ),
        ),
    ),
)  # fmt: skip
HEAT = SolutionLine(
    SolutionDetails(
        name="Warm without gas",
        problems="The heating is old, and gas gets dearer.",
        benefits="One machine heats the house and the water. We check the supply before.",
        fits="Houses with room outside, 3 m away from the neighbour.",
        fits_not="Flats without a meter of their own.",
    ),
    "jonas",
    (
        ProductLine(
            "heat-pump",
            ProductDetails(
                name="Heat pump connection", unit="H87", lead_days=25, sale="property",
                words="Electrical connection of a heat pump with its own meter",
            ),
            "2400",
            (
                OptionLine("small", _piece("Up to 8 kW"), "0"),
                OptionLine("large", _piece("Up to 16 kW"), "450"),
                OptionLine("three-phase", _piece("Three phases up to the meter"), "1180"),
                OptionLine("heating-rod", _piece("Heating rod 6 kW"), "390"),
                OptionLine("sensor", _piece("Room sensor"), "64.90"),
                OptionLine("solar-control", _piece("Control by solar power"), "520"),
            ),
            (
                RuleDetails(
                    kind="group", options=("small", "large"), at_least=Decimal(1), at_most=Decimal(1),
                    sentence="Each heat pump has exactly one size.",
                ),
                RuleDetails(
                    kind="requires", options=("large",), others=("three-phase",),
                    sentence="Above 8 kW it needs three phases, because one cannot carry it.",
                ),
                RuleDetails(
                    kind="excludes", options=("small",), others=("heating-rod",),
                    sentence="The heating rod does not fit into the small machine.",
                ),
                RuleDetails(
                    kind="quantity", options=("sensor",), at_most=Decimal(8),
                    sentence="The control reads eight sensors at most.",
                ),
                RuleDetails(
                    kind="default", options=("small",), sentence="The small one is enough for most houses."
                ),
            ),
        ),
        ProductLine(
            "electrician",
            ProductDetails(name="Electrician", unit="HUR", kind="hourly", sale="property"),
            "72",
        ),
    ),
)  # fmt: skip


def add_catalogue(*, people: dict[str, int], since: date, by: Actor) -> None:
    """Add the catalogue, with prices from this day on."""
    commands.load_tax_rates(country="DE", by=by)
    commands.add_price_list(name="Prices for everybody", by=by)
    for line in (SUN, HEAT):
        solution = commands.add_solution(details=line.details, expert=people.get(line.expert), by=by)
        for product in line.products:
            _add_product(product, solution.pk, since, by)


def _add_product(line: ProductLine, solution: int, since: date, by: Actor) -> None:
    details = replace(line.details, solution_id=solution)
    row = commands.add_product(key=line.key, details=details, by=by)
    commands.set_price(product=row.pk, price=_price(line.amount, since), by=by)
    for option in line.options:
        added = commands.add_option(product=row.pk, key=option.key, details=option.details, by=by)
        commands.set_price(product=row.pk, option=added.pk, price=_price(option.amount, since), by=by)
    for rule in line.rules:
        commands.add_rule(product=row.pk, details=rule, by=by)


def _price(amount: str, since: date) -> NewPrice:
    return NewPrice(amount=Money(Decimal(amount), "EUR"), valid_from=since)
