"""Deliveries on the pages of staff and of the customer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.billing.world import HOSE, PUMP, agreed
from tests.cast import Cast, fresh
from tests.portal.doors import Customer
from tests.web.signed_in import at

from wellkept.delivery import commands
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.queries import extent, parts_of
from wellkept.journeys.models import Journey
from wellkept.orders.models import AgreementLine
from wellkept.quality.models import Nonconformity

pytestmark = pytest.mark.django_db


def in_part(cast: Cast) -> tuple[Journey, int, int]:
    """The pump and four metres of hose are there. Returns the journey and the keys of both lines."""
    row = agreed(cast, [PUMP, HOSE])
    pump, hose = AgreementLine.objects.filter(journey=row).order_by("position").values_list("pk", flat=True)
    commands.deliver(
        journey=row.pk,
        words="The pump is in",
        by=cast.by("jonas"),
        lines={pump: Decimal(1), hose: Decimal(4)},
        items=[NewItem(product="Heat pump", serial="WP-4711", line=pump)],
    )
    return row, pump, hose


def test_the_customer_reads_what_came_and_what_comes(cast: Cast) -> None:
    row, _pump, _hose = in_part(cast)
    page = Customer(row).sees()
    assert "4 m came · 6 m still to come, by" in page
    assert "No. WP-4711" in page


def test_staff_deliver_a_part_with_serial_numbers(cast: Cast) -> None:
    row = agreed(cast, [PUMP, HOSE])
    pump, hose = AgreementLine.objects.filter(journey=row).order_by("position").values_list("pk", flat=True)
    jonas, here = at(cast, "jonas"), f"/journeys/{row.number}"
    typed = {
        "words": "A part is in",
        f"lines-{pump}": "1",
        f"lines-{pump}-serials": "WP-1, WP-2",
        f"lines-{hose}": "2,5",
    }
    wrong = jonas.post(f"{here}/delivery", typed | {f"lines-{hose}": "some"})
    assert wrong.status_code == 422
    assert "WP-1, WP-2" in wrong.content.decode()
    assert jonas.post(f"{here}/delivery", typed).status_code == 303
    page = jonas.get(here).content.decode()
    for words in ("2.5 of 10 m", "WP-1", "WP-2", "First promised", "Promised now"):
        assert words in page
    assert jonas.post(f"{here}/delivery", {"words": "The rest is in"}).status_code == 303
    assert extent(row.pk) == "everything"
    assert "WP-1" in jonas.get(f"/customers/{row.customer_id}").content.decode()


def test_the_customer_names_the_line_that_is_not_right(cast: Cast) -> None:
    row, pump, _hose = in_part(cast)
    commands.deliver(journey=row.pk, words="The rest is in", by=cast.by("jonas"))
    petra = Customer(row)
    assert petra.client.get(petra.url("acceptance")).status_code == 200
    petra.does(
        "acceptance",
        signed_name="Petra Lindner",
        defects="The cellar is dirty",
        **{f"line-{pump}": "It hums"},
    )
    assert fresh(row).accepted_at is not None
    defects = [what.partition(": ")[2] for what in Nonconformity.objects.values_list("what", flat=True)]
    assert sorted(defects) == ["Heat pump: It hums", "The cellar is dirty"]
    page = at(cast, "jonas").get("/nonconformities").content.decode()
    assert "raised by the customer" in page


def test_the_customer_says_which_part_is_not_right(cast: Cast) -> None:
    row, _pump, _hose = in_part(cast)
    commands.deliver(journey=row.pk, words="The rest is in", by=cast.by("jonas"))
    first, _second = parts_of(row.pk)
    petra = Customer(row)
    page = petra.client.get(petra.url("rejection")).content.decode()
    assert "The pump is in" in page
    petra.does("rejection", words="It leaks", parts=[first.pk])
    assert [part.refused_at is not None for part in parts_of(row.pk)] == [True, False]


def test_staff_write_down_which_part_is_refused(cast: Cast) -> None:
    row, _pump, _hose = in_part(cast)
    commands.deliver(journey=row.pk, words="The rest is in", by=cast.by("jonas"))
    first, _second = parts_of(row.pk)
    jonas = at(cast, "jonas")
    answer = jonas.post(f"/journeys/{row.number}/rejection", {"words": "It leaks", "parts": [first.pk]})
    assert answer.status_code == 303
    assert [part.refused_at is not None for part in parts_of(row.pk)] == [True, False]
