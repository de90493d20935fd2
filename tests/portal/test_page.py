"""The words of the customer's page: the next date first, who is there, in the reader's language and time zone."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from tests import cast as stations
from tests.cast import Cast, fresh
from tests.portal.doors import Customer, give_phones

from wellkept.customers import commands as customers
from wellkept.customers.models import Contact
from wellkept.endings import commands as endings
from wellkept.events.queries import history
from wellkept.journeys.commands import handoffs, steps
from wellkept.journeys.commands.touches import write_to_customer
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.notices.models import Notice
from wellkept.orders import commands as orders
from wellkept.people import commands as people
from wellkept.promises import commands as promises
from wellkept.promises.models import Promise

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def headline(page: str) -> str:
    match = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert match
    return html.unescape(re.sub(r"<[^>]+>", "", match[1])).strip()


def at(cast: Cast, station: str, **known: object) -> Customer:
    return Customer(getattr(stations, station)(cast, **known))


@pytest.mark.parametrize(
    ("station", "says"),
    [
        ("opened", "Tom Brandt is on it."),
        ("decided", "Tom Brandt is on it."),
        ("put", "Once you agree, it is ready by Thursday 12 March."),
        ("agreed", "It will be ready for you by Thursday 12 March."),
        ("in_delivery", "It will be ready for you by Thursday 12 March."),
        ("accepted", "It runs, and we are there."),
        ("in_support", "It runs. Does it do what you need?"),
        ("at_rest", "It works, and we are there."),
    ],
)
def test_the_first_sentence_at_each_station(cast, station, says):
    with clock.at(MONDAY):
        assert headline(at(cast, station).sees()) == says


def test_a_promised_call_is_the_next_thing(cast):
    with clock.at(MONDAY):
        row = stations.opened(cast)
        promises.make_promise(
            journey=row.pk,
            kind="call_back",
            text="Call back",
            due=MONDAY + timedelta(hours=26),
            by=cast.by("tom"),
        )
        assert headline(Customer(row).sees()) == "Tom Brandt will call you by Tuesday 3 March."


def test_a_promise_in_our_own_words_is_escaped(cast):
    with clock.at(MONDAY):
        row = stations.opened(cast)
        promises.make_promise(
            journey=row.pk, text="<b>The fitter</b> comes", due=MONDAY + timedelta(days=1), by=cast.by("tom")
        )
        page = Customer(row).sees()

    assert "&lt;b&gt;The fitter&lt;/b&gt; comes: by <b>Tuesday 3 March.</b>" in page


def test_when_we_are_late_we_say_so(cast):
    with clock.at(MONDAY):
        petra = at(cast, "in_delivery")
    with clock.at(MONDAY + timedelta(days=11)):
        page = petra.sees()

    assert headline(page) == "We are late, and we are sorry."
    assert "was promised for Thursday 12 March" in page


def test_when_we_wait_for_a_third_party_we_name_them(cast):
    with clock.at(MONDAY):
        row = stations.opened(cast)
        steps.wait_for(
            journey=row.pk,
            third_party="the grid operator",
            what="The release",
            ask_again=MONDAY + timedelta(days=2),
            by=cast.by("tom"),
        )
        for step in fresh(row).steps.filter(done_at=None, awaits="us"):
            steps.finish_step(journey=row.pk, step=step.pk, by=cast.by("tom"))
        page = Customer(row).sees()

    assert headline(page) == "We wait for the grid operator."
    assert "Tom Brandt asks them again on Wednesday 4 March" in page


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("cancelled_by_us", "We had to cancel this, and we are sorry."),
        ("not_ours", "We are not the right ones for this."),
    ],
)
def test_an_ended_journey_still_shows(cast, how, says):
    row = stations.opened(cast)
    if how == "cancelled_by_us":
        endings.cancel(journey=row.pk, why="the part is not made any more", by=cast.by("tom"), by_them=False)
    else:
        endings.not_ours(journey=row.pk, why="you need a roofer", by=cast.by("tom"))
    page = Customer(row).sees()

    assert headline(page) == says
    assert "Tom Brandt" in page
    assert "I need something else" in page


def test_the_person_who_is_there_today_comes_first(cast):
    give_phones(cast)
    row = stations.in_delivery(cast)
    people.name_deputy(person=cast.tom.pk, deputy=cast.mira.pk, by=cast.by("ana"))
    people.go_away(person=cast.tom.pk, since=clock.now() - timedelta(hours=1), until=None, by=cast.by("tom"))
    page = Customer(row).sees()

    assert "Mira Sand" in page
    assert "is there for you today; Tom Brandt is away" in page
    assert 'href="tel:+493415550100"' in page


def test_no_department_and_no_inner_word_is_on_the_page(cast):
    row = stations.in_support(cast)
    page = Customer(row).sees()
    words = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")]).lower()

    for inner in (
        "handoff",
        "checklist",
        "sales",
        "support",
        "holder",
        "court",
        "stage",
        "journey",
        "olga",
        "jonas",
    ):
        assert inner not in words, inner


def test_the_page_is_in_the_contacts_language_until_another_is_chosen(cast):
    row = stations.put(cast)
    assert row.contact_id is not None
    customers.change_contact(contact=row.contact_id, language="de", by=cast.by("tom"))
    petra = Customer(row)

    assert '<html lang="de"' in petra.sees()
    assert "Guten Tag Petra Lindner," in petra.sees()
    petra.sends("language", language="en")
    assert "Hello Petra Lindner," in petra.sees()
    petra.sends("language", language="xx")
    assert "Hello Petra Lindner," in petra.sees()


def test_the_language_they_choose_is_the_one_we_write_in(cast):
    row = stations.put(cast)
    petra = Customer(row)
    before = len(history(row.customer_id))
    petra.sends("language", language="de")
    petra.sends("language", language="de")
    petra.sends("language", language="xx")
    contact = Contact.objects.get(pk=row.contact_id)
    assert contact.language == "de"
    [event] = history(row.customer_id)[before:]
    assert (event.type, event.actor_kind, event.actor_id) == ("contact_changed", "customer", contact.pk)
    write_to_customer(journey=row.pk, words="Wir kommen", by=cast.by("olga"))
    assert Notice.objects.get(words="Wir kommen").language == "de"


def test_dates_are_the_customers(cast):
    with clock.at(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)):
        row = stations.in_orders(cast)
        customers.change(customer=row.customer_id, time_zone="Asia/Tokyo", by=cast.by("tom"))
        orders.put_agreement(
            journey=row.pk,
            words="x",
            total=Money(Decimal(1), "EUR"),
            delivery_by=datetime(2026, 3, 12, 20, 0, tzinfo=UTC),
            by=cast.by("olga"),
        )
        assert headline(Customer(row).sees()) == "Once you agree, it is ready by Friday 13 March."


def test_two_dates_are_told_with_the_reason_between_them(cast):
    with clock.at(MONDAY):
        petra = at(cast, "in_delivery")
        promise = Promise.objects.get(journey=petra.journey, purpose="delivery")
        assert promise.due is not None
        promises.move_promise(
            journey=petra.journey.pk,
            promise=promise.pk,
            due=promise.due + timedelta(days=3),
            reason="the grid operator is late",
            by=cast.by("jonas"),
        )
        page = petra.sees()

    assert headline(page) == "We cannot keep 12 March. We can do Sunday 15 March."
    assert "Is Sunday 15 March fine with you?" in page


def test_a_journey_that_went_back_shows_where_it_is(cast):
    row = stations.in_delivery(cast)
    handoffs.offer_handoff(
        journey=row.pk, by=cast.by("jonas"), to_stage="orders", reason="The wall is not as drawn"
    )
    handoffs.accept_handoff(journey=row.pk, by=cast.by("olga"))

    assert Customer(row).sees()


def test_everything_is_said_in_german():
    """No English sentence of ours is left on a German page: every one in the catalogue has its translation."""
    from pathlib import Path

    from babel.messages.pofile import read_po

    import wellkept.portal

    room = Path(wellkept.portal.__file__).parent
    with (room / "locale/de/LC_MESSAGES/django.po").open("rb") as readable:
        catalog = read_po(readable, locale="de")

    assert [message.id for message in catalog if message.id and not message.string] == []


def test_the_history_is_told_in_german(cast):
    row = stations.in_support(cast)
    assert row.contact_id is not None
    customers.change_contact(contact=row.contact_id, language="de", by=cast.by("tom"))
    page = Customer(row).sees()

    for english in ("You ", "We ", "It was", "Done:", "From now on"):
        assert english not in re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")]), (
            english
        )


def test_the_hour_is_said_where_they_agree_to_it(cast):
    with clock.at(MONDAY):
        row = stations.in_orders(cast)
        customers.change(customer=row.customer_id, time_zone="Europe/Berlin", by=cast.by("tom"))
        orders.put_agreement(
            journey=row.pk, words="A line", total=Money(Decimal(9), "EUR"), by=cast.by("olga"),
            delivery_by=datetime(2026, 3, 13, 9, 0, tzinfo=UTC),
            dates=[("The cable", datetime(2026, 3, 12, 13, 30, tzinfo=UTC))],
        )  # fmt: skip
        petra = Customer(fresh(row))
        page = petra.client.get(petra.url("agreement")).content.decode()
        assert "Friday 13 March, by 10:00 at the latest" in page
        assert "Thursday 12 March, by 14:30 at the latest" in page
        assert "By 10:00 at the latest." in petra.sees()
        petra.sends("language", language="de")
        page = petra.client.get(petra.url("agreement")).content.decode()
        assert "Freitag, 13. März, spätestens um 10:00 Uhr" in page
