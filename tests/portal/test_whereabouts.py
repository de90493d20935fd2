"""The number from a form leads to what it is about for good: in the staff's addresses, and for whoever holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from tests import cast as stations
from tests.cast import Cast
from tests.portal.test_ask import NOW, form, number_shown, send

from wellkept.customers.commands import change_contact
from wellkept.customers.models import Contact
from wellkept.endings.commands import join
from wellkept.events.models import Event
from wellkept.intake.commands import items
from wellkept.intake.models import Item
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.messages.commands import carry_due
from wellkept.messages.letters import compose
from wellkept.messages.page_address import page_for
from wellkept.messages.queries import telling_of
from wellkept.notices.models import Notice
from wellkept.people.commands import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES = tmp_path
    settings.PUBLIC_URL = "http://testserver"
    with clock.at(NOW):
        yield


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


def staff(cast: Cast, name: str = "tom") -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


def put_on(cast: Cast, known: Journey) -> None:
    items.attach_to(item=Item.objects.get(state="waiting").pk, journey=known.pk, by=cast.by("tom"))


def asked(sent: HttpResponse) -> str:
    """Press the button on the receipt and return the page that follows."""
    page = Client(REMOTE_ADDR="198.51.100.9").get(sent["Location"])
    match = re.search(r'action="([^"]*/whereabouts[^"]*)"', page.content.decode())
    assert match
    answer = Client(REMOTE_ADDR="198.51.100.9").post(match[1].replace("&amp;", "&"))
    assert answer.status_code == 202
    return answer.content.decode()


def told() -> list[tuple[str, str]]:
    """Address and text of each letter that was sent."""
    rows = Notice.objects.filter(kind="where_it_is").order_by("made_at")
    return [(row.address, compose(telling_of(row)[0]).text) for row in rows]


# Staff


def test_the_address_of_a_given_number_leads_to_the_journey(cast: Cast) -> None:
    form(cast)
    number = number_shown(send())
    known = stations.opened(cast)
    put_on(cast, known)
    client = staff(cast)
    for text in (number, f"{number[:4]}-{number[4:]}"):
        assert client.get(f"/journeys/{text}")["Location"] == f"/journeys/{known.number}"
    page = client.get(f"/journeys/{known.number}").content.decode()
    assert f"{number[:4]}-{number[4:]}" in page
    answer = client.get(f"/journeys/{known.number}/touches")
    assert client.get(f"/journeys/{number}/touches").status_code == answer.status_code


def test_while_it_waits_the_address_leads_into_intake(cast: Cast) -> None:
    form(cast)
    number = number_shown(send())
    assert staff(cast).get(f"/journeys/{number}")["Location"] == f"/intake/{Item.objects.get().pk}"


def test_a_number_that_nobody_was_given_is_refused_as_before(cast: Cast) -> None:
    known = stations.opened(cast)
    events = Event.objects.count()
    for wrong in ("48279163", "x", known.number[:-1] + str((int(known.number[-1]) + 1) % 10)):
        assert staff(cast).get(f"/journeys/{wrong}").status_code == 404
    assert Event.objects.count() == events


def test_of_a_confidential_one_it_gives_the_outline_only(cast: Cast) -> None:
    form(cast)
    number = number_shown(send())
    known = stations.opened(cast)
    put_on(cast, known)
    make_confidential(journey=known.pk, confidential=True, by=cast.by("ana"))
    answer = staff(cast, "jonas").get(f"/journeys/{number}")
    assert answer.status_code == 403
    assert known.need not in answer.content.decode()


def test_programs_get_it_by_the_number_too(cast: Cast) -> None:
    form(cast)
    number = number_shown(send())
    known = stations.opened(cast)
    put_on(cast, known)
    key = make_token(name="x", person=cast.tom.pk, scopes=("read",), by=cast.by("tom"))[1]
    answer = Client(headers={"Authorization": f"Bearer {key}"}).get(f"/api/v1/journeys/{number}")
    assert answer.json()["number"] == known.number


# Customers


def test_asking_where_it_is_brings_the_page_by_mail(cast: Cast) -> None:
    form(cast)
    sent = send()
    number = number_shown(sent)
    row = items.open_journey_from(item=Item.objects.get().pk, by=cast.by("tom"))
    assert "the link to its page is on its way" in asked(sent)
    ((address, words),) = told()
    assert address == "erika@example.org"
    assert "leads there, too" not in words, "the number is the journey's own"
    assert (row.number, carry_due() > 0) == (number, True)


def test_put_on_another_journey_it_leads_to_that_one(cast: Cast) -> None:
    form(cast)
    known = stations.opened(cast)
    sent = send(email=cast.bakery.contact.email, phone="")
    number = number_shown(sent)
    page = asked(sent)
    assert known.number not in page.replace("-", ""), "whoever typed it may be anybody"
    ((address, words),) = told()
    assert address == cast.bakery.contact.email
    assert f"The number {number[:4]}-{number[4:]} that you were given leads there, too." in words
    theirs = Client().get(urlsplit(page_for(Notice.objects.get(kind="where_it_is"))).path).content.decode()
    assert f"also {number[:4]}-{number[4:]}" in theirs


def test_joined_into_another_it_leads_there(cast: Cast) -> None:
    form(cast)
    sent = send(email=cast.bakery.contact.email, phone="")
    first = items.open_journey_from(item=Item.objects.get().pk, by=cast.by("tom"))
    other = stations.opened(cast)
    join(journey=first.pk, into=other.pk, why="One problem", by=cast.by("tom"))
    asked(sent)
    assert Notice.objects.get(kind="where_it_is").subject_id == other.pk


@pytest.mark.parametrize("how", ["waiting", "a stranger", "gone"])
def test_nothing_goes_to_whom_it_is_not_known_to_belong_and_the_page_says_the_same(
    cast: Cast, how: str
) -> None:
    form(cast)
    sent = send()
    if how == "a stranger":  # they typed an address that is nobody's at that customer
        put_on(cast, stations.opened(cast))
    if how == "gone":
        items.open_journey_from(item=Item.objects.get().pk, by=cast.by("tom"))
        gone = Contact.objects.get(email="erika@example.org")
        change_contact(contact=gone.pk, email="elsewhere@example.org", by=cast.by("ana"))
    events = Event.objects.count()
    assert "the link to its page is on its way" in asked(sent)
    assert told() == []
    assert Event.objects.count() == events


def test_three_times_a_day_are_enough(cast: Cast) -> None:
    form(cast)
    sent = send()
    items.open_journey_from(item=Item.objects.get().pk, by=cast.by("tom"))
    for _ in range(5):
        asked(sent)
    assert len(told()) == 3


def test_a_receipt_that_was_made_up_opens_nothing(cast: Cast) -> None:
    form(cast)
    assert Client().post("/ask/kitchen/receipt/48279163:forged/whereabouts").status_code == 404
