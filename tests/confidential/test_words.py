"""Words of a confidential journey reach nobody who may not read it: on no page, in no answer of the API.

A world has such a journey in every state, with a planted word in each of its texts. Every address is opened by people
who may not read them, and whatever comes back is searched for these words.
"""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from tests.api.programs import Program
from tests.confidential.operations import operations
from tests.confidential.walk import Walker, addresses, leaks, staff_routes, words_in
from tests.confidential.world import World
from tests.exports.test_exports import taken_out
from tests.portal.doors import Customer
from tests.routes import written_routes
from tests.size import LONG
from tests.web.styles import unstyled
from wellkept.journeys.commands import details

pytestmark = pytest.mark.django_db

# Of no team that holds one, and the process owner; in the long run, everybody who may read some and not others.
OTHERS = ("iris", "ana", *(("olga", "jonas", "mira", "lea") if LONG else ()))

ASKED = (
    "/intake?shown=all", "/intake?shown=done", "/intake?shown=aside", "/intake?shown=done&said=qz",
    "/find/misses?shown=ended", "/find/misses?shown=mine", "/nonconformities?shown=closed", "/customers?shown=open",
    "/customers/{customer}?all", "/customers/{customer}/merges?said=Lindner", "/customers/pairs?said=Lindner",
    "/journeys/new?customer={customer}", "/find?q=Lindner", "/find?q=Petra", "/calls/known?who=Lindner",
    "/calls/new?who=Lindner",
)  # fmt: skip
"""Pages that show something else when they are asked for it."""


def colleague(world: World, name: str) -> Walker:
    client = Client()
    client.force_login(world.cast.person(name))
    return Walker(name, client)


def everywhere(world: World, name: str) -> Walker:
    """Open every page of the staff as this person.

    In the check, Iris asks for every row that an address may name, and each of the others for the first: only the page
    of a journey they open for all of them, because each stands in a state of its own.
    """
    walker = colleague(world, name)
    for route in staff_routes():
        whole = LONG or name == "iris" or route == "journeys/<str:number>"
        for address in addresses(world, route)[: None if whole else 1]:
            walker.get(address)
    for asked in ASKED:
        address = asked.format(customer=world.cast.bakery.customer.pk)
        walker.get(address)
        walker.get(address, **{"HX-Request": "true"})
    return walker


@pytest.mark.long
@pytest.mark.parametrize("name", OTHERS)
def test_no_page_shows_them_to_another_team_or_to_the_process_owner(world: World, name: str) -> None:
    walker = everywhere(world, name)
    assert len([seen for seen in walker.seen if seen.status == 200]) > (
        150 if LONG or name == "iris" else 100
    )
    assert [seen.address for seen in walker.seen if seen.status >= 500] == []
    assert leaks(world, walker.seen) == {}


@pytest.mark.long
@pytest.mark.parametrize("name", OTHERS)
def test_no_program_gets_them_from_the_api(world: World, name: str) -> None:
    walker = Walker(name, Program(world.cast, name, "read", "write", "intake", "admin").client)
    for place, operation in enumerate(operations(world)):
        if operation.method == "get":
            walker.get(operation.address)
        else:
            headers = {"Idempotency-Key": f"key-{place}"}
            walker.post(operation.address, operation.body, content_type="application/json", headers=headers)
    assert [seen.address for seen in walker.seen if seen.status >= 500] == []
    assert leaks(world, walker.seen) == {}


def test_a_reader_too_many_would_be_found(world: World) -> None:
    """The search itself is tried: with the right to read, each of them does find words that the list forbids."""
    details.name_reader(
        journey=world.secrets["talk"].row.pk, person=world.cast.iris.pk, by=world.cast.by("tom")
    )
    pages = colleague(world, "iris")
    pages.get(f"/journeys/{world.secrets['talk'].row.number}")
    program = Walker("iris", Program(world.cast, "iris", "read").client)
    program.get(f"/api/v1/journeys/{world.secrets['talk'].row.number}")
    for walker in (pages, program):
        assert leaks(world, walker.seen) != {}


@pytest.mark.long
def test_their_people_see_them(world: World) -> None:
    """The other side: whoever may read a journey finds its words, so the walk does look where they are."""
    walker = everywhere(world, "tom")
    assert leaks(world, walker.seen) == {}
    assert len(walker.words) > 100
    # The walk opens every page, so their style is looked at here, too.
    assert {seen.address: missing for seen in walker.seen if (missing := unstyled(seen.text))} == {}


@pytest.mark.parametrize("name", ["iris"])
def test_no_act_that_is_refused_quotes_them(world: World, name: str) -> None:
    walker = colleague(world, name)
    for route in staff_routes():
        if not route.startswith(("accounts", "language", "ui")):
            for address in addresses(world, route):
                walker.post(
                    address,
                    {"said": "word", "words": "word", "why": "word", "reason": "word", "what": "word"},
                )
    on_journeys = [
        seen for seen in walker.seen if seen.address.startswith("/journeys/") and "/new" not in seen.address
    ]
    assert {seen.status for seen in on_journeys} <= {403, 404, 405}
    assert [seen.address for seen in walker.seen if seen.status >= 500] == []
    assert leaks(world, walker.seen) == {}


def test_an_export_by_the_process_owner_holds_none(world: World) -> None:
    archive = taken_out(world.cast)
    held = {name: words_in(archive.read(name).decode(errors="replace")) for name in archive.namelist()}
    may_read = {journey for journey in world.secrets if "ana" in world.readers(journey)}
    assert {
        name: sorted(word for word in words if word[0] not in may_read)
        for name, words in held.items()
        if {journey for journey, _ in words} - may_read
    } == {}


def test_another_contact_and_another_customer_see_none(world: World) -> None:
    for name, row in world.open.items():
        customer = Customer(row)
        walker = Walker(name, customer.client)
        for route in written_routes():
            if not route.startswith("my/<str:key>"):
                continue
            here = "/" + route.replace("<str:key>", customer.key)
            before, _, after = here.partition("<")
            for key in range(1, 12) if after else (0,):
                walker.get(before + str(key) + after.partition(">")[2] if after else here)
        assert any(seen.status == 200 for seen in walker.seen)
        assert leaks(world, walker.seen) == {}


def test_the_log_of_the_server_holds_none(world: World, caplog: pytest.LogCaptureFixture) -> None:
    tom = colleague(world, "tom")
    with caplog.at_level(logging.INFO):
        for secret in world.secrets.values():
            tom.get(f"/journeys/{secret.row.number}")
    lines = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert words_in("\n".join(lines)) == frozenset()
