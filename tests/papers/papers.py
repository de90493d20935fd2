"""Papers for tests: one with everything on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from wellkept.papers.paper import (
    Enclosure,
    Label,
    Labelled,
    Paper,
    Picture,
    Row,
    Section,
    Sender,
    Table,
    Words,
)

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
XML = Enclosure(
    name="factur-x.xml", content=b"<invoice/>", media_type="text/xml", description="The same for machines"
)


def rows(count: int) -> tuple[Row, ...]:
    return tuple(
        Row(
            position=str(place),
            words=f"Heat pump number {place}",
            details="With its stand" if place % 3 == 0 else "",
            quantity="2 pcs",
            price="€1,234.50",
            amount="€2,469.00",
        )
        for place in range(1, count + 1)
    )


def a_paper(*, recipient: str = "Petra Lindner", words: str = "Thank you.", lines: int = 5) -> Paper:
    return Paper(
        language="en",
        title="Invoice",
        number="4827-9163/I2",
        sender=Sender(
            name="Lindenau Elektro GmbH",
            line="Lindenau Elektro GmbH · Karl-Heine-Str. 12 · 04229 Leipzig",
            country="DE",
            columns=(("Lindenau Elektro GmbH", "Leipzig"), ("HRB 1234", "DE123456789")),
        ),
        recipient=("Lindner Bakery", recipient, "Hauptstraße 3", "04109 Leipzig"),
        facts=(Label("Invoice number", "2026-0042"), Label("Your person", "Lea Koch\n+49 341 123456")),
        blocks=(
            Words(words, heading="Dear Ms Lindner"),
            Table(
                (Section(rows(lines), "Device"), Section(rows(1), "Work")),
                sums=(Label("Net", "€12,345.00"), Label("To pay", "€14,690.55")),
            ),
            Labelled((Label("IBAN", "DE12 5001 0517 0648 4898 90"),), heading="How to pay"),
            Picture(svg=SQUARE, says="Payment code", caption="Scan it with your bank's app."),
        ),
    )


def from_the_states(paper: Paper) -> Paper:
    return replace(paper, sender=replace(paper.sender, country="US"))
