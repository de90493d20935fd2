"""An invoice or a credit note as a paper, with the structured invoice inside it (Factur-X)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from stdnum import iban as ibans

from wellkept.billing import queries
from wellkept.billing.how_to_pay import payment_code, reference_of
from wellkept.billing.structured_invoice import structured
from wellkept.einvoices.profiles import FACTUR_X
from wellkept.einvoices.totals import total
from wellkept.einvoices.validate import write
from wellkept.entities import queries as entities
from wellkept.entities.paper_frame import look_of, said, sender_of
from wellkept.entities.paper_texts import KINDS
from wellkept.kernel import number, wording
from wellkept.kernel.languages import spoken
from wellkept.kernel.refusal import missing
from wellkept.orders.price_display import category_in_words
from wellkept.papers.factur_x_mark import mark_factur_x
from wellkept.papers.paper import (
    Block,
    Enclosure,
    Label,
    Labelled,
    Paper,
    Picture,
    Row,
    Section,
    Table,
    Words,
)
from wellkept.papers.typesetter import set_paper
from wellkept.solutions.units import counted

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice, InvoiceLine
    from wellkept.einvoices.invoice import Invoice as Structured
    from wellkept.entities.models import Entity

XML = "factur-x.xml"


def invoice_paper(row: Invoice) -> bytes:
    """Set an issued invoice as PDF with its XML inside, in the language of the customer's person.

    Parties, lines and amounts are those that were issued. Raises a refusal for a draft.
    """
    if row.issued_at is None:
        raise missing("file", _("A draft has no file yet."))
    contact = row.journey.contact
    language = spoken(contact.language if contact else row.journey.customer.language)
    lines = queries.lines_of(row)
    same = structured(row, lines, number=row.journey.number)
    seller = entities.entity(row.entity_id)
    with translation.override(language):
        paper = _worded(row, lines, same, seller, language)
        enclosure = Enclosure(
            name=XML,
            content=write(same, FACTUR_X),
            media_type="text/xml",
            description=_("The same invoice for programs"),
        )
    done = set_paper(paper, at=row.issued_at, look=look_of(seller), enclosure=enclosure)
    return mark_factur_x(done.pdf, xml_name=XML)


def _worded(
    row: Invoice, lines: Sequence[InvoiceLine], same: Structured, seller: Entity, language: str
) -> Paper:
    assert row.issued_on is not None
    assert row.due_on is not None
    is_credit = row.kind == "credit"
    issued, due = wording.dated(row.issued_on), wording.dated(row.due_on)
    shown = f"{number.show(row.journey.number)}/{row.suffix}"
    return Paper(
        language=language,
        title=_title(row),
        number=shown,
        sender=sender_of(seller),
        recipient=tuple(_recipient(row.buyer)),
        facts=tuple(_facts(row, issued, due)),
        blocks=(
            *_opening(row, seller, language, issued=issued, due=due),
            Table(
                (Section(tuple(_line(line, row.currency) for line in lines)),), sums=tuple(_sums(row, same))
            ),
            *(() if is_credit else _payment(row, due)),
        ),
    )


def _title(row: Invoice) -> str:
    if row.kind == "credit":
        return _("Credit note")
    return _("Deposit invoice") if row.kind == "deposit" else str(KINDS["invoice"].title)


def _recipient(buyer: Mapping[str, str]) -> Iterator[str]:
    yield buyer["name"]
    if buyer["person"] and buyer["person"] != buyer["name"]:
        yield buyer["person"]
    if buyer["street"]:
        yield buyer["street"]
    if place := " ".join(part for part in (buyer["postcode"], buyer["city"]) if part):
        yield place


def _facts(row: Invoice, issued: str, due: str) -> Iterator[Label]:
    is_credit = row.kind == "credit"
    yield Label(_("Number of the credit note") if is_credit else _("Invoice number"), row.legal_number)
    yield Label(_("Date"), issued)
    if row.credited is not None:
        yield Label(_("It corrects"), row.credited.legal_number)
    else:
        yield Label(_("To be paid by"), due)
    if row.buyer["reference"]:
        yield Label(_("Your reference"), row.buyer["reference"])
    person = [row.seller["person"], row.seller["phone"]]
    yield Label(_("Your person"), "\n".join(part for part in person if part))


def _opening(row: Invoice, seller: Entity, language: str, *, issued: str, due: str) -> Iterator[Block]:
    """The words at the beginning; on a credit note the reason."""
    if row.kind == "credit":
        yield Words(row.words)
        return
    values = {
        "customer": row.buyer["name"],
        "contact": row.buyer["person"] or row.buyer["name"],
        "number": number.show(row.journey.number),
        "person": row.seller["person"],
        "company": row.seller["legal_name"],
        "date": issued,
        "due": due,
    }
    opening, _closing = said(seller, "invoice", language, values)
    yield Words(opening)


def _line(line: InvoiceLine, currency: str) -> Row:
    title, _break, rest = line.words.partition("\n")
    details = [rest.strip()]
    if line.discount:
        details.append(_("less %(percent)s %%") % {"percent": wording.quantity(line.discount)})
    if line.period_from and line.period_to:
        details.append(f"{wording.dated(line.period_from)} – {wording.dated(line.period_to)}")
    return Row(
        position=str(line.position),
        words=title,
        details="\n".join(part for part in details if part),
        quantity=counted(line.quantity, line.unit),
        price=wording.unit_price(line.unit_price, currency),
        amount=wording.money(line.net_amount, currency, exact=True),
    )


def _sums(row: Invoice, same: Structured) -> Iterator[Label]:
    """The sums, with the tax of each category and rate: the same that the structured invoice has."""

    def money(amount: Decimal) -> str:
        return wording.money(amount, row.currency, exact=True)

    yield Label(_("Before tax"), money(row.net_total))
    for share in total(same).shares:
        if share.category == "S":
            rate = wording.quantity(share.rate or Decimal(0))
            yield Label(_("VAT %(rate)s %%") % {"rate": rate}, money(share.tax.amount))
        else:
            yield Label(share.reason or str(category_in_words(share.category)), money(share.tax.amount))
    words = pgettext("credit note", "In total") if row.kind == "credit" else _("To be paid")
    yield Label(words, money(row.gross_total), strong=True)


def _payment(row: Invoice, due: str) -> Iterator[Block]:
    labels = [Label(_("To be paid by"), due)]
    if row.seller["iban"]:
        labels += [
            Label(_("Account of"), row.seller["holder"]),
            Label(_("IBAN"), ibans.format(row.seller["iban"])),
        ]
        if row.seller["bic"]:
            labels.append(Label(_("BIC"), row.seller["bic"]))
    labels.append(Label(_("Reference"), reference_of(row)))
    yield Labelled(tuple(labels), _("How to pay it"))
    if svg := payment_code(row, row.gross_total):
        yield Picture(
            svg=svg,
            says=_("Payment code for your banking app"),
            caption=_("Scan it with your banking app: amount and reference are filled in."),
        )
