"""A call written down while they speak, and a call that a telephone system told of."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast as stations
from tests.cast import Cast
from tests.race import race
from tests.web.signed_in import at

from wellkept.customers.models import Contact
from wellkept.events.models import Event
from wellkept.intake.calls_and_forms import Call
from wellkept.intake.commands.phone_calls import Noted, PhoneCall, note_call
from wellkept.intake.commands.store_other import take_call
from wellkept.intake.models import Item, Message, Placing
from wellkept.journeys.models import Journey, NextStep, Touch
from wellkept.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.tom)
    return client


def write(client: Client, **fields: object) -> object:
    return client.post("/calls/new", {"who": "x", "said": "The oven is cold", "once": "abc"} | fields)


def test_the_typed_caller_leads_to_journey_and_customer(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    page = tom.get("/calls/known", {"who": "lindner"}).content.decode()
    assert f'value="j{row.pk}"' in page
    assert f'value="c{cast.bakery.customer.pk}"' in page
    assert page.count("checked") == 1
    nobody = tom.get("/calls/known", {"who": "zzzz qqqq"}).content.decode()
    assert ('value="new"' in nobody, 'value="intake"' in nobody, 'value="j' in nobody) == (True, True, False)
    assert 'type="radio"' not in tom.get("/calls/known", {"who": ""}).content.decode()


def test_on_their_journey_with_a_call_back_and_how_long_they_waited(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    due = (clock.now() + timedelta(days=2)).replace(microsecond=0, second=0)
    answer = write(
        tom,
        who="lindner",
        where=f"j{row.pk}",
        seconds_waited="40",
        chase="on",
        call_back_by=due.strftime("%Y-%m-%dT%H:%M"),
    )
    assert answer["Location"] == f"/journeys/{row.number}"  # type: ignore[index]
    touch = Touch.objects.get(journey=row)
    assert (touch.seconds_waited, touch.chase, touch.person_id, touch.unanswered) == (
        40,
        True,
        cast.tom.pk,
        False,
    )
    step = NextStep.objects.get(journey=row, kind="call_back", done_at__isnull=True)
    assert (step.sentence, step.due_at) == ("Call Petra Lindner back", due)


def test_the_only_journey_that_is_meant_needs_no_choosing(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    write(tom, who=row.number)
    assert Touch.objects.get().journey_id == row.pk


def test_a_new_problem_of_a_customer(cast: Cast, tom: Client) -> None:
    write(tom, who="lindner", where=f"c{cast.bakery.customer.pk}", seconds_waited="5")
    row = Journey.objects.get()
    assert (row.customer_id, row.contact_id, row.need) == (
        cast.bakery.customer.pk, cast.bakery.contact.pk, "The oven is cold",
    )  # fmt: skip
    assert Touch.objects.get(journey=row).seconds_waited == 5


def test_somebody_new_by_name_and_by_telephone(cast: Cast, tom: Client) -> None:
    write(tom, who="Erika Muster", where="new")
    assert Journey.objects.get().customer.name == "Erika Muster"
    refused = write(tom, who="0351 4711 00", where="new", once="b")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    page = refused.content.decode()  # type: ignore[attr-defined]
    assert "What are they called?" in page
    assert ("0351 4711 00" in page, "The oven is cold" in page) == (True, True), "nothing typed is lost"
    write(tom, who="0351 4711 00", where="new", name="Max Berg", once="b")
    contact = Journey.objects.latest("pk").contact
    assert contact is not None
    assert (contact.name, contact.phone) == ("Max Berg", "0351 4711 00")


@pytest.mark.parametrize(
    ("who", "name", "phone", "email"),
    [
        ("Erika Muster 0351 4711 00", "Erika Muster", "0351 4711 00", ""),
        ("+49 (351) 4711-00, Erika Muster", "Erika Muster", "+49 (351) 4711-00", ""),
        ("Erika Muster, erika@muster.example", "Erika Muster", "", "erika@muster.example"),
        (
            "Erika Muster 0351/471100 erika@muster.example",
            "Erika Muster",
            "0351/471100",
            "erika@muster.example",
        ),
        ("Muster, Ringweg 12 04109 Leipzig", "Muster, Ringweg 12 04109 Leipzig", "", ""),
    ],
)
def test_name_telephone_and_mail_typed_in_one_line_are_told_apart(
    tom: Client, who: str, name: str, phone: str, email: str
) -> None:
    write(tom, who=who, where="new")
    contact = Journey.objects.get().contact
    assert contact is not None
    assert (contact.name, contact.phone, contact.email) == (name, phone, email)


def test_into_intake_by_when_it_was_promised(cast: Cast, tom: Client) -> None:
    due = (clock.now() + timedelta(hours=30)).replace(microsecond=0, second=0)
    answer = write(tom, who="+49 89 5555", where="intake", call_back_by=due.strftime("%Y-%m-%dT%H:%M"))
    item = Item.objects.get()
    assert answer["Location"] == f"/intake/{item.pk}"  # type: ignore[index]
    assert (item.channel, item.sender, item.words, item.handler_id, item.due_at) == (
        "call", "+49 89 5555", "The oven is cold", cast.tom.pk, due,
    )  # fmt: skip
    assert "The oven is cold" in tom.get(f"/intake/{item.pk}").content.decode()


def test_sent_twice_it_is_one_act_wherever_it_goes(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    due = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    forms = (
        {"who": "lindner", "where": f"j{row.pk}", "seconds_waited": "40", "call_back_by": due},
        {"who": "lindner", "where": f"c{cast.bakery.customer.pk}", "seconds_waited": "5"},
        {"who": "Erika Muster", "where": "new", "call_back_by": due},
        {"who": "+49 89 5555", "where": "intake"},
    )
    for place, text in enumerate(forms):
        first = write(tom, once=f"form{place}", **text)
        events, touches = Event.objects.count(), Touch.objects.count()
        again = write(tom, once=f"form{place}", **text)
        assert (first["Location"], first.status_code) == (again["Location"], 303)  # type: ignore[index, attr-defined]
        assert (Event.objects.count(), Touch.objects.count()) == (events, touches)
    assert (Journey.objects.count(), Item.objects.count()) == (3, 1)


def test_the_same_form_with_other_words_is_refused_and_can_be_sent_as_another(
    cast: Cast, tom: Client
) -> None:
    row = stations.opened(cast)
    write(tom, who="lindner", where=f"j{row.pk}")
    events = Event.objects.count()
    for other in ({"said": "Something else"}, {"where": "intake"}):
        refused = write(tom, **{"who": "lindner", "where": f"j{row.pk}"} | other)
        page = refused.content.decode()  # type: ignore[attr-defined]
        assert refused.status_code == 422  # type: ignore[attr-defined]
        assert "This form was sent already, with other words." in page
        assert other.get("said", "The oven is cold") in page
        assert (Event.objects.count(), Item.objects.count()) == (events, 0)
    match = re.search(r'name="once" value="(\w+)"', page)
    assert match
    assert match[1] != "abc"
    write(tom, who="lindner", where=f"j{row.pk}", said="Something else", once=match[1])
    assert Touch.objects.filter(journey=row, channel="call").count() == 2


def test_a_form_of_somebody_else_with_the_same_sign_is_another(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    iris = Client()
    iris.force_login(cast.iris)
    for client in (tom, iris):
        assert write(client, who="lindner", where=f"j{row.pk}").status_code == 303  # type: ignore[attr-defined]
    assert Touch.objects.filter(journey=row, channel="call").count() == 2


def test_a_refused_call_can_be_sent_again(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    late = {"who": "lindner", "where": f"j{row.pk}", "call_back_by": "2001-01-01T10:00"}
    assert write(tom, **late).status_code == 422  # type: ignore[attr-defined]
    assert write(tom, **late | {"call_back_by": ""}).status_code == 303  # type: ignore[attr-defined]
    assert Touch.objects.filter(journey=row, channel="call").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_sent_at_once_one_is_written_and_both_are_told_where(cast: Cast) -> None:
    row = stations.opened(cast)
    by = cast.by("tom")
    call = PhoneCall(summary="The oven")
    ended = race(*[lambda: note_call(call=call, by=by, once="abc", journey=row.pk)] * 2)
    assert ended == [Noted(number=row.number)] * 2
    assert Touch.objects.filter(journey=row, channel="call").count() == 1


def test_sent_twice_into_intake_it_is_one(cast: Cast, tom: Client) -> None:
    answers = [write(tom, who="+49 89 5555", where="intake") for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]  # type: ignore[index]
    assert (Item.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"said": ""}, "What did they say?"),
        ({"who": ""}, "Who is it?"),
        ({"who": "zzzz qqqq"}, "Where does it belong?"),
        ({"where": "new", "who": "Max", "call_back_by": "2001-01-01T10:00"}, "This time has passed already."),
        ({"where": "j999999999"}, "There is no such journey."),
        ({"where": "c999999999", "who": "Max"}, "There is no such customer."),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_changes_nothing(
    cast: Cast, tom: Client, wrong: dict[str, str], words: str
) -> None:
    events = Event.objects.count()
    answer = write(tom, **wrong)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert words in page
    assert wrong.get("said") == "" or "The oven is cold" in page
    assert (Event.objects.count(), Touch.objects.count(), Journey.objects.count()) == (events, 0, 0)


def test_the_pages_of_calls_are_for_staff(cast: Cast) -> None:
    for path in ("/calls/new", "/calls/known"):
        assert Client().get(path).status_code == 302


# Told by a telephone system


def rang(*, answered: bool) -> int:
    call = Call(id="c1", caller="0351 888817", answered=answered, at=clock.now(), by="tom@lindenau.example")
    return take_call(call).message


def test_a_call_that_was_put_here_is_settled_by_one_key(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    message = rang(answered=True)
    page = tom.get(f"/journeys/{row.number}").content.decode()
    assert ("A call was added here." in page, 'data-press="h"' in page) == (True, True)
    tom.post(f"/calls/{message}/settlement", {"chase": "1", "said": "When do you come?"})
    assert Touch.objects.get(journey=row).chase
    after = tom.get(f"/journeys/{row.number}").content.decode()
    assert ("A call was added here." in after, "When do you come?" in after) == (False, True)


def test_a_call_is_moved_by_one_key(cast: Cast, tom: Client) -> None:
    first, two = stations.opened(cast), stations.opened(cast)
    message = rang(answered=False)
    here = Placing.objects.get().touch.journey
    other = two if here.pk == first.pk else first
    page = tom.get(f"/journeys/{here.number}").content.decode()
    assert 'data-press="m"' in page
    answer = tom.post(f"/calls/{message}/move", {"number": other.number})
    assert answer["Location"] == f"/journeys/{other.number}"
    assert Touch.objects.get().journey_id == other.pk
    assert tom.post(f"/calls/{message}/move", {"number": here.number}).status_code == 409


def test_one_that_nobody_answered_and_can_belong_nowhere_else_asks_nothing(cast: Cast, tom: Client) -> None:
    row = stations.opened(cast)
    rang(answered=False)
    assert "was put here" not in tom.get(f"/journeys/{row.number}").content.decode()


def test_somebody_new_on_the_telephone_is_reached_by_what_they_gave(cast: Cast) -> None:
    page = at(cast, "tom").get("/calls/new?who=0341+555+777").content.decode()
    assert [name in page for name in ('name="phone"', 'name="email"', 'name="language"')] == [True] * 3
    typed = {
        "who": "Grete Neu", "where": "new", "said": "The fridge hums", "phone": "0341 555 888",
        "email": "Grete@neu.example", "language": "de", "once": "grete",
    }  # fmt: skip
    assert at(cast, "tom").post("/calls/new", typed).status_code == 303
    contact = Contact.objects.get(name="Grete Neu")
    assert (contact.phone, contact.email, contact.language, contact.customer.language) == (
        "0341 555 888", "grete@neu.example", "de", "de",
    )  # fmt: skip


def test_the_number_that_calls_is_kept_where_no_other_is_given(cast: Cast) -> None:
    typed = {"who": "0341 555 777", "name": "Jo Neu", "where": "new", "said": "It hums", "once": "jo"}
    assert at(cast, "tom").post("/calls/new", typed).status_code == 303
    contact = Contact.objects.get(name="Jo Neu")
    assert (contact.phone, contact.email, contact.language) == ("0341 555 777", "", "en")


@pytest.mark.parametrize(("field", "words"), [("phone", "not there"), ("email", "at home")])
def test_words_are_no_way_to_reach_somebody(cast: Cast, field: str, words: str) -> None:
    typed = {"who": "Jo Neu", "where": "new", "said": "It hums", "once": "jo", field: words}
    refused = at(cast, "tom").post("/calls/new", typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
    assert not Contact.objects.filter(name="Jo Neu").exists()
