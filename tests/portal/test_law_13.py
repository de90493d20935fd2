"""Law 13: every page and every letter that a customer gets names a human being and how to reach them."""

from __future__ import annotations

import pytest
from tests import cast as stations
from tests.cast import Cast
from tests.portal.doors import Customer, give_phones
from tests.portal.test_links import GET, expire

from wellkept.customers.commands import revoke_links
from wellkept.kernel import clock
from wellkept.messages.letters import compose
from wellkept.messages.letters.kinds import KINDS
from wellkept.messages.queries import telling_of
from wellkept.notices.addressee import Addressee
from wellkept.notices.commands import write
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db

STATIONS = ("opened", "decided", "put", "agreed", "in_delivery", "accepted", "in_support", "at_rest")
NUMBER = "tel:+493415550100"


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    give_phones(lindenau_elektro)
    return lindenau_elektro


@pytest.mark.parametrize("station", STATIONS)
def test_every_page_at_every_station(cast, station):
    petra = Customer(getattr(stations, station)(cast))

    for place in GET:
        response = petra.client.get(petra.url(place), follow=True)
        page = response.content.decode()
        assert "Tom Brandt" in page, place
        assert NUMBER in page, place
        assert "mailto:tom@lindenau.example" in page, place


def test_pages_that_turn_away(cast):
    petra = Customer(stations.put(cast))
    expire(petra)
    expired = petra.client.get(petra.url())
    sent = petra.sends("fresh-link")
    revoke_links(contact=petra.link.contact_id, subject=petra.journey.pk, by=cast.by("tom"))
    revoked = petra.client.get(petra.url())
    unknown = petra.client.get("/my/nothing")
    wrong_method = petra.client.get("/my/nothing/question")

    for response in (expired, sent, revoked, unknown, wrong_method):
        page = response.content.decode()
        assert NUMBER in page
        assert "Tom Brandt" in page or "Ana Ruiz" in page


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("kind", [*KINDS, "never heard of"])
def test_every_letter(cast, kind, language):
    with clock.at(clock.now()):
        row = stations.opened(cast)
        notice, _ = write(
            subject=row.pk,
            kind=kind,
            to=Addressee(row.contact, language=language),
            person=cast.tom.pk,
            words="A word",
            facts_of={"number": row.number},
        )

    telling, _ = telling_of(Notice.objects.get(pk=notice.pk))
    letter = compose(telling)

    for text in (letter.text, letter.html):
        assert "Tom Brandt" in text
        assert "+49 341 555 0100" in text
        assert "tom@lindenau.example" in text
