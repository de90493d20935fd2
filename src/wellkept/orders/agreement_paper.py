"""An agreement as a paper that says what its page says, for files and for signing by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellkept.entities.paper_frame import said, sender_of
from wellkept.entities.paper_texts import KINDS
from wellkept.kernel import number, wording
from wellkept.orders import queries, rules
from wellkept.orders.price_display import ShownPrice, payment_in_words
from wellkept.orders.sales_paper import recipient_of, set_for
from wellkept.papers.paper import Block, Label, Labelled, Paper, Row, Section, Signatures, Small, Table, Words
from wellkept.papers.typesetter import SetPaper

if TYPE_CHECKING:
    from wellkept.entities.models import Entity
    from wellkept.orders.models import Agreement


def agreement_paper(row: Agreement) -> SetPaper:
    """Set this agreement as PDF, in the language and the time zone of the customer's person, from its seller.

    Raises a refusal if the seller's own words name something that is not known, such as a contact.
    """
    return set_for(row.journey, lambda *reader: _worded(row, *reader), at=row.agreed_at or row.put_at)


def _worded(row: Agreement, seller: Entity, language: str, zone: tzinfo) -> Paper:
    journey = row.journey
    contact = journey.contact.name if journey.contact else ""
    shown = number.show(journey.number)
    put_on = wording.dated(row.put_at, zone=zone)
    delivery_by = wording.dated(row.delivery_by, zone=zone)
    values = {
        "customer": journey.customer.name,
        "contact": contact,
        "number": shown,
        "person": journey.owner.name,
        "company": seller.legal_name,
        "date": put_on,
        "delivery_by": delivery_by,
    }
    opening, closing = said(seller, "agreement", language, values)
    person = [journey.owner.name, journey.owner.phone or seller.phone]
    facts = [Label(_("Date"), put_on), Label(_("Your person"), "\n".join(filter(None, person)))]
    if row.customer_reference:
        facts.append(Label(_("Your reference"), row.customer_reference))
    price = queries.price_to_show(row, with_tax=journey.customer.kind == "person")
    return Paper(
        language=language,
        title=str(KINDS["agreement"].title),
        number=shown,
        sender=sender_of(seller),
        recipient=tuple(recipient_of(journey)),
        facts=tuple(facts),
        blocks=(
            Words(opening),
            *_terms(row, price),
            *_dates(row, delivery_by, zone),
            Labelled(
                tuple(Label(*part) for part in payment_in_words(row, queries.lines_of(row))), _("Payment")
            ),
            Words(closing),
            *_yes(row, zone),
            Small(_("Fingerprint (SHA-256):") + "\n" + bytes(row.digest).hex()),
        ),
    )


def _terms(row: Agreement, price: ShownPrice | None) -> Iterator[Block]:
    if price is None:
        yield Words(row.words)
        yield Table((), sums=(Label(_("In total"), wording.money(row.total, row.currency)),))
        return
    if row.words:
        yield Words(row.words)
    places = iter(range(1, len(price.sections) * 5000))
    yield Table(
        tuple(
            Section(
                tuple(
                    Row(position=str(next(places)), words=line.words, details=line.count, amount=line.amount)
                    for line in lines
                ),
                title,
            )
            for title, lines in price.sections
        ),
        sums=tuple(Label(sum_.name, sum_.amount, strong=sum_.strong) for sum_ in price.sums),
    )


def _dates(row: Agreement, delivery_by: str, zone: tzinfo) -> Iterator[Block]:
    dates = [Label(_("Ready by"), delivery_by)]
    dates += [Label(text, wording.dated(due, zone=zone)) for text, due in rules.dates_of(row).items()]
    if row.valid_until is not None and row.agreed_at is None:
        dates.append(Label(_("This offer is valid until"), wording.dated(row.valid_until, zone=zone)))
    if row.deemed_days:
        silence = ngettext("accepted after %(days)s day", "accepted after %(days)s days", row.deemed_days)
        dates.append(Label(_("If you say nothing after delivery"), silence % {"days": row.deemed_days}))
    yield Labelled(tuple(dates), _("Dates"))


def _yes(row: Agreement, zone: tzinfo) -> Iterator[Block]:
    """The customer's yes with its day, or the places to sign."""
    if row.agreed_at is not None:
        words = _("Agreed by %(name)s on %(day)s.") % {
            "name": row.signed_name,
            "day": wording.dated(row.agreed_at, zone=zone),
        }
        yield Words(words, _("Agreed"))
    elif row.state == "put":
        yield Signatures(
            (_("Place and day"), _("Signature")), _("To agree on paper, sign here and send it back to us.")
        )
