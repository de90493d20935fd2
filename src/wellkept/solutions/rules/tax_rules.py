"""Tax rates as values, and the rate of a sale on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from wellkept.kernel import wording
from wellkept.kernel.refusal import missing
from wellkept.kernel.text import Text, fill
from wellkept.solutions.rules.vat_treatment import Treatment

CATEGORIES = ("S", "Z", "E")  # EN 16931: taxed, zero rate, exempt. The others follow from the treatment
_day = lazy(wording.full_day, str)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A rate of a country, called by its key (standard, reduced, zero), valid from its first day to its last."""

    country: str
    key: str
    category: str
    percent: Decimal
    reason: str
    valid_from: date
    valid_to: date | None = None

    def is_valid(self, day: date) -> bool:
        """Whether the rate counts on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class LineTax:
    """Tax of a line: category by EN 16931, percent, and the reason why none is added, with its VATEX code."""

    category: str
    percent: Decimal
    reason: Text = ""
    code: str = ""


def tax_of(rates: Iterable[Rate], *, key: str, treatment: Treatment, day: date) -> LineTax:
    """Tax a line. Refuses in words if the country has no such rate on that day."""
    if treatment.category:
        return LineTax(
            category=treatment.category, percent=Decimal(0), reason=treatment.reason, code=treatment.code
        )
    for rate in rates:
        if (rate.country, rate.key) == (treatment.country, key) and rate.is_valid(day):
            return LineTax(category=rate.category, percent=rate.percent, reason=rate.reason)
    raise missing(
        "tax_rate",
        fill(
            _("%(country)s has no tax rate “%(key)s” on %(day)s."),
            country=treatment.country,
            key=key,
            day=_day(day),
        ),
    )
