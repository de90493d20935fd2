"""Tax rates that the product brings with it: `tax_rates.csv`.

Written from the package eu-vat-rates-data 2026.9.29 (MIT licence, by Iurii Rogulia; its source is the European
Commission's Taxes in Europe Database). It names the rates of its day and not since when they count, so each counts
from the first day of its year. Rates of zero are our own additions, each with its law.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from wellkept.solutions.rules.tax_rules import Rate


@cache
def _all() -> tuple[Rate, ...]:
    with Path(__file__).with_name("tax_rates.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Rate(
                country=row["country"],
                key=row["key"],
                category=row["category"],
                percent=Decimal(row["percent"]),
                reason=row["reason"],
                valid_from=date.fromisoformat(row["valid_from"]),
            )
            for row in csv.DictReader(file)
        )


def rates_in(country: str) -> list[Rate]:
    """The rates of a country; none if they are not known."""
    return [rate for rate in _all() if rate.country == country]


def countries() -> list[str]:
    """The countries whose rates are known."""
    return sorted({rate.country for rate in _all()})
