"""Another language is a catalogue and no code: in a made-up one no English is left on any page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from tests import cast as casting
from tests.cast import DAY, MONDAY, Cast
from tests.confidential import world as confidential
from tests.confidential.walk import Walker, addresses, staff_routes
from tests.confidential.world import PLANTED, World
from tests.languages import made_up, world
from tests.languages.made_up import Typed, english
from tests.portal import doors
from tests.routes import written_routes
from tests.size import LONG
from wellkept.customers.models import Contact, Customer
from wellkept.imports.models import OldKey
from wellkept.kernel import clock
from wellkept.people.commands import change_person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def company(committed_module: None, kept_company: Cast) -> World:
    """A company in which every page has something to show."""
    with clock.at(MONDAY):
        return confidential.build(casting.bring_back(kept_company))


@pytest.fixture
def spoken(company: World, db: None) -> Iterator[World]:
    """The company two days later, in which the made-up language is spoken."""
    with clock.at(MONDAY + 2 * DAY), override_settings(MAILBOX=True), made_up.spoken():
        yield company


# Pages that speak otherwise: the gallery of the kit, pages of the library that signs in, letters in their receiver's
# language, and a file that is written in English whatever its reader speaks.
OTHERWISE = re.compile(r"/ui|/accounts/|/mailbox|/undelivered|.*/telling|/questions/versions")
# Stored in the language of whoever did it, or in the company's.
# Also the name of published rules that an invoice was not checked by.
STORED = {"EN 16931 (UBL)", "A person reads it and answers you.", "Write to us"}
MEANINGLESS = re.compile(r"^[0-9A-Za-z]{20,}|qz\w+…")  # digests and form keys; a planted word that is cut
# In the text that is agreed, word for word.
AGREED = {"Number", "Total", "Net", "tax", "together", "Billed on: acceptance", "Paid within: 14 days"}


def typed() -> Typed:
    """Words of the company, and what stands in the spreadsheets that were imported."""
    rows = OldKey.objects.values_list("key", flat=True)
    names = [
        name for kind in (Customer, Contact) for name in kind._default_manager.values_list("name", flat=True)
    ]
    columns = "Customer No;Company;Contact;Email;Order No;Description;Order Date;Amount;kitchen"
    words = {*rows, *names, *columns.split(";"), *STORED, *AGREED}
    return Typed(world.typed(casting, world, confidential) | words)


def unspoken(walker: Walker) -> dict[str, list[str]]:
    """Words that nobody typed and nobody translated, by page."""
    known = typed()
    places: dict[str, list[str]] = {}
    for seen in walker.seen:
        if OTHERWISE.match(seen.address):
            continue
        page = seen.text.partition("<!doctype")[2] or seen.text.partition("<!DOCTYPE")[2]
        for part in english(made_up.bare_parts("<!doctype" + page), known) if page else []:
            if not PLANTED.search(part.lower()) and not MEANINGLESS.search(part):
                places.setdefault(part, []).append(seen.address)
    return places


@pytest.mark.long
@pytest.mark.parametrize("name", ("ana", "tom") if LONG else ("tom",))
def test_every_page_of_the_staff_speaks_it(spoken: World, name: str) -> None:
    person = spoken.cast.person(name)
    change_person(person=person.pk, language=made_up.CODE, by=spoken.cast.by(name))
    client = Client()
    client.force_login(person)
    walker = Walker(name, client)
    for route in staff_routes():
        for address in addresses(spoken, route)[: 3 if LONG else 1]:
            walker.get(address)
    assert len([seen for seen in walker.seen if seen.status == 200]) > 100
    assert unspoken(walker) == {}


@pytest.mark.long
def test_every_page_of_a_customer_speaks_it(spoken: World) -> None:
    places: dict[str, list[str]] = {}
    for secret in list(spoken.secrets.values())[:: 1 if LONG else 4]:
        customer = doors.Customer(secret.row)
        customer.client.cookies.load({"wellkept_language": made_up.CODE})
        walker = Walker("petra", customer.client)
        for route in written_routes():
            if route.startswith("my/<str:key>"):
                walker.get("/" + route.replace("<str:key>", customer.key).replace("<int:agreement>", "1"))
        assert walker.seen[0].status == 200
        places |= unspoken(walker)
    assert places == {}
