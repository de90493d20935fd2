"""Billing by part delivered: each part when it is there, and never more than was delivered."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.billing.world import CARE, HOSE, PUMP, agreed, drafted, seller, term
from tests.cast import Cast
from tests.refused import refused
from tests.web.signed_in import at
from wellkept.billing.commands.invoices import discard_invoice, draft_invoice, issue_invoice
from wellkept.billing.models import Invoice
from wellkept.billing.rules import Share
from wellkept.delivery import commands as delivery
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.orders.models import AgreementLine
from wellkept.orders.payment_terms import Terms

pytestmark = pytest.mark.django_db
TERMS = Terms(bill_on="delivery")
OLD = term("Your old boiler", "40", "-1", rate="19")


def delivered(cast: Cast, row: Journey, *quantities: str) -> None:
    lines = AgreementLine.objects.filter(journey=row).order_by("position")
    parts = {line.pk: Decimal(count) for line, count in zip(lines, quantities, strict=False) if count != "0"}
    delivery.deliver(journey=row.pk, words="A part", by=cast.by("jonas"), lines=parts)


def test_each_part_is_billed_when_it_is_delivered(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP, HOSE, CARE, OLD], terms=TERMS)
    with refused("not_delivered"):
        drafted(cast, row, "1")
    delivered(cast, row, "0", "4")
    hose = AgreementLine.objects.get(journey=row, position=2).pk
    with refused("invalid_lines"):
        draft_invoice(journey=row.pk, shares=[Share(hose, Decimal(5))], by=cast.by("iris"))
    first = drafted(cast, row)
    assert [(line.quantity, line.net_amount) for line in first.lines.order_by("position")] == [
        (4, Decimal("1.33")),
        (-1, Decimal("-40.00")),
    ]
    discard_invoice(invoice=first.pk, by=cast.by("iris"))
    delivered(cast, row, "1", "0")
    second = drafted(cast, row)
    assert (issue_invoice(invoice=second.pk, by=cast.by("iris")).state, second.net_total) == (
        "issued",
        Decimal("801.33"),
    )
    delivery.deliver(journey=row.pk, words="The rest", by=cast.by("jonas"))
    delivery.accept(journey=row.pk, by=cast.by("jonas"), evidence=Evidence("paper", "Signed"))
    rest = drafted(cast, row)
    assert [line.net_amount for line in rest.lines.order_by("position")] == [
        Decimal("2.00"),
        Decimal("29.90"),
    ]


def test_a_part_that_they_refused_is_not_billed(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP], terms=TERMS)
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))
    draft = drafted(cast, row)
    delivery.reject(journey=row.pk, words="It leaks", by=cast.by("jonas"))
    with pytest.raises(Exception, match="than was delivered"):
        issue_invoice(invoice=draft.pk, by=cast.by("iris"))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_the_page_says_that_nothing_is_delivered_yet(cast: Cast) -> None:
    seller(cast)
    row = agreed(cast, [PUMP], terms=TERMS)
    answer = at(cast, "iris").get(f"/journeys/{row.number}/invoices")
    assert (answer.status_code, "Nothing more is delivered yet" in answer.content.decode()) == (409, True)
    assert Invoice.objects.count() == 0
