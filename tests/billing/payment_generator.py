"""Generated payments on generated invoices, with the truth beside each. Shares no code with the matcher."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

KINDS = (
    ("whole", 60),
    ("one_wrong", 10),
    ("two_in_one", 10),
    ("twice", 5),
    ("part", 5),
    ("without", 10),
)
FIRST = (
    "Petra",
    "Karl",
    "Anna",
    "Jörg",
    "Zoë",
    "Mehmet",
    "Ines",
    "Pawel",
    "Lena",
    "Otto",
    "Uwe",
    "Mia",
    "Ida",
)
LAST = ("Lindner", "Ohm", "Müller", "Weiß", "Yılmaz", "Nowak", "Becker", "Öztürk", "Krüger", "Sommer", "Kurz")
DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


@dataclass
class Bill:
    """An invoice: its key, the journey's number, its suffix, the amount, and the customer who pays."""

    key: int
    number: str
    suffix: str
    amount: Decimal
    customer: int
    name: str

    @property
    def reference(self) -> str:
        """ISO 11649: the check digits are 98 less the remainder by 97 of the text with RF00 behind it."""
        text = f"{self.number}{self.suffix}RF00"
        digits = "".join(str(ord(c) - 55) if c.isalpha() else c for c in text)
        return f"RF{98 - int(digits) % 97:02d}{self.number}{self.suffix}"


@dataclass
class Money:
    """A payment: its kind, its amount, its words and payer, and the invoices that it truly pays."""

    kind: str
    amount: Decimal
    words: str
    payer: str
    truth: dict[int, Decimal]


def number(luck: random.Random) -> str:
    """Seven digits and their check digit after Damm."""
    digits = str(luck.randrange(1_000_000, 10_000_000))
    check = 0
    for digit in digits:
        check = int(DAMM[check][int(digit)])
    return f"{digits}{check}"


def bills(count: int, luck: random.Random) -> list[Bill]:
    """Invoices of customers who have one to four each. Some share a name, and many an amount."""
    rows: list[Bill] = []
    taken: set[str] = set()
    customer = 0
    while len(rows) < count:
        customer += 1
        name = f"{luck.choice(FIRST)} {luck.choice(LAST)} {customer if luck.random() < 0.9 else ''}".strip()
        for _unused in range(luck.randrange(1, 3)):
            while (own := number(luck)) in taken:
                pass
            taken.add(own)
            for place in range(1, luck.randrange(2, 4)):
                cents = luck.choice((4990, 11900, 99960, luck.randrange(1000, 500_000)))
                amount = Decimal(cents) / 100
                rows.append(Bill(len(rows) + 1, own, f"I{place}", amount, customer, name))
    return rows[:count]


def payments(rows: list[Bill], count: int, luck: random.Random) -> Iterator[Money]:
    """Payments in the shares of the list above, each for invoices that nobody has paid yet, or paid twice."""
    kinds = [kind for kind, share in KINDS for _unused in range(share)]
    fresh = rows.copy()
    luck.shuffle(fresh)
    done: list[Bill] = []
    for place in range(count):
        kind = kinds[place % len(kinds)]
        if kind == "twice":
            bill = luck.choice(done)
            yield Money(kind, bill.amount, written(bill, luck), bill.name, {})
            continue
        bill = fresh.pop()
        if kind == "two_in_one":
            other = fresh.pop()
            words = f"{written(bill, luck)} {luck.choice(('und', '+', ',', 'and'))} {written(other, luck)}"
            parts = {bill.key: bill.amount, other.key: other.amount}
            yield Money(kind, bill.amount + other.amount, words, bill.name, parts)
            continue
        amount, words = bill.amount, written(bill, luck)
        if kind == "part":
            amount = (bill.amount / luck.randrange(2, 5)).quantize(Decimal("0.01"))
        if kind == "one_wrong":
            words = damaged(bill.reference, luck)
        if kind == "without":
            words = luck.choice(("", "Rechnung", "Danke", "Invoice", "Miete März 2026", "Kd.-Nr. 471"))
        if kind == "whole":
            done.append(bill)
        yield Money(kind, amount, words, payer(bill.name, luck), {bill.key: amount})


def written(bill: Bill, luck: random.Random) -> str:
    """A whole reference as people type it: in groups, small, with words around it."""
    text = bill.reference
    if luck.random() < 0.5:
        text = " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    if luck.random() < 0.2:
        text = text.lower()
    return luck.choice(("{}", "Ref. {}", "Rechnung {} vielen Dank", "{} / 2026")).format(text)


def damaged(reference: str, luck: random.Random) -> str:
    """One digit behind the RF is another one."""
    places = [at for at, letter in enumerate(reference) if at > 1 and letter.isdigit()]
    at = luck.choice(places)
    wrong = luck.choice([digit for digit in "0123456789" if digit != reference[at]])
    return reference[:at] + wrong + reference[at + 1 :]


def payer(name: str, luck: random.Random) -> str:
    """A name as a bank has it: in capitals, the last name first, or as it is."""
    if luck.random() < 0.3:
        return name.upper()
    if luck.random() < 0.3:
        first, _space, rest = name.partition(" ")
        return f"{rest}, {first}"
    return name
