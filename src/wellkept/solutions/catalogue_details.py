"""Details of the catalogue as they are typed: cleaned, and refused where they cannot be right."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.instants import has_bounds
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.solutions.units import CODE, PIECE

KINDS = ("once", "recurring", "metered", "hourly")
SALES = ("goods", "services", "electronic", "property")  # to the tax office; property: work on a building
MOST = Decimal(10) ** 12  # a price stays below it
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@dataclass(frozen=True, kw_only=True, slots=True)
class SolutionDetails:
    """A solution in the customer's words."""

    name: str
    problems: str = ""
    benefits: str = ""
    fits: str = ""
    fits_not: str = ""

    def cleaned(self) -> SolutionDetails:
        return SolutionDetails(**{name: value.strip() for name, value in asdict(self).items()})

    def refusal(self) -> Refusal | None:
        """Refuse a solution without a name."""
        return None if self.name else invalid("name", _("What is it called?"))


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionDetails:
    """An option, or what a product has in common with it. `months` is the interval of a recurring price."""

    name: str
    unit: str = PIECE
    words: str = ""
    kind: str = "once"
    months: int | None = None
    tax: str = "standard"

    def refusal(self) -> Refusal | None:
        """Say at its field what cannot be right, or None."""
        if not self.name:
            return invalid("name", _("What is it called?"))
        if not CODE.fullmatch(self.unit):
            return invalid("unit", _("In which unit is it sold?"))
        if self.kind not in KINDS:
            return invalid("kind", _("Once, recurring, metered or by the hour?"))
        if self.kind == "recurring" and not (self.months and 0 < self.months <= 120):
            return invalid("months", _("Every how many months is it paid?"))
        if self.kind != "recurring" and self.months is not None:
            return invalid("months", _("Only what recurs has an interval."))
        if not is_key(self.tax):
            return invalid("tax", _("Which tax rate?"))
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProductDetails(OptionDetails):
    """A product or a service."""

    lead_days: int | None = None
    sale: str = "goods"
    solution_id: int | None = None

    def refusal(self) -> Refusal | None:
        """Say at its field what cannot be right, or None."""
        if (refusal := OptionDetails.refusal(self)) is not None:
            return refusal
        if self.lead_days is not None and not 0 <= self.lead_days <= 3650:
            return invalid("lead_days", _("How many working days until it is there?"))
        if self.sale not in SALES:
            return invalid("sale", _("Goods, a service, an electronic service, or work on a building?"))
        return None


SOLUTION = tuple(field.name for field in fields(SolutionDetails))
OPTION = tuple(field.name for field in fields(OptionDetails))
PRODUCT = tuple(field.name for field in fields(ProductDetails))


def cleaned(details: OptionDetails) -> OptionDetails:
    """The same without spaces at the ends of words."""
    return replace(
        details,
        name=details.name.strip(),
        unit=details.unit.strip(),
        words=details.words.strip(),
        tax=details.tax.strip(),
    )


def is_key(text: str) -> bool:
    """Whether it may be the key of a product, an option, a rule or a rate: small letters, digits and hyphens."""
    return _KEY.fullmatch(text) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleDetails:
    """A rule between options of a product. What `options` and `others` mean depends on the kind: see `OptionRule`."""

    kind: str
    sentence: str
    options: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    multiple_of: Decimal | None = None

    def refusal(self) -> Refusal | None:
        """Say at its field what cannot be right, or None."""
        if not self.sentence.strip():
            return invalid("sentence", _("Why? The customer reads it."))
        if self.kind in ("excludes", "quantity", "default") and len(self.options) != 1:
            return invalid("options", _("Choose the one option that it is about."))
        if self.kind == "group" and len(self.options) < 2:
            return invalid("options", _("Choose at least two options."))
        if self.kind in ("requires", "excludes") and not self.others:
            return invalid("others", _("Choose the other options."))
        if self.kind == "group" and self.at_least is None and self.at_most is None:
            return invalid("at_least", _("At least how many, or at most?"))
        bounds = (self.at_least, self.at_most, self.multiple_of)
        if self.kind == "quantity" and all(bound is None for bound in bounds):
            return invalid("at_least", _("Which quantities are possible?"))
        if self.multiple_of is not None and self.multiple_of <= 0:
            return invalid("multiple_of", _("It is a multiple of something greater than zero."))
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class NewPrice:
    """A price as it is typed: of one unit, from a quantity on, between two days. Both days are included."""

    amount: Money
    valid_from: date
    valid_to: date | None = None
    at_least: Decimal = Decimal(1)
    cost: Decimal | None = None

    def refusal(self) -> Refusal | None:
        """Say at its field what cannot be right, or None."""
        if not 0 <= self.amount.amount < MOST or _is_too_fine(self.amount.amount):
            return invalid("amount", _("A price is zero or more, with at most four decimals."))
        if self.cost is not None and (not 0 <= self.cost < MOST or _is_too_fine(self.cost)):
            return invalid("cost", _("A price is zero or more, with at most four decimals."))
        if not 0 < self.at_least < 10**10 or _is_too_fine(self.at_least):
            return invalid("at_least", _("From which quantity on?"))
        if not all(has_bounds(day) for day in (self.valid_from, self.valid_to or self.valid_from)):
            return invalid("valid_from", _("This date is not between 1900 and 2199."))
        if self.valid_to is not None and self.valid_to < self.valid_from:
            return invalid("valid_to", _("Its last day comes before its first."))
        return None


def _is_too_fine(number: Decimal) -> bool:
    """Whether it has more than four decimals."""
    return number != number.quantize(Decimal("0.0001"))
