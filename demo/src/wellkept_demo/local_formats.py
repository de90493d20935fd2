"""Days, amounts and names as the people of the simulation write them, in English and German."""

from __future__ import annotations

import random
from datetime import datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from wellkept_demo import working_hours
from wellkept_demo.texts import Option


def format_day(at: datetime, language: str) -> str:
    """Format the day: `Wednesday 25 November`."""
    day = working_hours.local(at).date()
    if language == "de":
        return format_date(day, "EEEE, d. MMMM", locale="de")
    return format_date(day, "EEEE d MMMM", locale="en_GB")


def format_money(amount: Decimal, language: str) -> str:
    return format_currency(amount, "EUR", locale="de_DE" if language == "de" else "en_GB")


def form_of_address(name: str, language: str) -> str:
    """Return the first name, in German the full name; doctors keep their title."""
    words = name.split()
    if words[0] == "Dr.":
        return f"Dr. {words[-1]}"
    return name if language == "de" else words[0]


def agreement_text(option: Option, language: str, rng: random.Random) -> tuple[str, Decimal]:
    """Write the agreement's text with its priced lines and terms of payment. Returns its total too."""
    factor = rng.uniform(0.9, 1.16)
    lines, total = [option.what, ""], Decimal(0)
    for text, price in option.lines:
        amount = Decimal(round(price * factor / 5) * 5)
        total += amount
        lines.append(f"{text}: {format_money(amount, language)}")
    lines += ["", rng.choice(_TERMS[language])]
    return "\n".join(lines), total


_TERMS = {
    "en": [
        "Half on agreement, half after your acceptance. Prices include VAT.",
        "Payable within 14 days of your acceptance. Prices include VAT. Nothing changes without your consent.",
        "One invoice after your acceptance, payable within 30 days. Prices include VAT.",
    ],
    "de": [
        "Zahlbar in 14 Tagen nach Ihrer Abnahme. Alle Preise mit Umsatzsteuer.",
        "Die Hälfte bei der Vereinbarung, die Hälfte nach Ihrer Abnahme. Alle Preise mit Umsatzsteuer.",
    ],
}
