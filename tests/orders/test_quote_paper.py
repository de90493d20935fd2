"""The quote as a paper: what its page says, with alternatives and optional lines marked and out of the total."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pypdf
import pytest
from django.http import HttpResponse
from tests import cast as people
from tests.cast import QUOTED, Cast
from tests.papers.test_set_papers import texts
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.customers import commands as customers
from wellkept.entities import commands as entities
from wellkept.journeys.models import Journey
from wellkept.kernel import number
from wellkept.orders import commands as orders
from wellkept.orders.models import Quote
from wellkept.orders.quote_lines import QuoteLineTerms
from wellkept.orders.quote_paper import quote_paper

pytestmark = pytest.mark.django_db


def read(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return " ".join("\n".join(texts(answer.content)).split())


def place(row: Journey) -> str:
    return f"/journeys/{row.number}/quotes/1/paper"


def test_the_paper_says_what_the_page_says(cast: Cast) -> None:
    row = people.quoted(cast)
    text = read(at(cast, "olga").get(place(row)))
    for words in (
        f"{number.show(row.number)}/Q1", "A new pump", "1 Fitting 1 pc at €200 €200",
        "Choose one: Which pump?", "Small · €500",
        "2 Small pump", "Large · €900", "If you like (not in the total)", "4 Hose", "from 1 m to 20 m",
        "Without what you choose", "VAT 19 % €38", "In total €238", "Ready by", "This offer is valid until",
        "Half at the start", "Tom Brandt", "Signature",
    ):  # fmt: skip
        assert words in text, words
    assert bytes(row.quotes.get().digest).hex() in text.replace(" ", "")


def test_the_paper_is_for_archives_and_for_screen_readers(cast: Cast) -> None:
    row = people.quoted(cast)
    xmp = pypdf.PdfReader(io.BytesIO(quote_paper(row.quotes.get()).pdf)).xmp_metadata
    assert xmp is not None
    metadata = xmp.stream.get_data().decode()
    assert all(mark in metadata for mark in ("<pdfaid:part>3", "<pdfaid:conformance>A", "<pdfuaid:part>1"))


def test_the_customer_gets_the_same_paper_by_their_link(cast: Cast) -> None:
    row = people.quoted(cast)
    petra = Customer(row)
    assert "quote/paper" in petra.sees("quote")
    assert "Choose one: Which pump?" in read(petra.client.get(petra.url("quote/paper")))
    orders.decline_quote(journey=row.pk, words="No", by=people.speaker_of(row))
    assert petra.client.get(petra.url("quote/paper")).status_code == 302


def test_recurring_prices_stand_apart_and_sections_have_their_titles(cast: Cast) -> None:
    row = people.in_orders(cast)
    care = QuoteLineTerms(
        words="Care", section="Later", unit_price=Decimal(20), tax_rate=Decimal(19), kind="recurring",
        period_months=1,
    )  # fmt: skip
    lines = [replace(QUOTED[0], section="Now"), care]
    orders.begin_quote(journey=row.pk, words="A pump", currency="EUR", lines=lines, by=cast.by("olga"))
    text = read(at(cast, "olga").get(place(row)))
    assert [words in text for words in ("Now", "Later", "In total €238", "each month €23.80")] == [True] * 4
    assert ("(draft)" in text, "Choose one" in text, "Signature" in text) == (True, False, False)


def test_the_paper_is_in_the_customers_language_from_its_own_seller_in_its_words(cast: Cast) -> None:
    row = people.quoted(cast)
    entities.change_entity(entity=row.entity_id, legal_name="Lindenau Wärme GmbH", by=cast.by("ana"))
    entities.set_paper_text(
        entity=row.entity_id, kind="quote", language="de", opening="Liebe {contact}, gültig bis {valid_until}",
        closing="", by=cast.by("ana"),
    )  # fmt: skip
    assert row.contact is not None
    customers.change_contact(contact=row.contact.pk, language="de", by=cast.by("tom"))
    text = "\n".join(texts(quote_paper(Quote.objects.get(journey=row.pk)).pdf))
    for words in (
        "Lindenau Wärme GmbH",
        "Angebot",
        f"Liebe {row.contact.name}, gültig bis",
        "Bitte wählen Sie:",
    ):
        assert words in text, words


def test_a_stranger_to_a_confidential_journey_does_not_read_it(cast: Cast) -> None:
    row = people.quoted(cast, confidential=True)
    assert at(cast, "iris").get(place(row)).status_code in (403, 404)
    assert at(cast, "olga").get(f"/journeys/{row.number}/quotes/9/paper").status_code == 404
