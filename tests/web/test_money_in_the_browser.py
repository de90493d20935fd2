"""Pages of money in a browser: nothing runs out of the page, and a screen reader can use them."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.billing.test_payments import typed
from tests.billing.world import CARE, PUMP, accepted, drafted, issued, seller
from tests.cast import Cast
from tests.portal.doors import Customer
from tests.web.test_forms_in_the_browser import Sits, cast, picture, sits

__all__ = ["cast", "sits"]  # the fixtures of that module
pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "language"), [(1400, "en"), (390, "de")])
def test_pages_of_money_fit_and_can_be_read_aloud(
    site: str, cast: Cast, sits: Sits, width: int, language: str
) -> None:
    seller(cast)
    row = accepted(cast, [PUMP, CARE])
    invoice, other = issued(cast, row), accepted(cast, [PUMP])
    draft, payment = drafted(cast, other), typed(cast)
    places = {
        "invoices": "/invoices",
        "invoice": f"/invoices/{invoice.pk}",
        "draft": f"/invoices/{draft.pk}",
        "payments": "/payments",
        "payment": f"/payments/{payment.pk}",
        "journey": f"/journeys/{row.number}",
        "new": f"/journeys/{row.number}/invoices",
        "customer": Customer(row).url(f"invoices/{invoice.pk}"),
    }
    for name, place in places.items():
        page = sits("iris", place, width=width, language=language)
        picture(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert Axe().run(page).violations_count == 0, name
