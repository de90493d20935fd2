"""Agreeing: with a name, to the page as it was shown, and above the blueprint's amount with a code."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from tests import cast as stations
from tests.cast import Cast, fresh
from tests.portal.doors import Customer

from wellkept.delivery import commands as delivery
from wellkept.events.queries import history
from wellkept.journeys.commands import handoffs
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.orders.models import Agreement
from wellkept.orders.payment_terms import Terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(lindenau_elektro: Cast) -> Cast:
    return lindenau_elektro


def digest_on(page: str) -> str:
    match = re.search(r'name="shown_digest" value="([0-9a-f]{64})"', page)
    assert match
    return match[1]


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8::7"])
def test_the_name_the_address_the_text_and_its_hash_are_kept(cast, address):
    row = stations.put(cast)
    petra = Customer(row, address=address)
    page = petra.sees("agreement")
    digest = digest_on(page)

    petra.does(
        "agreement", signed_name="Petra Lindner", customer_reference="PO-77", shown_digest=digest, once="a"
    )

    kept = next(event for event in history(row.pk) if event.type == "agreed")
    assert kept.facts["address"] == address
    assert kept.facts["digest"] == digest == hashlib.sha256(kept.facts["shown"].encode()).hexdigest()
    assert kept.facts["shown"].split("\n")[2] == "One line for the oven, 32 A"
    assert (kept.actor_kind, kept.actor_id) == ("customer", row.contact_id)
    assert "Agreed by Petra Lindner" in petra.sees("agreement")
    before = len(history(row.pk))
    petra.does("agreement", signed_name="Petra Lindner", shown_digest=digest, once="a")
    petra.does("agreement", signed_name="Petra Lindner", shown_digest=digest, once="b")
    assert len(history(row.pk)) == before


@pytest.mark.parametrize("name", ["", "  ", "P"])
def test_without_a_name_nothing_is_agreed(cast, name):
    row = stations.put(cast)
    petra = Customer(row)
    before = len(history(row.pk))

    refused = petra.sends(
        "agreement",
        signed_name=name,
        customer_reference="PO-77",
        shown_digest=digest_on(petra.sees("agreement")),
    )

    assert refused.status_code == 422
    assert 'value="PO-77"' in refused.content.decode(), "nothing typed is lost"
    assert len(history(row.pk)) == before


def test_another_page_than_the_one_shown_is_not_agreed(cast):
    row = stations.put(cast)

    refused = Customer(row).sends("agreement", signed_name="Petra Lindner", shown_digest="0" * 64)

    assert refused.status_code == 409
    assert "This page has changed since you opened it" in refused.content.decode()
    assert Agreement.objects.get(journey=row).state == "put"


def test_saying_what_should_be_different(cast):
    row = stations.put(cast)
    petra = Customer(row)

    assert petra.sends("agreement/difference", words="").status_code == 422
    page = petra.does("agreement/difference", words="Two sockets, please")

    assert Agreement.objects.get(journey=row).state == "declined"
    assert "come back with another page" in page
    assert petra.client.get(petra.url("agreement")).status_code == 302


def big(cast: Cast) -> Customer:
    return Customer(stations.put(cast, total="18400.00", blueprint="product"))


def sent_code(petra: Customer) -> str:
    petra.does("agreement/code")
    return str(Notice.objects.filter(kind="code").latest("made_at").facts["code"])


def test_above_the_amount_a_code_goes_to_the_address_on_record(cast):
    petra = big(cast)
    page = petra.sees("agreement")
    assert "For this amount we also ask for a code" in page

    code = sent_code(petra)
    notice = Notice.objects.get(kind="code")
    assert notice.contact is not None
    assert notice.address == notice.contact.email
    shown = petra.client.get(petra.url("agreement") + "?done=code").content.decode()
    assert notice.address not in shown
    assert "p…@customer.example" in shown
    petra.does("agreement", signed_name="Petra Lindner", code=code, shown_digest=digest_on(page))

    assert Agreement.objects.get(journey=petra.journey).state == "agreed"


def test_a_wrong_code_is_counted_though_the_act_is_refused(cast):
    petra = big(cast)
    code = sent_code(petra)
    digest = digest_on(petra.sees("agreement"))
    wrong = "000000" if code != "000000" else "111111"

    for tries in range(1, orders.CODE_TRIES + 1):
        refused = petra.sends("agreement", signed_name="Petra Lindner", code=wrong, shown_digest=digest)
        assert refused.status_code == 422
        assert "This is not the code that we sent" in refused.content.decode()
        assert Agreement.objects.get(journey=petra.journey).code_tries == tries
    refused = petra.sends("agreement", signed_name="Petra Lindner", code=code, shown_digest=digest)

    assert refused.status_code == 422, "after five tries the right one is dead, too"
    assert Agreement.objects.get(journey=petra.journey).state == "put"
    code = sent_code(petra)
    petra.does("agreement", signed_name="Petra Lindner", code=code, shown_digest=digest)


def test_without_a_code_the_amount_is_not_agreed(cast):
    petra = big(cast)

    refused = petra.sends(
        "agreement", signed_name="Petra Lindner", code="", shown_digest=digest_on(petra.sees("agreement"))
    )

    assert refused.status_code == 422
    assert Agreement.objects.get(journey=petra.journey).state == "put"


def test_codes_are_not_sent_without_end(cast):
    petra = big(cast)
    for _ in range(5):
        petra.does("agreement/code")

    refused = petra.sends("agreement/code")

    assert refused.status_code == 429
    assert Notice.objects.filter(kind="code").count() == 5
    assert fresh(petra.journey).state == "open"


def test_the_agreement_page_says_what_silence_means(cast):
    row = stations.in_orders(cast)
    orders.put_agreement(
        journey=row.pk,
        words="One line for the oven",
        total=Money(Decimal("10"), "EUR"),
        delivery_by=clock.now() + timedelta(days=3),
        terms=Terms(deemed_days=14),
        by=cast.by("olga"),
    )
    petra = Customer(fresh(row))

    page = petra.sees("agreement")
    assert "accepted after 14 days" in page
    petra.does("agreement", signed_name="Petra Lindner", shown_digest=digest_on(page))
    handoffs.offer_handoff(journey=row.pk, by=cast.by("olga"), ticks=["site-known", "date-possible"])
    handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas"))
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))

    assert "it counts as accepted, as agreed" in petra.sees()
