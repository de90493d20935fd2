"""Minor units of currencies by ISO 4217, and the one way to round an amount."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from iso4217 import Currency

DIGITS = 60  # enough for every product of two amounts, so that only the result is rounded


def minor_units(currency: str) -> int:
    """Count the decimals of a currency by ISO 4217: two for EUR, none for JPY, three for KWD."""
    try:
        return int(Currency(currency).exponent or 0)
    except ValueError as unknown:
        raise ValueError(f"{currency} is no currency of ISO 4217.") from unknown


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round to the minor units of the currency, a half away from zero."""
    with localcontext(prec=DIGITS):
        return amount.quantize(Decimal(1).scaleb(-minor_units(currency)), ROUND_HALF_UP)
