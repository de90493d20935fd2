"""Law 10, as far as it exists: one agreement in force; after a return, another one takes its place."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests import cast as people
from tests.cast import DAY, MONDAY, Cast

from wellkept.journeys.commands import handoffs
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.orders import commands as orders

pytestmark = pytest.mark.django_db


def back_in_orders(cast: Cast) -> Journey:
    row = people.in_delivery(cast)
    handoffs.offer_handoff(journey=row.pk, to_stage="orders", reason="They want two", by=cast.by("jonas"))
    handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"))
    return people.fresh(row)


def put(cast: Cast, row: Journey, *, total: str = "1840.00", days: int = 10) -> None:
    orders.put_agreement(
        journey=row.pk,
        words="Two lines",
        total=Money(Decimal(total), "EUR"),
        delivery_by=MONDAY + days * DAY,
        by=cast.by("olga"),
    )


def agree(row: Journey) -> None:
    orders.agree(journey=row.pk, by=people.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))


def open_promises(row: Journey) -> list[tuple[str, object]]:
    open_rows = row.promises.filter(kept_at__isnull=True, released_at__isnull=True).order_by("kind", "pk")
    return [(p.sentence, p.amount or p.due) for p in open_rows]


def test_another_agreement_takes_its_place(cast: Cast) -> None:
    row = back_in_orders(cast)
    put(cast, row, total="2400.00", days=20)
    agree(row)
    assert sorted(row.agreements.values_list("state", flat=True)) == ["agreed", "replaced"]
    assert open_promises(row) == [("Delivery", MONDAY + 20 * DAY), ("The agreed price", Decimal("2400.00"))]
    released = row.promises.filter(released_at__isnull=False)
    assert {promise.released_because for promise in released} == {"agreed_anew"}
    handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas"))  # offered automatically: nothing is missing
    assert people.fresh(row).stage == "delivery"


def test_unchanged_terms_keep_their_original_promise(cast: Cast) -> None:
    row = back_in_orders(cast)
    before = open_promises(row)
    put(cast, row)
    agree(row)
    assert open_promises(row) == before
    assert row.promises.count() == 2


def test_an_agreement_is_refused_while_the_journey_is_back_in_sales(cast: Cast) -> None:
    row = people.put(cast)
    handoffs.offer_handoff(journey=row.pk, to_stage="sales", reason="Another problem", by=cast.by("olga"))
    handoffs.accept_handoff(journey=row.pk, by=cast.by("tom"))
    with pytest.raises(Refusal, match="again"):
        agree(row)


def test_a_page_with_a_date_that_has_passed_is_neither_put_nor_agreed_to(cast: Cast) -> None:
    row = people.in_orders(cast)
    page = {
        "journey": row.pk,
        "words": "w",
        "total": Money(Decimal(1), "EUR"),
        "delivery_by": MONDAY + 9 * DAY,
    }
    with pytest.raises(Refusal, match="passed"):
        orders.put_agreement(**page, dates=[("Start", MONDAY - DAY)], by=cast.by("olga"))  # type: ignore[arg-type]
    orders.put_agreement(**page, dates=[("Start", MONDAY + DAY)], by=cast.by("olga"))  # type: ignore[arg-type]
    with clock.at(MONDAY + 2 * DAY), pytest.raises(Refusal, match="passed"):
        agree(row)


def test_the_customer_clicks_and_staff_write_down(cast: Cast) -> None:
    row = people.put(cast)
    with pytest.raises(Refusal, match="is a click"):
        orders.agree(
            journey=row.pk, by=people.speaker_of(row), evidence=Evidence("paper", signed_name="Petra Lindner")
        )
    with pytest.raises(Refusal, match="customer's own"):
        orders.agree(journey=row.pk, by=cast.by("olga"), evidence=Evidence("click"))
    orders.agree(journey=row.pk, by=cast.by("olga"), evidence=Evidence("spoken", "Yes, do it"))
    trigger = row.triggers.get(kind="agreement")
    assert (trigger.written_by_id, trigger.notice is not None) == (cast.olga.pk, True)


def test_the_contact_who_clicked_is_on_record(cast: Cast) -> None:
    row = people.put(cast)
    rita = people.customers.add_contact(customer=row.customer_id, name="Rita", by=cast.by("ana"))
    orders.agree(
        journey=row.pk, by=people.customer_actor(rita.pk), evidence=Evidence(signed_name="Rita Lindner")
    )
    assert row.triggers.get(kind="agreement").contact_id == rita.pk
