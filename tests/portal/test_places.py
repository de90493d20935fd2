"""Every place of the page that a letter points to is there when the letter is."""

from __future__ import annotations

import re

import pytest
from tests import cast as stations
from tests.cast import Cast, fresh
from tests.portal.doors import Customer
from tests.portal.test_acts import delivered, moved, read_back

from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.messages.letters import PAGE, compose
from wellkept.messages.page_address import page_for
from wellkept.messages.queries import telling_of
from wellkept.notices.models import Notice
from wellkept.sales import commands as sales

pytestmark = pytest.mark.django_db


def spoken(cast: Cast) -> Journey:
    row = stations.opened(cast)
    sales.decide(journey=row.pk, what="Two lines", why="", evidence=Evidence("spoken"), by=cast.by("tom"))
    return fresh(row)


@pytest.mark.parametrize(
    ("kind", "station"),
    [
        ("received", stations.opened),
        ("read_back", read_back),
        ("please_agree", stations.put),
        ("agreed", stations.agreed),
        ("delay", lambda cast: moved(cast)[0]),
        ("please_accept", delivered),
        ("accepted", stations.accepted),
        ("recorded", spoken),
    ],
)
def test_a_letters_button_leads_to_its_place(cast, kind, station):
    row = station(cast)
    notice = Notice.objects.get(subject_id=row.pk, kind=kind)
    telling, _ = telling_of(notice)
    places = set(re.findall(re.escape(PAGE) + r"(#[\w-]+)?", compose(telling).html))
    petra = Customer(row)

    assert page_for(notice).endswith(petra.url()), "the letter has their own link"
    page = petra.sees()
    for place in filter(None, places):
        assert f'id="{place[1:]}"' in page, place


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro
