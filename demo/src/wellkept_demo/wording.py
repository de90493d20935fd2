"""Days, money and names as the people of the simulation write them."""

from __future__ import annotations

import random
from datetime import datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from wellkept_demo import worktime
from wellkept_demo.library import Option


def day_of(at: datetime, language: str) -> str:
    """`Wednesday 25 November`."""
    here = worktime.local(at).date()
    if language == "de":
        return format_date(here, "EEEE, d. MMMM", locale="de")
    return format_date(here, "EEEE d MMMM", locale="en_GB")


def money_of(amount: Decimal, language: str) -> str:
    return format_currency(amount, "EUR", locale="de_DE" if language == "de" else "en_GB")


def first_name(name: str, language: str) -> str:
    """How we address them: by their first name, in German by their last."""
    words = name.split()
    if words[0] == "Dr.":
        return f"Dr. {words[-1]}"
    return name if language == "de" else words[0]


def agreement_words(option: Option, language: str, rng: random.Random) -> tuple[str, Decimal]:
    """The page of words: what, for how much each, and how it is paid. With its total."""
    factor = rng.uniform(0.9, 1.16)
    lines, total = [option.what, ""], Decimal(0)
    for text, price in option.lines:
        amount = Decimal(round(price * factor / 5) * 5)
        total += amount
        lines.append(f"{text}: {money_of(amount, language)}")
    lines += ["", rng.choice(_TERMS[language])]
    return "\n".join(lines), total


_TERMS = {
    "en": [
        "Half at the agreement, half after your acceptance. VAT is included.",
        "Payable within 14 days after your acceptance. VAT is included. What changes, changes only with your yes.",
        "One invoice after your acceptance, 30 days. VAT is included.",
    ],
    "de": [
        "Zahlbar in 14 Tagen nach Ihrer Abnahme. Alle Preise mit Umsatzsteuer.",
        "Die Hälfte bei der Vereinbarung, die Hälfte nach Ihrer Abnahme. Alle Preise mit Umsatzsteuer.",
    ],
}
