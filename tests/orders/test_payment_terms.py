"""Terms of payment: chosen when an agreement is put, frozen with it, and read by the customer before they agree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from tests import cast as people
from tests.billing.world import PUMP, agreed, drafted, seller, term
from tests.cast import DAY, MONDAY, Cast
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.billing.commands.invoices import issue_invoice
from wellkept.entities import commands as entities
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import PricedLines, TaxShare, sum_of
from wellkept.orders.models import Agreement, Quote
from wellkept.orders.payment_terms import Terms, deposit_parts
from wellkept.orders.queries import frozen_text, lines_of

pytestmark = pytest.mark.django_db
TERMS = Terms(bill_on="agreement", due_days=30, deposit_share=Decimal(30))


def put(cast: Cast, terms: Terms, currency: str = "EUR") -> Agreement:
    row = people.in_orders(cast)
    return orders.put_agreement(
        journey=row.pk,
        words="A heat pump, fitted",
        total=PricedLines(currency, [PUMP, term("Book", "100", rate="7")]),
        delivery_by=MONDAY + 10 * DAY,
        by=cast.by("olga"),
        terms=terms,
    )


def test_terms_are_frozen_and_the_customer_reads_them_before_they_agree(cast: Cast) -> None:
    row = put(cast, TERMS)
    assert (row.bill_on, row.due_days, row.deposit_net) == ("agreement", 30, Decimal("282.00"))
    page = frozen_text(row, lines_of(row), number=row.journey.number)
    assert page.endswith(
        "Billed on: agreement\nPaid within: 30 days\nDeposit on agreement: 282.00 EUR before tax\n"
    )

    seen = Customer(row.journey).sees("agreement")

    shown = [words in seen for words in ("when it is agreed", "within 30 days of the invoice", "331.98")]
    assert shown == [True, True, True]  # 252.00 + 47.88, and 30.00 + 2.10
    with connection.cursor() as cursor, pytest.raises(Exception, match="frozen"):
        cursor.execute("UPDATE agreement SET due_days = 1 WHERE id = %s", [row.pk])


def test_the_usual_terms_of_the_seller_stand_where_nothing_is_said(cast: Cast) -> None:
    assert (put(cast, Terms()).bill_on, Agreement.objects.get().due_days) == ("acceptance", 14)
    key = people.usual_entity().pk
    entities.set_usual_terms(entity=key, bill_on="delivery", due_days=7, by=cast.by("ana"))
    row = put(cast, Terms(deposit=Decimal(100)))
    assert (row.bill_on, row.due_days, row.deposit_net) == ("delivery", 7, Decimal("100.00"))
    share = Decimal("12.5")
    entities.set_usual_terms(
        entity=key, bill_on="delivery", due_days=7, deposit_share=share, by=cast.by("ana")
    )
    assert put(cast, Terms()).deposit_net == Decimal("117.50")
    assert put(cast, Terms(deposit_share=Decimal(0))).deposit_net == 0
    with pytest.raises(Refusal):
        entities.set_usual_terms(
            entity=key, bill_on="delivery", due_days=7, deposit_share=Decimal(101), by=cast.by("ana")
        )


@pytest.mark.parametrize(
    "terms",
    [
        Terms(bill_on="never"),
        Terms(due_days=366),
        Terms(deposit_share=Decimal(101)),
        Terms(deposit=Decimal("940.01")),
        Terms(deposit=Decimal("0.001")),
        Terms(deposit=Decimal(1), deposit_share=Decimal(1)),
    ],
)
def test_terms_that_cannot_be_are_refused(cast: Cast, terms: Terms) -> None:
    with pytest.raises(Refusal) as refused:
        put(cast, terms)
    assert refused.value.field in ("bill_on", "due_days", "deposit", "deposit_share")
    assert Agreement.objects.count() == 0


def test_a_deposit_is_divided_over_the_rates_to_the_last_cent() -> None:
    shares = [
        TaxShare("S", Decimal(19), Decimal("33.33"), Decimal(0)),
        TaxShare("S", Decimal(7), Decimal("66.67"), Decimal(0)),
        TaxShare("Z", Decimal(0), Decimal("-10"), Decimal(0)),
    ]
    parts = deposit_parts(shares, Decimal("10.01"), "EUR")
    assert [(part.base, part.tax) for part in parts] == [
        (Decimal("3.34"), Decimal("0.63")),
        (Decimal("6.67"), Decimal("0.47")),
    ]
    assert sum_of(parts).net == Decimal("10.01")


def test_billing_on_agreement_waits_for_no_acceptance(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP], terms=Terms(bill_on="agreement", due_days=5))
    invoice = issue_invoice(invoice=drafted(cast, row).pk, by=cast.by("iris"))
    assert invoice.due_on is not None
    assert invoice.issued_on is not None
    assert (invoice.state, (invoice.due_on - invoice.issued_on).days) == ("issued", 5)
    with pytest.raises(Refusal) as refused:
        issue_invoice(invoice=drafted(cast, agreed(cast, [PUMP])).pk, by=cast.by("iris"))
    assert refused.value.code == "not_accepted"


def test_terms_are_typed_on_the_page_of_the_agreement(cast: Cast) -> None:
    row = people.in_orders(cast)
    typed: dict[str, Any] = {
        "words": "One line", "total": "1000", "delivery_by": "2026-04-01T10:00", "bill_on": "delivery",
        "due_days": "400",
    }  # fmt: skip
    page = f"/journeys/{row.number}/agreements"
    refused = at(cast, "olga").post(page, typed)
    assert list(refused.context["form"].errors) == ["due_days"]
    typed["due_days"] = "10"
    both = at(cast, "olga").post(page, typed | {"deposit_share": "10", "deposit": "5"})
    assert list(both.context["form"].errors) == ["deposit"]
    at(cast, "olga").post(page, typed | {"deposit_share": "10"})
    put = Agreement.objects.get(journey=row)
    assert (put.bill_on, put.due_days, put.deposit_net) == ("delivery", 10, Decimal("100.00"))
    form = at(cast, "olga").get(page).context["form"]
    assert [form[name].initial for name in ("due_days", "deposit_share", "deposit")] == [10, None, "100"]
    assert "As it is delivered" not in at(cast, "olga").get(f"/journeys/{row.number}").content.decode()


def test_a_quote_carries_them_to_the_agreement_that_is_chosen_from_it(cast: Cast) -> None:
    row, olga = people.in_orders(cast), at(cast, "olga")
    olga.post(f"/journeys/{row.number}/quotes", {"words": "A heat pump"})
    quote = Quote.objects.get()
    terms = {"words": "A heat pump", "bill_on": "agreement", "due_days": "21", "deposit_share": "30"}
    assert olga.post(f"/journeys/{row.number}/quotes/1/terms", terms).status_code == 303
    quote.refresh_from_db()
    assert (quote.bill_on, quote.due_days, quote.deposit_share) == ("agreement", 21, 30)


def test_the_usual_terms_of_an_entity_are_an_administrators(cast: Cast) -> None:
    here = f"/entities/{people.usual_entity().pk}/terms"
    tom, ana = at(cast, "tom"), at(cast, "ana")
    typed = {"bill_on": "delivery", "due_days": "30", "deposit_share": "25"}
    assert (tom.get(here).status_code, tom.post(here, typed).status_code) == (403, 403)
    assert ana.get(here).status_code == 200
    assert list(ana.post(here, typed | {"due_days": "400"}).context["form"].errors) == ["due_days"]
    assert ana.post(here, typed).status_code == 303
    row = people.usual_entity()
    assert (row.bill_on, row.due_days, row.deposit_share) == ("delivery", 30, 25)
    assert "25 %" in ana.get(f"/entities/{row.pk}").content.decode()
