"""Blocks of letters, and the frame around them: salutation, and a person to contact (law 13)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_datetime
from babel.numbers import format_currency
from django.utils.translation import gettext as _

from wellkept.kernel import clock
from wellkept.solutions.units import counted


@dataclass(frozen=True, slots=True)
class Person:
    """Person and how to reach them."""

    name: str
    phone: str = ""
    email: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """Data from which a letter is composed."""

    kind: str
    language: str
    company: str
    person: Person
    company_phone: str = ""
    imprint: Sequence[str] = ()
    to: str = ""
    number: str = ""
    time_zone: str = "UTC"
    words: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    instead: Person | None = None  # deputy while the person is away

    def fact(self, name: str) -> str:
        """Give a fact as text; empty if missing."""
        value = self.facts.get(name)
        return "" if value is None else str(value).strip()

    def day_and_time(self, name: str) -> str:
        """Format an instant in the reader's zone and language; midnight counts as a day without an hour."""
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
        """Parse a fact as an instant; None if it is none."""
        value = self.facts.get(name)
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.zone(self.time_zone))

    def money(self, name: str, currency: str = "currency") -> str:
        """Format an amount in the reader's way."""
        return self.amount(self.fact(name), currency)

    def amount(self, digits: str, currency: str = "currency") -> str:
        """Format these digits as an amount in the reader's way; empty if they are none."""
        try:
            amount = Decimal(digits)
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
    """Piece of a letter. `kind` is say, quote, pairs, button, choices, code or soft."""

    kind: str
    text: str = ""
    pairs: Sequence[tuple[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()  # label and anchor on the customer's page


def say(text: str) -> Block:
    """Paragraph."""
    return Block("say", text)


def soft(text: str) -> Block:
    """Side remark."""
    return Block("soft", text)


def quote(text: str) -> Block:
    """Quotation of somebody's own words."""
    return Block("quote", text)


def pairs(*rows: tuple[str, str]) -> Block:
    """Table of named facts; those without a value are left out."""
    return Block("pairs", pairs=[(name, value) for name, value in rows if value])


def priced_lines(telling: Telling) -> list[Block]:
    """The lines of an agreement with their amounts before tax, if it has lines. Facts: `lines`, `more`."""
    lines = telling.facts.get("lines")
    if not isinstance(lines, list):
        return []
    rows = [(str(words).partition("\n")[0], telling.amount(str(amount))) for words, amount in lines]
    blocks = [pairs(*rows)]
    more = telling.facts.get("more")
    if isinstance(more, int) and more:
        blocks.append(soft(_("Further lines on your page: %(count)s") % {"count": more}))
    return [*blocks, soft(_("Each line is before tax."))]


def counted_lines(telling: Telling, fact: str) -> list[Block]:
    """Lines of an agreement, each with how many. The fact lists words, quantity and code of the unit."""
    lines = telling.facts.get(fact)
    if not isinstance(lines, list):
        return []
    rows = [(str(words), counted(Decimal(quantity), str(unit))) for words, quantity, unit in lines]
    return [pairs(*rows)]


def button(label: str, place: str = "") -> Block:
    """Button for the main action, on the customer's own page."""
    return Block("button", links=[(label, place)])


def choices(*links: tuple[str, str]) -> Block:
    """Links of which one is to be chosen."""
    return Block("choices", links=links)


def code(text: str) -> Block:
    """Code to be typed."""
    return Block("code", text)


def salutation(telling: Telling) -> Block:
    """Salutation with the reader's name."""
    return say(_("Hello %(name)s,") % {"name": telling.to} if telling.to else _("Hello,"))


def signature(telling: Telling) -> list[Block]:
    """Signature: a person with phone and mail, a deputy if the person is away, the company, the number."""
    blocks = [
        say(_("Just answer this mail, or call me.") if telling.person.phone else _("Just answer this mail."))
    ]
    blocks.append(pairs((_("Your person here"), _reached(telling.person)), (_("Company"), _company(telling))))
    if telling.instead is not None:
        absent = _("%(name)s is away today. Until then %(instead)s is there for you.") % {
            "name": telling.person.name,
            "instead": _reached(telling.instead),
        }
        blocks.append(say(absent))
    if telling.number:
        blocks.append(soft(_("Your number with us, for everything: %(number)s") % {"number": telling.number}))
    if telling.imprint:
        blocks.append(soft("\n".join(telling.imprint)))
    return blocks


def _reached(person: Person) -> str:
    """List how to reach a person."""
    return ", ".join(filter(None, [person.name, person.phone, person.email]))


def _company(telling: Telling) -> str:
    """Name the company and its phone."""
    return ", ".join(filter(None, [telling.company, telling.company_phone]))


def as_text(blocks: Sequence[Block], *, page: str) -> str:
    """Render the letter as plain text."""
    return "\n\n".join(filter(None, (_block_as_text(block, page) for block in blocks))) + "\n"


def _block_as_text(block: Block, page: str) -> str:
    """Render one block."""
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
