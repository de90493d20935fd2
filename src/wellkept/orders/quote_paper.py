"""A quote as a paper: what is offered, what to choose between, what is optional, and the sums of what is not chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from wellkept.entities.paper_frame import said, sender_of
from wellkept.entities.paper_texts import KINDS
from wellkept.kernel import number, wording
from wellkept.orders import queries
from wellkept.orders.agreement_lines import totals_of
from wellkept.orders.price_display import price_in_words, quoted_payment_in_words, shown_line, shown_sums
from wellkept.orders.quote_lines import Choice, alternatives_of, chosen_lines
from wellkept.orders.quote_rules import suffix_of
from wellkept.orders.sales_paper import recipient_of, set_for
from wellkept.papers.paper import Block, Label, Labelled, Paper, Row, Section, Signatures, Small, Table, Words
from wellkept.papers.typesetter import SetPaper
from wellkept.solutions.units import counted

if TYPE_CHECKING:
    from wellkept.entities.models import Entity
    from wellkept.orders.models import Quote, QuoteLine


def quote_paper(row: Quote) -> SetPaper:
    """Set this quote as PDF, in the language and the time zone of the customer's person, from its seller.

    A draft is set as what it is, to look at before it is sent.
    """
    return set_for(row.journey, lambda *reader: _worded(row, *reader), at=row.sent_at or row.begun_at)


def _worded(row: Quote, seller: Entity, language: str, zone: tzinfo) -> Paper:
    journey, lines = row.journey, queries.lines_of_quote(row.pk)
    shown = number.show(journey.number) + suffix_of(row.number)
    day = wording.dated(row.sent_at or row.begun_at, zone=zone)
    valid_until = wording.dated(row.valid_until, zone=zone) if row.valid_until else ""
    values = {
        "customer": journey.customer.name,
        "contact": journey.contact.name if journey.contact else journey.customer.name,
        "number": shown,
        "person": journey.owner.name,
        "company": seller.legal_name,
        "date": day,
        "valid_until": valid_until or "…",
    }
    opening, closing = said(seller, "quote", language, values)
    person = [journey.owner.name, journey.owner.phone or seller.phone, journey.owner.email]
    facts = [Label(_("Date"), day), Label(_("Your person"), "\n".join(filter(None, person)))]
    if valid_until:
        facts.append(Label(_("Valid until"), valid_until))
    title = str(KINDS["quote"].title)
    return Paper(
        language=language,
        title=_("%(title)s (draft)") % {"title": title} if row.state == "draft" else title,
        number=shown,
        sender=sender_of(seller),
        recipient=tuple(recipient_of(journey)),
        facts=tuple(facts),
        blocks=(
            Words(opening),
            Words(row.words),
            *_priced(lines, row.currency, with_tax=journey.customer.kind == "person"),
            *_terms(row, zone),
            Words(closing),
            *_yes(row, lines),
        ),
    )


def _priced(lines: Sequence[QuoteLine], currency: str, *, with_tax: bool) -> Iterator[Block]:
    """Tables of what is always there, of each choice with its alternatives, and of what is optional; then the sums."""
    places = {line.pk: str(place) for place, line in enumerate(lines, start=1)}

    def row(line: QuoteLine) -> Row:
        shown = shown_line(line, currency, with_tax=with_tax)
        details = [shown.count]
        if line.least is not None and line.most is not None and line.least != line.most:
            bounds = {"least": counted(line.least, line.unit), "most": counted(line.most, line.unit)}
            details.append(_("from %(least)s to %(most)s") % bounds)
        return Row(
            position=places[line.pk],
            words=shown.words,
            details="\n".join(filter(None, details)),
            amount=shown.amount,
        )

    def sections(of: Sequence[QuoteLine]) -> tuple[Section, ...]:
        return tuple(
            Section(tuple(map(row, part)), title)
            for title, part in groupby(of, key=lambda line: line.section)
        )

    always = [line for line in lines if not line.choice and line.most is None]
    optional = [line for line in lines if line.most is not None]
    if always:
        yield Table(sections(always))
    for group in alternatives_of(lines):
        alternatives = tuple(
            Section(
                tuple(row(line) for line in lines if (line.choice, line.alternative) == (group.choice, name)),
                f"{name} · {price_in_words(of, currency, with_tax=with_tax)}",
            )
            for name, of in group.lines.items()
        )
        yield Table(alternatives, heading=_("Choose one: %(choice)s") % {"choice": group.choice})
    if optional:
        yield Table(sections(optional), heading=_("If you like (not in the total)"))
    sums = shown_sums(totals_of(chosen_lines(lines, Choice()), currency), currency, with_tax=with_tax)
    chooses = len(always) < len(lines)
    yield Table(
        (),
        sums=tuple(Label(sum_.name, sum_.amount, strong=sum_.strong) for sum_ in sums),
        heading=_("Without what you choose") if chooses else "",
    )


def _terms(row: Quote, zone: tzinfo) -> Iterator[Block]:
    dates = []
    if row.delivery_by is not None:
        dates.append(Label(_("Ready by"), wording.dated(row.delivery_by, zone=zone)))
    if row.valid_until is not None:
        dates.append(Label(_("This offer is valid until"), wording.dated(row.valid_until, zone=zone)))
    if dates:
        yield Labelled(tuple(dates), _("Dates"))
    yield Labelled(tuple(Label(*part) for part in quoted_payment_in_words(row)), _("Payment"))
    if row.terms:
        yield Words(row.terms, _("Payment and delivery"))


def _yes(row: Quote, lines: Sequence[QuoteLine]) -> Iterator[Block]:
    """Places to sign, and the digest of what was sent."""
    if row.state == "sent":
        chooses = any(line.choice or line.most is not None for line in lines)
        words = (
            _("To order on paper, mark what you choose, sign here and send it back to us.")
            if chooses
            else _("To order on paper, sign here and send it back to us.")
        )
        yield Signatures((_("Place and day"), _("Signature")), words)
    if row.digest is not None:
        yield Small(_("Fingerprint (SHA-256):") + "\n" + bytes(row.digest).hex())
