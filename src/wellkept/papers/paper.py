"""A paper as plain values. Every text is in the reader's language, every date and amount is worded already."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """Label with its text, such as “Date” with “2 March 2026”. A strong one is set in bold."""

    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs, divided by empty lines, below a heading or none."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Small:
    """Small print at the end."""

    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """Labels with their texts below each other, such as the details of a payment."""

    labels: tuple[Label, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Line of a table. Without an amount it is a line to choose, or one that says something."""

    words: str
    position: str = ""
    details: str = ""
    quantity: str = ""
    price: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows below a title of their own, or below none."""

    rows: tuple[Row, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Lines with quantity, price and amount, and the sums below them. Columns that no line fills are left out."""

    sections: tuple[Section, ...]
    sums: tuple[Label, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Code to scan, as SVG, with what it says for who cannot see it, and a caption beside it."""

    svg: str
    says: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign by hand, each a line with what is written on it, below a sentence."""

    places: tuple[str, ...]
    words: str = ""


Block = Signatures | Small | Words | Labelled | Table | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The seller as it stands on letters. `columns` go into the foot of each page."""

    name: str
    line: str
    country: str
    columns: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. `number` is the journey's number with its suffix: it stands large, and as a code to scan."""

    language: str
    title: str
    number: str
    sender: Sender
    recipient: tuple[str, ...]
    facts: tuple[Label, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """File inside the paper that says the same for machines, such as the XML of an invoice."""

    name: str
    content: bytes
    media_type: str
    description: str
