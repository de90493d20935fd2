"""The key to the page: signed, expiring, revocable; a fresh one goes to the address on record and to no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from tests import cast as stations
from tests.cast import fresh
from tests.database import past_the_laws
from tests.portal.doors import Customer

from wellkept.customers import commands as customers
from wellkept.customers.models import PersonalLink
from wellkept.customers.queries import key_of
from wellkept.duplicates.commands.split import split
from wellkept.endings import commands as endings
from wellkept.events.queries import history
from wellkept.kernel import clock
from wellkept.leaving.commands.contacts import contact_leaves
from wellkept.notices.models import Notice
from wellkept.portal import live_rights

pytestmark = pytest.mark.django_db

# Every place of the page, by the method that it takes; what a good link opens, no other may.
GET = (
    "",
    "correction",
    "decision",
    "agreement",
    "agreement/difference",
    "dates/1/refusal",
    "acceptance",
    "rejection",
    "next-need",
    "question",
    "end",
    "objections/1",
    "files/1",
)
POST = (*GET[1:-1], "language", "confirmation", "agreement/code", "dates/1/acceptance", "success")
ANSWERS = {
    "correction": "x",
    "words": "x",
    "what": "x",
    "need": "x",
    "why": "x",
    "signed_name": "Petra",
    "then": "cancel",
}


def expire(petra: Customer) -> None:
    with past_the_laws():
        PersonalLink.objects.filter(pk=petra.link.pk).update(
            made_at=clock.now() - timedelta(days=90), expires_at=clock.now() - timedelta(seconds=1)
        )


def assert_nothing_opens(petra: Customer, status: int = 404) -> None:
    before = len(history(petra.journey.pk))
    for place in GET:
        assert petra.client.get(petra.url(place)).status_code == status, place
    for place in POST:
        assert petra.sends(place, **ANSWERS).status_code == status, place
    assert len(history(petra.journey.pk)) == before


def test_an_expired_link_opens_nothing_and_says_how_to_get_a_fresh_one(cast):
    petra = Customer(stations.put(cast))
    expire(petra)

    page = petra.client.get(petra.url()).content.decode()

    assert_nothing_opens(petra)
    assert "Send me a fresh link" in page
    assert "Tom Brandt" in page
    assert live_rights.allowed(petra.key) is None


def test_a_revoked_link_opens_nothing_and_says_whom_to_call(cast):
    petra = Customer(stations.put(cast))
    customers.revoke_links(contact=petra.link.contact_id, subject=petra.journey.pk, by=cast.by("tom"))

    page = petra.client.get(petra.url()).content.decode()

    assert_nothing_opens(petra)
    assert "switched off" in page
    assert "Tom Brandt" in page
    assert "fresh link" not in page
    assert petra.sends("fresh-link").status_code == 202
    assert not Notice.objects.filter(kind="link").exists()
    assert live_rights.allowed(petra.key) is None


@pytest.mark.parametrize("change", ["signed", "made up", "another's signature"])
def test_a_key_that_was_not_signed_here_opens_nothing(cast, change):
    petra = Customer(stations.put(cast))
    value, _, signature = petra.key.partition(":")
    petra.key = {
        "signed": f"{value}:{signature[:-1]}" + ("A" if signature[-1] != "A" else "B"),
        "made up": "let-me-in",
        "another's signature": f"MTAwMDA:{signature}",
    }[change]

    response = petra.client.get(petra.url())

    assert response.status_code == 404
    assert "Ana Ruiz" in response.content.decode(), "law 13 holds for strangers, too"
    assert live_rights.allowed(petra.key) is None


def test_a_fresh_link_goes_to_the_address_on_record_whatever_is_typed(cast):
    petra = Customer(stations.put(cast))
    expire(petra)

    response = petra.sends("fresh-link", email="mallory@example.org", address="mallory@example.org")

    notice = Notice.objects.get(kind="link")
    assert response.status_code == 202
    assert notice.contact is not None
    assert (notice.address, notice.contact_id) == (notice.contact.email, petra.link.contact_id)
    assert "mallory" not in response.content.decode()
    assert notice.address not in response.content.decode()


def test_the_answer_is_the_same_whether_or_not_the_key_ever_opened_anything(cast):
    petra = Customer(stations.put(cast))
    expire(petra)
    stranger = Client(REMOTE_ADDR="192.0.2.8")

    known = petra.sends("fresh-link").content.decode()
    unknown = stranger.post("/my/MTIz:nothing/fresh-link").content.decode()

    def words(page: str) -> str:
        return page[page.index("<h1") : page.index("</header>", page.index("<h1"))]

    assert words(known) == words(unknown)


def test_fresh_links_are_not_sent_without_end(cast):
    petra = Customer(stations.put(cast))
    expire(petra)

    answers = [petra.sends("fresh-link").status_code for _ in range(11)]

    assert answers == [202] * 10 + [429], "by address"
    assert Notice.objects.filter(kind="link").count() == 3, "by link"


def test_keys_cannot_be_tried_without_end(cast):
    stations.put(cast)
    guesser = Client(REMOTE_ADDR="198.51.100.1")

    answers = [guesser.get(f"/my/key-{n}").status_code for n in range(21)]

    assert answers == [404] * 20 + [429]
    assert Client(REMOTE_ADDR="198.51.100.2").get("/my/key-1").status_code == 404


def test_after_a_split_no_link_of_before_opens_the_journey_of_the_other_customer(cast):
    """A colleague at the same customer had a link, too; the journey goes away with its contact."""
    row = stations.put(cast)
    petra, anna = Customer(row), Customer(row)
    colleague = customers.add_contact(
        customer=row.customer_id, name="Anna Neu", email="anna@neu.example", by=cast.by("tom")
    )
    anna.link = customers.link_for(contact=colleague.pk, subject=row.pk, days=90)
    anna.key = key_of(anna.link)
    assert anna.sees()
    assert live_rights.allowed(anna.key) == row.pk
    split(
        customer=row.customer_id,
        name="Neu GmbH",
        contacts=[row.contact_id],
        journeys=[row.pk],
        by=cast.by("tom"),
    )

    assert_nothing_opens(anna)
    assert live_rights.allowed(anna.key) is None
    before = Notice.objects.count()
    assert anna.sends("fresh-link").status_code == 202
    assert Notice.objects.count() == before
    assert petra.sees()


def test_acts_are_limited_by_link(cast):
    petra = Customer(stations.in_orders(cast))
    for _ in range(60):
        petra.sends("success")

    assert petra.sends("question", words="One more").status_code == 429
    assert petra.client.get(petra.url()).status_code == 200


def test_a_contact_who_is_none_any_more_is_let_in_no_more(cast):
    petra = Customer(stations.put(cast))
    contact_leaves(contact=petra.link.contact_id, why="Left the bakery", by=cast.by("tom"))

    assert petra.client.get(petra.url()).status_code == 404


def test_a_link_shows_where_a_merged_journey_went_on(cast):
    gone, stays = stations.opened(cast), stations.opened(cast)
    petra = Customer(gone)
    endings.join(journey=gone.pk, into=stays.pk, why="The same oven", by=cast.by("tom"))

    page = petra.sees()
    petra.does("question", words="Is it the same?")

    assert stays.number[:4] + "-" + stays.number[4:] in page
    assert live_rights.allowed(petra.key) == stays.pk
    assert fresh(stays).touches.filter(incoming=True).exists()


def test_a_link_shows_its_own_journey_and_no_other_customers(cast):
    own, other = stations.opened(cast), stations.put(cast, of=cast.school)
    petra, karl = Customer(own), Customer(other)

    assert petra.sends("agreement", signed_name="Petra Lindner").status_code == 409
    assert "One line for the oven" in karl.sees("agreement")
    assert live_rights.allowed(petra.key) == own.pk


def test_every_answer_is_for_this_reader_alone(cast):
    petra = Customer(stations.put(cast))
    answers = [
        petra.client.get(petra.url()),
        petra.client.get(petra.url("agreement")),
        petra.sends("success"),
    ]
    expire(petra)
    answers += [petra.client.get(petra.url()), petra.sends("fresh-link")]

    for response in answers:
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]
        assert not response.cookies.get("wellkept_session")


def test_only_the_methods_of_a_place_are_taken(cast):
    petra = Customer(stations.put(cast))

    assert petra.client.get(petra.url("confirmation")).status_code == 405
    assert petra.client.get(petra.url("fresh-link")).status_code == 405
    assert petra.sends("").status_code == 405
    assert petra.client.delete(petra.url()).status_code == 405


def test_keys_cannot_be_tried_from_each_address_of_a_network(cast):
    answers = [Client(REMOTE_ADDR=f"2001:db8::{n:x}").get(f"/my/guess{n}").status_code for n in range(1, 80)]
    assert answers[0] == 404
    assert answers[-1] == 429
