"""The agreement as a paper: what its page says, for the customer and for staff."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import HttpResponse
from tests import cast as stations
from tests.cast import Cast
from tests.papers.test_set_papers import texts
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.customers import commands as customers
from wellkept.entities import commands as entities
from wellkept.events.queries import latest
from wellkept.journeys.commands import details
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import number
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms, PricedLines
from wellkept.orders.agreement_paper import agreement_paper
from wellkept.orders.models import Agreement
from wellkept.orders.queries import agreement_of

pytestmark = pytest.mark.django_db

LINES = PricedLines(
    "EUR",
    [
        LineTerms(
            words="Heat pump", section="Device", unit_price=Decimal(900), tax_category="S", tax_rate=Decimal(19)
        ),
        LineTerms(
            words="Fitting", section="Work", quantity=Decimal(12), unit="HUR", unit_price=Decimal(80),
            tax_category="S", tax_rate=Decimal(19),
        ),
    ],
)  # fmt: skip


def put(cast: Cast) -> Journey:
    """A journey with an agreement of two lines that waits for the customer."""
    row = stations.put(cast)
    before = Agreement.objects.get(journey=row, state="put")
    orders.put_agreement(
        journey=row.pk,
        words="A warm bakery",
        total=LINES,
        delivery_by=before.delivery_by,
        by=cast.by("olga"),
    )
    return row


def read(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    return " ".join("\n".join(texts(answer.content)).split())


def place(row: Journey) -> str:
    key = Agreement.objects.filter(journey=row).latest("pk").pk
    return f"/journeys/{row.number}/agreements/{key}/paper"


def test_the_paper_says_what_the_page_says(cast: Cast) -> None:
    row = put(cast)
    text = read(at(cast, "olga").get(place(row)))
    for words in (
        number.show(row.number), "A warm bakery", "1 Heat pump", "2 Fitting", "12 h at €80", "Device", "Work",
        "Before tax €1,860", "VAT 19 % €353.40", "In total €2,213.40", "Ready by", "Signature",
    ):  # fmt: skip
        assert words in text
    assert bytes(Agreement.objects.get(journey=row, state="put").digest).hex() in text.replace(" ", "")
    assert "Quantity" not in text, "a column that no line fills is left out"


def test_the_customer_gets_the_same_paper_by_their_link_and_then_with_their_yes(cast: Cast) -> None:
    row = put(cast)
    customer = Customer(row)
    waiting = read(customer.client.get(customer.url("agreement/paper")))
    assert "Heat pump" in waiting
    assert "Agreed by" not in waiting
    orders.agree(journey=row.pk, by=stations.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    agreed = read(customer.client.get(customer.url("agreement/paper")))
    assert "Agreed by Petra Lindner on" in agreed
    assert "Signature" not in agreed


def test_without_lines_it_has_words_and_a_total(cast: Cast) -> None:
    row = stations.put(cast)
    agreement = Agreement.objects.get(journey=row, state="put")
    text = read(at(cast, "olga").get(place(row)))
    assert " ".join(agreement.words.split()) in text
    assert "In total €" in text


def test_the_paper_is_in_the_customers_language_from_its_own_seller(cast: Cast) -> None:
    row = put(cast)
    entities.change_entity(entity=row.entity_id, legal_name="Lindenau Wärme GmbH", by=cast.by("ana"))
    entities.set_paper_text(
        entity=row.entity_id,
        kind="agreement",
        language="de",
        opening="Liebe {contact}",
        closing="",
        by=cast.by("ana"),
    )
    assert row.contact is not None
    customers.change_contact(contact=row.contact.pk, language="de", by=cast.by("tom"))
    (text,) = texts(agreement_paper(agreement_of(row.pk, Agreement.objects.latest("pk").pk)).pdf)
    assert "Lindenau Wärme GmbH" in text
    assert "Vereinbarung" in text
    assert f"Liebe {row.contact.name}" in text


def test_there_is_no_paper_where_nothing_was_put_and_none_of_another_journey(cast: Cast) -> None:
    row, other = put(cast), stations.opened(cast)
    assert at(cast, "olga").get(place(row).replace(row.number, other.number)).status_code == 404
    customer = Customer(other)
    assert customer.client.get(customer.url("agreement/paper")).status_code == 302


def test_a_confidential_agreement_is_for_its_readers_and_each_reading_is_on_record(cast: Cast) -> None:
    row = put(cast)
    details.make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    assert at(cast, "iris").get(place(row)).status_code == 403
    read(at(cast, "tom").get(place(row)))
    assert "read" in latest(row.pk)[0].type
