"""A name of two hundred letters without a space makes no page scroll sideways, wide or narrow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser
from tests import cast as casting
from tests.cast import Cast

from wellkept.customers.commands import change, change_contact
from wellkept.people.commands import change_person

pytestmark = pytest.mark.browser
NAME = "Donaudampfschifffahrtsgesellschaft"
LONG = (NAME * 6)[:200]


@pytest.mark.parametrize("width", [1400, 390])
def test_a_long_name_breaks(site: str, lindenau_elektro: Cast, browser: Browser, width: int) -> None:
    cast = lindenau_elektro
    by = cast.by("ana")
    row = casting.opened(cast)
    change_person(person=cast.jonas.pk, name=LONG, title=LONG, by=by)
    change(customer=row.customer_id, name=LONG, by=by)
    change_contact(contact=row.contact_id or 0, name=LONG, role=LONG, by=by)
    client = Client()
    client.force_login(cast.person("ana"))
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
    key = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": key, "value": client.cookies[key].value, "url": site}])
    too_wide = {}
    try:
        page = context.new_page()
        for place in (
            "/people",
            f"/people/{cast.jonas.pk}",
            f"/people/teams/{cast.teams['delivery'].pk}",
            "/customers",
            f"/customers/{row.customer_id}",
            f"/journeys/{row.number}",
            "/journeys/new",
            "/desk",
            "/board",
            "/find?q=donau",
        ):
            page.goto(f"{site}{place}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                too_wide[place] = wide
            if folder := os.environ.get("WELLKEPT_TEST_PICTURES"):
                name = place.strip("/").split("?")[0].replace("/", "-")
                page.screenshot(path=Path(folder) / f"long-{name}-{width}.png", full_page=True)
    finally:
        context.close()
    assert too_wide == {}
