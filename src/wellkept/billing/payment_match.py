"""Find the invoices that a payment pays, by its reference, its amount and its payer. Pure: values in, values out.

A match is sure if a whole reference names the invoice, or if two independent signs do: the exact amount, and a damaged
reference or the payer. Everything else is proposed to a person.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from wellkept.bank_files.reference_candidates import Candidate, candidates

MOST_IN_ONE = 6  # invoices of one customer that are tried together


@dataclass
class OpenInvoice:
    """An issued invoice with what is open of it, and the customer who is to pay it."""

    key: int
    number: str
    suffix: str
    open: Decimal
    currency: str
    customer: int
    name: str = ""


@dataclass(frozen=True)
class Paid:
    """Facts of a payment: its amount, the words on it, the payer, and customers who paid from that account."""

    amount: Decimal
    currency: str
    words: str
    payer: str = ""
    known_as: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Match:
    """The parts of a payment by invoice. `paid_already`: a whole reference names an invoice with nothing open."""

    parts: tuple[tuple[int, Decimal], ...] = ()
    sure: bool = False
    paid_already: bool = False


NOTHING = Match()


@dataclass
class Ledger:
    """Issued invoices by their references and customers. What is settled is known, too."""

    by_key: dict[int, OpenInvoice] = field(default_factory=dict)
    by_reference: dict[tuple[str, str], OpenInvoice] = field(default_factory=dict)
    by_number: dict[str, list[OpenInvoice]] = field(default_factory=lambda: defaultdict(list))
    by_customer: dict[int, list[OpenInvoice]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, invoices: Iterable[OpenInvoice]) -> Ledger:
        """Read invoices into a ledger."""
        ledger = cls()
        for row in invoices:
            ledger.by_key[row.key] = row
            ledger.by_reference[row.number, row.suffix] = row
            ledger.by_number[row.number].append(row)
            ledger.by_customer[row.customer].append(row)
            if name := _letters(row.name):
                ledger.by_name[name].add(row.customer)
        return ledger

    def take(self, result: Match) -> None:
        """Take the parts of a payment off their invoices, so that the next payment sees what is left."""
        for key, part in result.parts:
            self.by_key[key].open -= part


def match(paid: Paid, ledger: Ledger) -> Match:
    """Match one payment."""
    readings = candidates(paid.words)
    certain = _named([c for c in readings if c.certainty == "certain"], ledger)
    if certain:
        return _by_whole_reference(paid, certain)
    if any(c.certainty == "certain" for c in readings):
        return NOTHING  # a whole reference of ours to something else: nothing is guessed
    return _by_damaged_reference(paid, readings, ledger) or _by_payer(paid, readings, ledger)


def _by_whole_reference(paid: Paid, named: Sequence[OpenInvoice]) -> Match:
    there = [row for row in named if row.open > 0 and row.currency == paid.currency]
    if not there:
        return Match(paid_already=True)
    total = sum((row.open for row in there), Decimal(0))
    if paid.amount >= total:  # what is too much stays with the payment
        return Match(tuple((row.key, row.open) for row in there), sure=True, paid_already=False)
    if len(there) == 1:
        return Match(((there[0].key, paid.amount),), sure=True)
    return Match(_in_order(paid.amount, there))


def _by_damaged_reference(paid: Paid, readings: Sequence[Candidate], ledger: Ledger) -> Match | None:
    """The exact amount is the second sign: of one invoice that is named, or of several together."""
    named = _payable(_named(readings, ledger, by_number=True), paid)
    if not named:
        return None
    for count in range(1, min(len(named), MOST_IN_ONE) + 1):
        fitting = [
            rows for rows in combinations(named, count) if sum(row.open for row in rows) == paid.amount
        ]
        if len(fitting) == 1:
            return Match(tuple((row.key, row.open) for row in fitting[0]), sure=True)
        if fitting:
            return Match(tuple((row.key, row.open) for row in fitting[0]))
    return Match(_in_order(paid.amount, named[:1]))


def _by_payer(paid: Paid, readings: Sequence[Candidate], ledger: Ledger) -> Match:
    """Without a reference, the payer names the customer and the amount the invoice; one alone has to fit both."""
    if _named(readings, ledger, by_number=True):
        return NOTHING  # it names an invoice with nothing open
    customers = set(paid.known_as) or ledger.by_name.get(_letters(paid.payer), set())
    theirs = _payable([row for key in sorted(customers) for row in ledger.by_customer[key]], paid)
    fitting = [row for row in theirs if row.open == paid.amount]
    if len(fitting) == 1 and len(customers) == 1:
        return Match(((fitting[0].key, paid.amount),), sure=True)
    return Match(_in_order(paid.amount, fitting[:1] or theirs[:1]))


def _named(readings: Sequence[Candidate], ledger: Ledger, *, by_number: bool = False) -> list[OpenInvoice]:
    """The invoices that readings name, each once. `by_number`: all of the journey, whose suffix may be wrong, too."""
    named: dict[int, OpenInvoice] = {}
    for reading in readings:
        row = ledger.by_reference.get((reading.number, reading.suffix))
        rows = ledger.by_number.get(reading.number, []) if by_number else [row] if row else []
        named |= {row.key: row for row in rows}
    return list(named.values())


def _payable(rows: Sequence[OpenInvoice], paid: Paid) -> list[OpenInvoice]:
    return [row for row in rows if row.open > 0 and row.currency == paid.currency]


def _in_order(amount: Decimal, rows: Sequence[OpenInvoice]) -> tuple[tuple[int, Decimal], ...]:
    """Pay one invoice after the other, as far as the amount goes."""
    parts = []
    for row in rows:
        part = min(amount, row.open)
        if part > 0:
            parts.append((row.key, part))
            amount -= part
    return tuple(parts)


def _letters(name: str) -> str:
    """A name as banks and people write it alike: capitals without accents, and in any order of its words."""
    plain = unicodedata.normalize("NFKD", name.upper().replace("ß", "SS"))
    for letter, two in (("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE")):
        plain = plain.replace(unicodedata.normalize("NFKD", letter), two)
    words = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split()
    return " ".join(sorted(words))
