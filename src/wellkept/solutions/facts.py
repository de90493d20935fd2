"""Events of the catalogue: of a solution, a product, a price list and a tax rate, each on its own subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wellkept.events.facts import Fact, inserts, updates
from wellkept.solutions.catalogue_details import OPTION, PRODUCT, SOLUTION

SUBJECTS = ("product",)  # kinds of subject on which these events stand, where they name no other


@dataclass(frozen=True, kw_only=True)
class SolutionAdded(Fact):
    type = "solution_added"
    on = ("solution",)
    allows = (inserts("solution"),)
    name: str
    details: dict[str, str]
    expert: int | None = None


@dataclass(frozen=True, kw_only=True)
class SolutionChanged(Fact):
    """Words or the person to ask were changed: the new values."""

    type = "solution_changed"
    on = ("solution",)
    allows = (updates("solution", *SOLUTION, "expert_id"),)
    name: str
    details: dict[str, str]
    expert: int | None = None


@dataclass(frozen=True, kw_only=True)
class SolutionEnded(Fact):
    type = "solution_ended"
    on = ("solution",)
    allows = (updates("solution", "ended_at"),)
    ended: bool  # False: it is offered again


@dataclass(frozen=True, kw_only=True)
class ProductAdded(Fact):
    type = "product_added"
    allows = (inserts("product"),)
    key: str
    name: str
    details: dict[str, str | int | None]


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Fact):
    """Details were changed: the new values by their names."""

    type = "product_changed"
    allows = (updates("product", *PRODUCT),)
    now: dict[str, str | int | None]


@dataclass(frozen=True, kw_only=True)
class ProductEnded(Fact):
    type = "product_ended"
    allows = (updates("product", "ended_at"),)
    ended: bool  # False: it is sold again


@dataclass(frozen=True, kw_only=True)
class OptionAdded(Fact):
    type = "option_added"
    allows = (inserts("product_option"),)
    option: int
    key: str
    name: str
    details: dict[str, str | int | None]


@dataclass(frozen=True, kw_only=True)
class OptionChanged(Fact):
    """Details were changed: the new values by their names."""

    type = "option_changed"
    allows = (updates("product_option", *OPTION),)
    option: int
    name: str
    now: dict[str, str | int | None]


@dataclass(frozen=True, kw_only=True)
class OptionEnded(Fact):
    type = "option_ended"
    allows = (updates("product_option", "ended_at"),)
    option: int
    name: str
    ended: bool  # False: it is sold again


@dataclass(frozen=True, kw_only=True)
class OptionRuleAdded(Fact):
    type = "option_rule_added"
    allows = (inserts("option_rule"),)
    rule: int
    key: str
    kind: str
    sentence: str
    options: list[str]
    others: list[str]
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    multiple_of: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class OptionRuleEnded(Fact):
    type = "option_rule_ended"
    allows = (updates("option_rule", "ended_at"),)
    rule: int
    sentence: str


@dataclass(frozen=True, kw_only=True)
class PriceListAdded(Fact):
    type = "price_list_added"
    on = ("price_list",)
    allows = (inserts("price_list"),)
    name: str
    customer: int | None = None


@dataclass(frozen=True, kw_only=True)
class PriceSet(Fact):
    """A price counts from a day on. The one before it ends on the day before."""

    type = "price_set"
    allows = (inserts("price"), updates("price", "valid_to"))
    price: int
    option: int | None
    list: int
    name: str
    amount: Decimal
    currency: str
    at_least: Decimal
    valid_from: date
    valid_to: date | None
    cost: Decimal | None = None
    ended: int | None = None  # the price that ends on the day before


@dataclass(frozen=True, kw_only=True)
class PriceEnded(Fact):
    type = "price_ended"
    allows = (updates("price", "valid_to"),)
    price: int
    name: str
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class PriceStruck(Fact):
    """A price was entered in error: it never counted."""

    type = "price_struck"
    allows = (updates("price", "struck_at"),)
    price: int
    name: str


@dataclass(frozen=True, kw_only=True)
class TaxRateAdded(Fact):
    type = "tax_rate_added"
    on = ("tax_rate",)
    allows = (inserts("tax_rate"),)
    country: str
    key: str
    category: str
    percent: Decimal
    reason: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class TaxRateEnded(Fact):
    type = "tax_rate_ended"
    on = ("tax_rate",)
    allows = (updates("tax_rate", "valid_to"),)
    country: str
    key: str
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class CatalogueLoaded(Fact):
    """A file changed the catalogue. Every event that it made names this one as its cause."""

    type = "catalogue_loaded"
    on = ("company",)
    file: int
    name: str
    sha256: str
    added: int
    changed: int
    left_out: int
