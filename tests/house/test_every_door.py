"""Nothing is reachable without sign-in, a token or a personal link: every address is walked to prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from django.test import Client
from django.urls.resolvers import RegexPattern, RoutePattern
from tests import cast as stations
from tests.cast import Cast
from tests.routes import written_routes

from wellkept.events.models import Event

# What is for everybody, and why.
OPEN = {
    r"": "shows nothing; it leads to the desk, or to the first page of an empty house",
    r"accounts/login/": "signing in",
    r"accounts/logout/": "signing out; it leads to the front door",
    r"accounts/signup/": "says that nobody signs up by themselves",
    r"accounts/inactive/": "says that an account is closed",
    r"accounts/confirm-email/.*": "following a mail of ours",
    r"accounts/password/reset/.*": "who forgot their password",
    r"accounts/2fa/authenticate/": "the second half of signing in",
    r"accounts/2fa/webauthn/login/": "signing in by passkey",
    r"accounts/login/code/confirm/": "signing in by code",
    r"accounts/reauthenticate/.*": "leads to signing in",
    r"language": "the choice of a language is a cookie",
    r"health.*": "for whoever watches over the server",
    r"set-up": "the first page of an empty house; closed once it is set up",
    r"ask/[^/]+(/receipt/.+)?": "our forms for everybody: they tell of nobody but who reads them",
    r"my/[^/]+/fresh-link": "sends to the address on record only, and says the same to all",
}
VALUES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
AWAY = {401, 403, 404, 405}


def addresses() -> Iterator[str]:
    """Every address that the resolver knows, with something in each of its places."""
    return written_routes(filled)


def filled(pattern: object) -> str:
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda match: VALUES.get(match[1] or "str", "1"), str(pattern))
    assert isinstance(pattern, RegexPattern)
    text = str(pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
    return re.sub(r"\(\?P<\w+>[^()]*\)", "x", text)


def is_open(address: str) -> bool:
    return any(re.fullmatch(known, address) for known in OPEN)


METHODS = ("get", "post", "put", "patch", "delete", "options", "head")


@pytest.fixture(autouse=True)
def nothing_happens(cast: Cast) -> Iterator[None]:
    """Behind the doors stands a journey. Whatever a stranger tries leaves no event."""
    stations.put(cast)
    before = Event.objects.count()
    yield
    assert Event.objects.count() == before


def answers(address: str) -> dict[int, str]:
    """Statuses with which the address answers a stranger, and where each sends them ("" if nowhere)."""
    statuses = {}
    for method in METHODS:
        # Everybody's own number, so that none is turned away for asking too often.
        place = f"198.51.{crc32(address.encode()) % 250}.{METHODS.index(method)}"
        response = getattr(Client(REMOTE_ADDR=place), method)(f"/{address}")
        statuses[response.status_code] = urlsplit(response.headers.get("Location", "")).path
    return statuses


def closed(prefix: str) -> list[str]:
    """The addresses below this one that are not for everybody."""
    return [address for address in addresses() if address.startswith(prefix) and not is_open(address)]


@pytest.mark.django_db
def test_every_staff_page_sends_a_stranger_to_sign_in():
    staff = [
        address
        for address in closed("")
        if not address.startswith(("accounts/", "my/", "ask/", "api/", "ui"))
    ]
    assert len(staff) > 150
    assert {address: answers(address) for address in staff} == {
        address: {302: "/accounts/login/"} for address in staff
    }


@pytest.mark.django_db
def test_every_page_of_an_account_and_of_the_kit_sends_a_stranger_away():
    pages = closed("accounts/") + closed("ui")
    assert len(pages) > 15
    by_address = {address: answers(address) for address in pages}
    away = AWAY.union({302})
    assert {
        address: statuses for address, statuses in by_address.items() if not statuses.keys() <= away
    } == {}
    assert {statuses.get(302, "/") for statuses in by_address.values()} <= {"/accounts/login/", "/"}


@pytest.mark.django_db
def test_pages_for_everybody_do_nothing_for_a_stranger_with_nothing_to_say():
    assert len([answers(address) for address in addresses() if is_open(address)]) > 10


@pytest.mark.django_db
def test_every_page_of_a_customer_knows_nobody_with_a_wrong_key():
    """A method that the page does not have is refused as such; with one that it has, there is no such page."""
    pages = closed("my/")
    assert len(pages) > 15
    answered = {address: answers(address) for address in pages}
    assert {
        address: statuses
        for address, statuses in answered.items()
        if not {404} <= statuses.keys() <= {404, 405}
    } == {}


@pytest.mark.django_db
def test_every_address_of_the_api_asks_for_a_token():
    described, nothing = "api/v1/docs", "api/v1/"  # a page for people; and below what all others are
    asked = [address for address in closed("api/") if address not in (described, nothing)]
    assert len(asked) > 80
    answered = {address: answers(address) for address in asked}
    assert {
        address: statuses
        for address, statuses in answered.items()
        if not {401} <= statuses.keys() <= {401, 405}
    } == {}
    assert answers(described).get(302) == "/accounts/login/"


@pytest.mark.django_db
def test_the_first_page_is_closed_once_the_house_is_set_up():
    for response in (Client().get("/set-up"), Client().post("/set-up", {"name": "Mallory Ltd"})):
        assert response.status_code in (302, 403, 404, 409)


@pytest.mark.django_db
def test_a_page_open_to_all_tells_nothing_about_customers(cast):
    row = stations.fresh(stations.Journey.objects.get())
    for address in filter(is_open, addresses()):
        page = Client(REMOTE_ADDR="198.51.100.9").get(f"/{address}").content.decode(errors="replace")
        for secret in ("Petra", "Lindner", row.number, "Olga"):
            assert secret not in page, address
