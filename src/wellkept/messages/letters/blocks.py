"""What letters are made of, and the frame around the words: who it is for, and whom to talk to (law 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_datetime
from babel.numbers import format_currency
from django.utils.translation import gettext as _

from wellkept.kernel import clock


@dataclass(frozen=True, slots=True)
class Person:
    """A human being and how to reach them."""

    name: str
    phone: str = ""
    email: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that the words of a notice are made from."""

    kind: str
    language: str
    company: str
    person: Person
    company_phone: str = ""
    to: str = ""
    number: str = ""
    time_zone: str = "UTC"
    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    instead: Person | None = None  # who is there while the person is away

    def fact(self, name: str) -> str:
        """A fact as text; empty when it was not given."""
        value = self.facts.get(name)
        return "" if value is None else str(value).strip()

    def day_and_time(self, name: str) -> str:
        """An instant in the reader's own zone and manner; midnight is a day without an hour."""
        moment = self.moment(name)
        if moment is None:
            return ""
        local = moment.astimezone(clock.zone(self.time_zone))
        pattern = "EEEE d MMMM y" if self._locale().language == "en" else "EEEE, d. MMMM y"
        if (local.hour, local.minute) == (0, 0):
            return str(format_datetime(local, pattern, locale=self._locale()))
        day = format_datetime(local, pattern, locale=self._locale())
        hour = format_datetime(local, "HH:mm", locale=self._locale())
        return _("%(day)s at %(hour)s") % {"day": day, "hour": hour}

    def moment(self, name: str) -> datetime | None:
        value = self.facts.get(name)
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.zone(self.time_zone))

    def money(self, name: str, currency: str = "currency") -> str:
        """An amount as the reader writes it."""
        try:
            amount = Decimal(self.fact(name))
        except InvalidOperation:
            return ""
        return str(format_currency(amount, self.fact(currency) or "EUR", locale=self._locale()))

    def _locale(self) -> Locale:
        try:
            return Locale.parse(self.language.replace("-", "_"))
        except (ValueError, UnknownLocaleError):
            return Locale("en")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a letter. `kind` is say, quote, pairs, button, choices, code or soft."""

    kind: str
    text: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()  # label, place on the customer's page


def say(text: str) -> Block:
    return Block("say", text)


def soft(text: str) -> Block:
    """Said in passing."""
    return Block("soft", text)


def quote(text: str) -> Block:
    """Somebody's own words."""
    return Block("quote", text)


def pairs(*rows: tuple[str, str]) -> Block:
    """Facts with their names; those without a value are left out."""
    return Block("pairs", pairs=[(name, value) for name, value in rows if value])


def button(label: str, place: str = "") -> Block:
    """The one thing to do, on the customer's own page."""
    return Block("button", links=[(label, place)])


def choices(*links: tuple[str, str]) -> Block:
    """Several things of which one is to be chosen."""
    return Block("choices", links=links)


def code(text: str) -> Block:
    return Block("code", text)


def salutation(telling: Telling) -> Block:
    return say(_("Hello %(name)s,") % {"name": telling.to} if telling.to else _("Hello,"))


def signature(telling: Telling) -> list[Block]:
    """Whom to talk to: a name, a phone number, an address; who is there while that person is away; the number."""
    found = [
        say(_("Just answer this mail, or call me.") if telling.person.phone else _("Just answer this mail."))
    ]
    found.append(pairs((_("Your person here"), _reached(telling.person)), (_("Company"), _company(telling))))
    if telling.instead is not None:
        absent = _("%(name)s is away today. Until then %(instead)s is there for you.") % {
            "name": telling.person.name,
            "instead": _reached(telling.instead),
        }
        found.append(say(absent))
    if telling.number:
        found.append(soft(_("Your number with us, for everything: %(number)s") % {"number": telling.number}))
    return found


def _reached(person: Person) -> str:
    return ", ".join(filter(None, [person.name, person.phone, person.email]))


def _company(telling: Telling) -> str:
    return ", ".join(filter(None, [telling.company, telling.company_phone]))


def as_text(blocks: Sequence[Block], *, page: str) -> str:
    """The letter for those who read plain text."""
    return "\n\n".join(filter(None, (_block_as_text(block, page) for block in blocks))) + "\n"


def _block_as_text(block: Block, page: str) -> str:
    match block.kind:
        case "quote":
            return "\n".join(f"    {line}".rstrip() for line in block.text.strip().split("\n"))
        case "pairs":
            return "\n".join(f"{name}: {value}" for name, value in block.pairs)
        case "button" | "choices":
            return "\n".join(f"{label}:\n{page}{place}" for label, place in block.links)
        case "code":
            return f"    {block.text}"
        case _:
            return block.text
