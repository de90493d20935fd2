"""Decisions of people about waiting items, and what they see before they decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from tests.intake.lindenau import OFFICE, Lindenau
from tests.mail.corpus import mail, multipart, part
from wellkept.customers.models import Contact, Customer
from wellkept.events.queries import history
from wellkept.intake import queries
from wellkept.intake.commands import items
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.models import Item, Message
from wellkept.intake.receive import receive
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey, Touch
from wellkept.journeys.need import Start
from wellkept.kernel import clock, number
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM, Actor, customer
from wellkept.people.queries import hands_of

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES = tmp_path
    with clock.at(NOW):
        yield


def arrived(body: bytes = b"No hot water.\n", **fields: str | bytes) -> Item:
    fields.setdefault("Message-ID", f"<{Message.objects.count()}@example.org>")
    assert receive(mail(body, To=OFFICE, **fields)) == 0
    return Item.objects.latest("pk")


def untouched(item: Item) -> None:
    """Nothing has changed, and no event was recorded."""
    item.refresh_from_db()
    assert item.state == "waiting"
    assert [event.type for event in history(item.pk)] == ["item_arrived"]


def test_an_item_becomes_a_journey_in_one_act(lindenau: Lindenau) -> None:
    item = arrived()
    journey = items.open_journey_from(item=item.pk, by=lindenau.by_tom)
    item.refresh_from_db()
    assert (item.state, item.journey_id, item.decided_by_id) == ("on_journey", journey.pk, lindenau.tom.pk)
    assert (journey.need, journey.owner_id) == ("No hot water.", lindenau.tom.pk)
    assert journey.opened_at == item.arrived_at
    assert Message.objects.get().subject_id == journey.pk
    assert Message.objects.get().outcome == "opened"
    assert [event.type for event in history(item.pk)] == ["item_arrived", "item_became_journey"]
    assert Notice.objects.get().kind == "received"
    assert queries.count_waiting() == 0


def test_the_customer_may_be_named(lindenau: Lindenau) -> None:
    journey = items.open_journey_from(
        item=arrived().pk,
        by=lindenau.by_tom,
        speaker=Speaker(name="Muster GmbH"),
        need="Heating",
        start=Start(blueprint="service"),
    )
    assert (journey.customer.name, journey.customer.kind) == ("Muster GmbH", "organisation")
    assert (journey.need, journey.blueprint.key) == ("Heating", "service")


def test_for_a_known_customer_the_sender_becomes_a_contact(lindenau: Lindenau) -> None:
    known = lindenau.contact("Max", "max@example.org")
    journey = items.open_journey_from(
        item=arrived().pk, by=lindenau.by_tom, speaker=Speaker(customer=known.customer_id)
    )
    assert journey.customer_id == known.customer_id
    assert journey.contact is not None
    assert journey.contact.email == "erika@example.org"
    again = items.open_journey_from(
        item=arrived(From="x@example.org").pk,
        by=lindenau.by_tom,
        speaker=Speaker(customer=known.customer_id, contact=known.pk),
    )
    assert again.contact_id == known.pk
    assert Contact.objects.filter(customer_id=known.customer_id).count() == 2


def test_a_contact_of_another_customer_is_refused(lindenau: Lindenau) -> None:
    first, other = lindenau.contact("A", "a@example.org"), lindenau.contact("B", "b@example.org")
    item = arrived()
    with pytest.raises(Refusal, match="another customer"):
        items.open_journey_from(
            item=item.pk, by=lindenau.by_tom, speaker=Speaker(customer=first.customer_id, contact=other.pk)
        )
    untouched(item)


def test_all_that_they_wrote_goes_along(lindenau: Lindenau) -> None:
    item = arrived()
    arrived(b"And the heating too.\n", In_Reply_To="<0@example.org>")
    assert Item.objects.count() == 1
    journey = items.open_journey_from(item=item.pk, by=lindenau.by_tom)
    assert Message.objects.filter(subject_id=journey.pk).count() == 2
    words = [e.facts["said"] for e in history(journey.pk) if e.type == "touch_logged"]
    assert words == ["And the heating too."]


def test_an_item_is_attached_to_a_known_journey(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact("Max", "max@example.org"))
    item = arrived()
    items.attach_to(item=item.pk, journey=journey.pk, by=lindenau.by_tom)
    touch = Touch.objects.get(journey=journey)
    assert (touch.incoming, touch.channel, touch.contact) == (True, "mail", None)
    item.refresh_from_db()
    assert (item.state, item.journey_id) == ("on_journey", journey.pk)
    assert history(item.pk)[-1].facts == {"journey": journey.pk, "number": journey.number}


def test_an_item_is_set_aside_and_taken_back(lindenau: Lindenau) -> None:
    item = arrived()
    with pytest.raises(Refusal, match="Why is there nothing to do about it"):
        items.set_aside(item=item.pk, reason=" ", by=lindenau.by_tom)
    untouched(item)
    items.set_aside(item=item.pk, reason="Wrong company", by=lindenau.by_tom)
    assert [i.reason for i in queries.set_aside()] == ["Wrong company"]
    with pytest.raises(Refusal, match="decided about this already"):
        items.open_journey_from(item=item.pk, by=lindenau.by_ana)
    items.take_back(item=item.pk, reason="It was for us", by=lindenau.by_ana)
    item.refresh_from_db()
    assert (item.state, item.handler_id, item.due_at) == (
        "waiting",
        lindenau.ana.pk,
        NOW + timedelta(hours=4),
    )
    assert queries.set_aside() == []


@pytest.mark.parametrize(
    "by", [SYSTEM, customer(1), Actor(kind="token", person=1, scopes=frozenset({"read"}))]
)
def test_only_staff_who_may_write_decide(lindenau: Lindenau, by: Actor) -> None:
    item = arrived()
    for act in (
        lambda: items.open_journey_from(item=item.pk, by=by),
        lambda: items.set_aside(item=item.pk, reason="x", by=by),
        lambda: items.hand_item(item=item.pk, to=lindenau.ana.pk, by=by),
    ):
        with pytest.raises(Refusal):
            act()
    untouched(item)
    assert not Journey.objects.exists()
    assert not Customer.objects.exists()


def test_into_a_colleagues_hands(lindenau: Lindenau) -> None:
    item = arrived()
    items.hand_item(item=item.pk, to=lindenau.ana.pk, by=lindenau.by_tom, why="You know them")
    assert [i.pk for i in queries.waiting(handler=lindenau.ana.pk)] == [item.pk]
    assert history(item.pk)[-1].facts["why"] == "You know them"
    assert items.hand_over_items(person=lindenau.ana.pk, to=lindenau.tom.pk, by=lindenau.by_ana) == 1
    assert queries.count_waiting(hands=hands_of(lindenau.tom.pk)) == 1
    with pytest.raises(Refusal, match="has left"):
        items.hand_item(item=item.pk, to=999, by=lindenau.by_tom)


def test_the_clock_runs_out_once(lindenau: Lindenau) -> None:
    item = arrived()
    assert items.warn_of_overdue() == 0
    with clock.at(NOW + timedelta(hours=5)):
        assert [i.pk for i in queries.overdue()] == [item.pk]
        assert items.warn_of_overdue() == 1
        assert items.warn_of_overdue() == 0
    assert history(item.pk)[-1].facts == {"warned": lindenau.ana.pk}


def test_the_page_of_an_item(lindenau: Lindenau) -> None:
    contact = lindenau.contact()
    first, two = lindenau.journey(contact), lindenau.journey(contact, "A leaking tap")
    photo = part(b"\x89PNG", "image/png", Content_Disposition='attachment; filename="boiler.png"')
    other = lindenau.journey(lindenau.contact("Max", "max@example.org"))
    text = part(f"See the photo. It is not {number.show(other.number)}.\n".encode())
    receive(multipart(text, photo, To=OFFICE))
    item = Item.objects.get()
    page = queries.item(item.pk, by=lindenau.by_tom)
    assert page.item.words == f"See the photo. It is not {number.show(other.number)}."
    (shown,) = page.mails
    assert [p.name for p in shown.files] == ["boiler.png"]
    assert {s.journey.pk: s.why for s in page.suggestions} == {
        other.pk: "Its number is in it · Same company by its mail domain, example.org: others write to us from there",
        two.pk: "Erika Muster speaks on it",
        first.pk: "Erika Muster speaks on it",
    }
    items.attach_to(item=item.pk, journey=first.pk, by=lindenau.by_tom)
    page = queries.item(item.pk, by=lindenau.by_tom)
    assert len(page.mails) == 1
    assert page.suggestions == ()
    on_it = Message.objects.filter(subject_id=first.pk).values_list("pk", flat=True)
    assert list(on_it) == [shown.message]


def test_mail_of_a_confidential_journey_is_for_its_readers(lindenau: Lindenau) -> None:
    journey = items.open_journey_from(item=arrived().pk, by=lindenau.by_ana)
    message = Message.objects.get().pk
    assert b"No hot water." in queries.raw(message, by=lindenau.by_tom)
    make_confidential(journey=journey.pk, confidential=True, by=lindenau.by_ana)
    if lindenau.tom.pk in (journey.owner_id, journey.holder_id):
        pytest.fail("Tom must not hold it here")
    for read in (queries.mail, queries.raw):
        with pytest.raises(Refusal, match="confidential"):
            read(message, by=lindenau.by_tom)
    assert queries.mail(message, by=lindenau.by_ana).mail.text == "No hot water."


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_one_query(
    lindenau: Lindenau, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(rows):
        arrived(f"Mail {n}\n".encode())
    with django_assert_num_queries(1):
        listed = [
            (i.title, i.handler.name, i.team and i.team.name, str(i.mailbox)) for i in queries.waiting()
        ]
    assert listed == [("Hello", "Tom Brandt", "Sales", OFFICE)] * rows
