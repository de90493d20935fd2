"""An invoice as a paper: the page, the XML inside and the figures say the same. Read by other code than wrote it."""

from __future__ import annotations

import io
from decimal import Decimal

import facturx
import pytest
from lxml import etree
from pypdf import PdfReader

from tests.billing.world import CARE, FITTING, HOSE, PUMP, accepted, drafted, issued, seller
from tests.cast import Cast
from tests.papers.test_set_papers import said, texts
from tests.portal.doors import Customer
from tests.web.signed_in import at
from wellkept.bank_files.creditor_reference import creditor_reference, grouped
from wellkept.billing.commands.invoices import credit_invoice
from wellkept.billing.models import Invoice
from wellkept.customers import commands as customers
from wellkept.einvoices.profiles import FACTUR_X
from wellkept.einvoices.rule_engine import RuleEngine
from wellkept.einvoices.validate import validate
from wellkept.kernel import number

pytestmark = pytest.mark.django_db

RAM = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}


def an_invoice(cast: Cast) -> Invoice:
    seller(cast)
    return issued(cast, accepted(cast, [PUMP, HOSE, FITTING]))


def paper(cast: Cast, row: Invoice) -> bytes:
    answer = at(cast, "iris").get(f"/invoices/{row.pk}/paper")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return bytes(answer.content)


def test_page_xml_and_row_say_the_same(cast: Cast) -> None:
    row = an_invoice(cast)
    pdf = paper(cast, row)
    text = " ".join("\n".join(texts(pdf)).split())
    name, xml = facturx.get_xml_from_pdf(pdf, check_xsd=True)
    assert name == "factur-x.xml"
    tree = etree.fromstring(xml)
    grand = tree.xpath("string(//ram:GrandTotalAmount)", namespaces=RAM)
    assert Decimal(grand) == row.gross_total
    for words in (
        f"{number.show(row.journey.number)}/{row.suffix}", row.legal_number, "Heat pump", "with tank", "10 m",
        f"To be paid €{row.gross_total:,.2f}", f"Before tax €{row.net_total:,.2f}", "VAT 19 %",
        grouped(creditor_reference(row.journey.number, row.suffix)), "DE89 3704 0044 0532 0130 00",
    ):  # fmt: skip
        assert words in text
    assert len(tree.xpath("//ram:IncludedSupplyChainTradeLineItem", namespaces=RAM)) == row.lines.count()


def test_the_xml_inside_keeps_the_published_rules(cast: Cast) -> None:
    row = an_invoice(cast)
    engine = RuleEngine.of_this_process()
    assert engine is not None, "make check installs the processor of rules"
    _name, xml = facturx.get_xml_from_pdf(paper(cast, row), check_xsd=True)
    verdict = validate(xml, FACTUR_X, engine=engine)
    assert [finding.words for finding in verdict.errors] == []


def test_the_file_says_that_it_is_a_factur_x_invoice(cast: Cast) -> None:
    pdf = paper(cast, an_invoice(cast))
    assert (said(pdf, "pdfaid:part"), said(pdf, "pdfuaid:part")) == ("3", "1")
    assert said(pdf, "fx:ConformanceLevel") == "EN 16931"
    (part,) = PdfReader(io.BytesIO(pdf)).root_object["/AF"]
    assert part.get_object()["/AFRelationship"] == "/Alternative"


def test_the_customer_gets_the_same_paper_in_their_language(cast: Cast) -> None:
    row = an_invoice(cast)
    petra = Customer(row.journey)
    answer = petra.client.get(petra.url(f"invoices/{row.pk}/paper"))
    assert answer.content == paper(cast, row)
    assert row.journey.contact is not None
    customers.change_contact(contact=row.journey.contact.pk, language="de", by=cast.by("tom"))
    german = "\n".join(texts(paper(cast, row)))
    assert "Rechnung" in german
    assert "Zu zahlen" in german


def test_a_credit_note_says_why_and_which_invoice_it_corrects(cast: Cast) -> None:
    row = an_invoice(cast)
    note = credit_invoice(invoice=row.pk, why="The pump was sent back", by=cast.by("iris"))
    text = "\n".join(texts(paper(cast, note)))
    for words in ("Credit note", note.legal_number, row.legal_number, "The pump was sent back"):
        assert words in text
    assert "How to pay it" not in text
    _name, xml = facturx.get_xml_from_pdf(paper(cast, note), check_xsd=True)
    assert etree.fromstring(xml).xpath("string(//*[local-name()='TypeCode'])") == "381"


def test_a_recurring_line_names_its_period(cast: Cast) -> None:
    seller(cast)
    row = issued(cast, accepted(cast, [CARE]))
    assert " – " in "\n".join(texts(paper(cast, row)))


def test_there_is_no_paper_of_a_draft_nor_of_another_journeys_invoice(cast: Cast) -> None:
    seller(cast)
    journey = accepted(cast, [PUMP])
    draft, strange = drafted(cast, journey), issued(cast, accepted(cast, [PUMP], of=cast.school))
    assert at(cast, "iris").get(f"/invoices/{draft.pk}/paper").status_code == 404
    petra = Customer(journey)
    for key in (draft.pk, strange.pk, 0):
        assert petra.client.get(petra.url(f"invoices/{key}/paper")).status_code == 404
