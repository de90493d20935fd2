"""Pages of deliveries in a browser: nothing runs out of the page, and a screen reader can use them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.billing.world import CARE, HOSE, PUMP, agreed
from tests.cast import Cast
from tests.portal.doors import Customer
from tests.web.test_forms_in_the_browser import Sits, cast, picture, sits

from wellkept.delivery import commands as delivery
from wellkept.delivery.new_item import NewItem
from wellkept.orders.models import AgreementLine

__all__ = ["cast", "sits"]  # the fixtures of that module
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(1400, "en"), (390, "de")])
def test_pages_of_a_delivery_fit_and_can_be_read_aloud(
    site: str, cast: Cast, sits: Sits, width: int, language: str
) -> None:
    row = agreed(cast, [PUMP, HOSE, CARE])
    pump, hose = (
        AgreementLine.objects.filter(journey=row).order_by("position").values_list("pk", flat=True)[:2]
    )
    delivery.deliver(
        journey=row.pk,
        words="The pump stands in the cellar",
        by=cast.by("jonas"),
        lines={pump: Decimal(1), hose: Decimal(4)},
        items=[NewItem(product="Heat pump", serial="WP-4711-2026", line=pump, place="Hauptstraße 1, cellar")],
    )
    places = {
        "journey": f"/journeys/{row.number}",
        "deliver": f"/journeys/{row.number}/delivery",
        "item": f"/journeys/{row.number}/items",
        "buyer": f"/customers/{row.customer_id}",
        "customer": Customer(row).url(""),
    }
    for name, place in places.items():
        page = sits("jonas", place, width=width, language=language)
        picture(page, f"delivery-{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert Axe().run(page).violations_count == 0, name
