"""Statements, interviews, read-backs, meetings, questions and strengths on the staff's pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as stations
from tests.cast import DAY, Cast
from tests.web.signed_in import at

from wellkept.customers.models import Contact, Customer, Site
from wellkept.events.models import Event
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.voice.commands import interviews, meetings
from wellkept.voice.commands.interviews import Interviewers
from wellkept.voice.commands.statements import note_statement
from wellkept.voice.models import Interview, InterviewReadBack, Knowing, Statement, Strength
from wellkept.voice.queries.meetings import key_mark_of, rhythm_of
from wellkept.voice.source import Source

pytestmark = pytest.mark.django_db


def home(cast: Cast, more: str = "") -> str:
    return f"/customers/{cast.bakery.customer.pk}{more}"


def soon() -> str:
    return f"{clock.now() + DAY:%Y-%m-%dT%H:%M}"


def test_their_words_are_noted_replaced_and_ended(cast: Cast) -> None:
    browser = at(cast, "tom")
    text = {"kind": "goal", "words": "Two shops", "told_by": cast.bakery.contact.pk, "told_to": cast.tom.pk}
    wrong = browser.post(home(cast, "/statements"), text | {"words": ""})
    assert (wrong.status_code, wrong.context["form"]["told_by"].value()) == (422, str(cast.bakery.contact.pk))
    assert browser.post(home(cast, "/statements"), text).status_code == 303
    first = Statement.objects.get()
    before = browser.get(home(cast, f"/statements?replaces={first.pk}"))
    assert before.context["form"].initial["words"] == "Two shops"
    browser.post(home(cast, f"/statements?replaces={first.pk}"), text | {"words": "Three shops"})
    second = Statement.objects.get(ended_at__isnull=True)
    assert browser.post(home(cast, f"/statements/{second.pk}/ending"), {"why": ""}).status_code == 422
    page = browser.get(home(cast))
    assert [[row.words for row, _ in rows] for _, rows in page.context["statements"]] == [["Three shops"]]
    assert "Two shops" in page.content.decode()  # folded away, and still to be read


def test_words_of_a_confidential_journey_are_a_number(cast: Cast) -> None:
    row = stations.opened(cast)
    note_statement(
        customer=cast.bakery.customer.pk,
        kind="goal",
        words="Sell the house",
        journey=row.pk,
        by=cast.by("tom"),
    )
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    text = at(cast, "iris").get(home(cast)).content.decode()
    assert "Sell the house" not in text
    assert "1 more on a confidential journey" in text


@pytest.mark.parametrize("statements", [1, 3])
def test_the_page_asks_the_same_whatever_they_told_us(cast: Cast, statements: int) -> None:
    row = stations.opened(cast)
    for n in range(statements):
        note_statement(
            customer=cast.bakery.customer.pk,
            kind="goal",
            words=f"Shop {n}",
            journey=row.pk,
            source=Source(contact=cast.bakery.contact.pk),
            by=cast.by("tom"),
        )
    browser = at(cast, "iris")
    browser.get(home(cast))
    with CaptureQueriesContext(connection) as asked:
        browser.get(home(cast))
    assert len(asked) == 31


def test_one_of_the_seven_is_answered_and_every_answer_stays(cast: Cast) -> None:
    browser = at(cast, "tom")
    assert browser.post(home(cast, "/seven/fix"), {"answer": "yes", "words": ""}).status_code == 422
    assert Knowing.objects.count() == 0
    for words in ("The invoice", "The parking"):
        browser.post(home(cast, "/seven/fix"), {"answer": "yes", "words": words})
    text = browser.get(home(cast, "/seven")).content.decode()
    assert [words in text for words in ("The invoice", "The parking")] == [True, True]
    assert browser.get(home(cast, "/seven/eighth")).status_code == 404


def test_an_interview_from_the_plan_to_what_counts(cast: Cast) -> None:
    browser = at(cast, "tom")
    plan = {
        "contact": cast.bakery.contact.pk,
        "planned_for": soon(),
        "questions": "any",
        "asks": cast.tom.pk,
        "writes": cast.tom.pk,
    }
    assert list(browser.post(home(cast, "/interviews"), plan).context["form"].errors) == ["writes"]
    response = browser.post(home(cast, "/interviews"), plan | {"writes": cast.olga.pk})
    row = Interview.objects.get()
    here = home(cast, f"/interviews/{row.pk}")
    assert response["Location"] == here
    nothing = browser.post(here, {"answer-success": "  "})
    assert (nothing.status_code, "at least one answer" in nothing.content.decode()) == (422, True)
    refused = at(cast, "jonas").post(here, {"answer-success": "My words are kept"})
    assert (refused.status_code, "My words are kept" in refused.content.decode()) == (403, True)
    assert (
        browser.post(here, {"answer-success": "A second shop", "answer-who-else": "Ida"}).status_code == 303
    )
    proposed = browser.get(f"{here}/read-back").context["form"].initial["text"]
    assert proposed == "A second shop\nIda"
    browser.post(f"{here}/read-back", {"text": "You want a second shop"})
    assert "with them to confirm" in browser.get(here).content.decode()
    browser.post(f"{here}/correction", {"correction": "And a third"})
    browser.post(f"{here}/read-back", {"text": "You want a third shop"})
    assert browser.post(f"{here}/confirmation", {"seen": "0" * 64}).status_code == 409
    shown = bytes(InterviewReadBack.objects.latest("pk").digest).hex()
    assert f'name="seen" value="{shown}"' in browser.get(here).content.decode()
    assert browser.post(f"{here}/confirmation", {"seen": shown}).status_code == 303
    assert "confirmed by them" in browser.get(here).content.decode()
    form = browser.get(f"{here}/statements").context["form"]
    taken = {name: field.initial for name, field in form.fields.items()}
    assert sorted(taken.values()) == ["", "goal"]
    browser.post(f"{here}/statements", taken)
    assert [(item.kind, item.words) for item in Statement.objects.all()] == [("goal", "A second shop")]


def planned(cast: Cast) -> Interview:
    """Tom asks Petra tomorrow, and Olga writes."""
    return interviews.plan_interview(
        customer=cast.bakery.customer.pk,
        contact=cast.bakery.contact.pk,
        planned_for=clock.now() + DAY,
        interviewers=Interviewers(asks=cast.tom.pk, writes=cast.olga.pk),
        by=cast.by("tom"),
    )


def test_an_interview_moves_to_another_day(cast: Cast) -> None:
    row, browser = planned(cast), at(cast, "tom")
    here, then = home(cast, f"/interviews/{row.pk}"), row.planned_for + DAY
    assert browser.get(f"{here}/day").context["form"].initial == {"planned_for": row.planned_for}
    wrong = browser.post(f"{here}/day", {"planned_for": "some day"})
    assert (wrong.status_code, wrong.context["form"]["planned_for"].value()) == (422, "some day")
    assert browser.post(f"{here}/day", {"planned_for": f"{then:%Y-%m-%dT%H:%M}"})["Location"] == here
    row.refresh_from_db()
    assert row.planned_for == then
    assert browser.get("/customers/0/interviews/0/day").status_code == 404


def test_an_interview_is_called_off_with_a_reason_and_once(cast: Cast) -> None:
    row, browser = planned(cast), at(cast, "tom")
    here = home(cast, f"/interviews/{row.pk}")
    assert browser.get(f"{here}/calling-off").status_code == 200
    assert list(browser.post(f"{here}/calling-off", {"why": ""}).context["form"].errors) == ["why"]
    assert browser.post(f"{here}/calling-off", {"why": "She is ill"})["Location"] == home(cast)
    row.refresh_from_db()
    assert (row.called_off_at, row.called_off_why) == (clock.now(), "She is ill")
    before = Event.objects.count()
    assert browser.post(f"{here}/calling-off", {"why": "Again"}).status_code == 422
    assert browser.post(f"{here}/day", {"planned_for": soon()}).status_code == 422
    assert Event.objects.count() == before


def test_an_interview_is_another_customers_nowhere(cast: Cast) -> None:
    browser = at(cast, "tom")
    browser.post(
        home(cast, "/interviews"),
        {
            "contact": cast.bakery.contact.pk,
            "planned_for": soon(),
            "questions": "any",
            "asks": cast.tom.pk,
            "writes": cast.olga.pk,
        },
    )
    row = Interview.objects.get()
    assert browser.get(f"/customers/{cast.school.customer.pk}/interviews/{row.pk}").status_code == 404


def test_meetings_are_set_held_and_ended(cast: Cast) -> None:
    browser, customer = at(cast, "tom"), cast.bakery.customer.pk
    form = {"next_at": "2020-01-01T10:00", "every_days": 30, "person": cast.tom.pk}
    assert list(browser.post(home(cast, "/rhythm"), form).context["form"].errors) == ["next_at"]
    browser.post(home(cast, "/rhythm"), form | {"next_at": soon()})
    browser.post(home(cast, "/meetings"), {"words": "All is well", "next_at": soon()})
    assert "All is well" in browser.get(home(cast)).content.decode()
    browser.post(home(cast, "/rhythm/end"), {"why": "Too often"})
    assert rhythm_of(customer) is None


def test_a_key_customer_is_marked_by_who_keeps_the_process(cast: Cast) -> None:
    form = {"why": "Three shops", "person": cast.tom.pk}
    before = Event.objects.count()
    assert at(cast, "tom").post(home(cast, "/key"), form).status_code == 422
    assert (key_mark_of(cast.bakery.customer.pk), Event.objects.count()) == (None, before)
    assert at(cast, "ana").post(home(cast, "/key"), form).status_code == 303
    desk = at(cast, "ana").get("/desk")
    assert [(row.title, row.words) for row in desk.context["to_do"]] == [
        ("Bäckerei Lindner", "a key customer without a next meeting")
    ]


def test_the_next_meeting_moves_with_a_reason(cast: Cast) -> None:
    browser, customer = at(cast, "tom"), cast.bakery.customer.pk
    later = {"next_at": f"{clock.now() + 9 * DAY:%Y-%m-%dT%H:%M}", "why": "They are closed"}
    without = browser.post(home(cast, "/meetings/next"), later)
    assert "We do not meet this customer regularly." in without.content.decode()
    meetings.set_rhythm(customer=customer, every_days=30, next_at=clock.now() + DAY, by=cast.by("tom"))
    assert browser.get(home(cast, "/meetings/next")).status_code == 200
    past = browser.post(home(cast, "/meetings/next"), later | {"next_at": "2020-01-01T10:00"})
    assert (past.status_code, list(past.context["form"].errors)) == (422, ["next_at"])
    assert list(browser.post(home(cast, "/meetings/next"), later | {"why": ""}).context["form"].errors) == [
        "why"
    ]
    assert browser.post(home(cast, "/meetings/next"), later).status_code == 303
    rhythm = rhythm_of(customer)
    assert rhythm is not None
    assert rhythm.next_at == clock.now() + 9 * DAY


def test_a_key_customer_becomes_one_like_others_by_who_keeps_the_process(cast: Cast) -> None:
    customer, ana = cast.bakery.customer.pk, at(cast, "ana")
    assert "This is no key customer." in ana.post(home(cast, "/key/end"), {"why": "X"}).content.decode()
    meetings.mark_key_customer(customer=customer, why="Three shops", by=cast.by("ana"))
    assert ana.get(home(cast, "/key/end")).status_code == 200
    before = Event.objects.count()
    assert at(cast, "tom").post(home(cast, "/key/end"), {"why": "Sold"}).status_code == 422
    assert ana.post(home(cast, "/key/end"), {"why": ""}).status_code == 422
    assert (key_mark_of(customer) is None, Event.objects.count()) == (False, before)
    assert ana.post(home(cast, "/key/end"), {"why": "Two shops are sold"}).status_code == 303
    assert key_mark_of(customer) is None
    assert ana.get("/desk").context["to_do"] == []


@pytest.mark.parametrize("customers", [1, 3])
def test_the_desk_asks_the_same_for_one_meeting_and_for_three(cast: Cast, customers: int) -> None:
    for n in range(customers):
        party = stations.party(f"More {n}", "Ada More", by=cast.by("tom"))
        meetings.mark_key_customer(customer=party.customer.pk, why="X", by=cast.by("ana"))
    browser = at(cast, "ana")
    browser.get("/desk")
    with CaptureQueriesContext(connection) as asked:
        assert len(browser.get("/desk").context["to_do"]) == customers
    assert (
        len(asked) == 36
    )  # for administrators: ten about the health of the installation, four about the company, two about money


def test_a_contact_goes_with_their_journeys_and_comes_back(cast: Cast) -> None:
    row, browser = stations.opened(cast), at(cast, "iris")
    petra = cast.bakery.contact.pk
    asked = browser.get(home(cast, f"/contacts/{petra}/leaving")).content.decode()
    assert "1 journey is open with them" in asked
    browser.post(home(cast, f"/contacts/{petra}/leaving"), {"why": "Left", "successor": ""})
    assert (Journey.objects.get(pk=row.pk).contact_id, Contact.objects.get(pk=petra).active) == (None, False)
    browser.post(home(cast, f"/contacts/{petra}/return"))
    assert Contact.objects.get(pk=petra).active


def test_a_place_is_changed_closed_and_opened(cast: Cast) -> None:
    browser, place = at(cast, "iris"), cast.bakery.site.pk
    form = {"street": "Hofweg 3", "postcode": "", "city": "Pirna", "country": "DE", "label": ""}
    assert browser.post(home(cast, f"/sites/{place}"), form).status_code == 303
    browser.post(home(cast, f"/sites/{place}/closing"), {"why": "Sold"})
    assert Site.objects.get(pk=place).closed_at is not None
    browser.post(home(cast, f"/sites/{place}/opening"))
    row = Site.objects.get(pk=place)
    assert (row.street, row.closed_at) == ("Hofweg 3", None)


def test_how_they_heard_of_us_is_asked_at_the_first_journey_and_counted(cast: Cast) -> None:
    browser = at(cast, "tom")
    browser.post(
        "/journeys/new",
        {
            "need": "Two rooms too cold",
            "contact_name": "Ulrike Sommer",
            "phone": "0341 99",
            "blueprint": "service",
            "heard_through": "recommended",
            "heard_of_us": "by the bakery",
        },
    )
    row = Customer.objects.get(name="Ulrike Sommer")
    assert (row.heard_through, row.heard_of_us) == ("recommended", "by the bakery")
    assert "Somebody recommended us: by the bakery" in browser.get(f"/customers/{row.pk}").content.decode()
    rows = browser.get("/customers/sources").context["rows"]
    assert [(item.through, item.customers, item.journeys) for item, _ in rows] == [
        ("recommended", 1, 1),
        ("", 2, 0),
    ]


def test_only_the_process_owner_loads_questions(cast: Cast) -> None:
    source = 'title = "At the door"\n[[question]]\nkey = "how"\nask = "How are you?"\n'
    form = {"key": "door", "source": source}
    assert at(cast, "tom").post("/questions/versions", form).status_code == 422
    wrong = at(cast, "ana").post("/questions/versions", {"key": "door", "source": "title ="})
    assert (wrong.status_code, wrong.context["form"]["source"].value()) == (422, "title =")
    assert at(cast, "ana").post("/questions/versions", form).status_code == 303
    assert "How are you?" in at(cast, "tom").get("/questions").content.decode()


def test_strengths_are_kept_and_a_need_is_judged(cast: Cast) -> None:
    assert at(cast, "tom").post("/strengths/new", {"words": "Ovens"}).status_code == 422
    assert at(cast, "ana").post("/strengths/new", {"words": "Lines for ovens"}).status_code == 303
    strength, row = Strength.objects.get(), stations.opened(cast)
    judged = {"asks": "A roof", "verdict": "not_ours", "why": "No roofers", "strengths": [strength.pk]}
    at(cast, "tom").post(f"/journeys/{row.number}/fit", judged)
    ending = at(cast, "tom").get(f"/journeys/{row.number}/not-ours").content.decode()
    assert "No roofers" in ending  # what was judged stands there to be told
    at(cast, "tom").post(
        f"/journeys/{row.number}/not-ours",
        {"why": "No roofs", "asks": "A roof", "who_can_help": "Dach Sommer", "how_to_reach": "0341 77"},
    )
    assert Journey.objects.get(pk=row.pk).state == "ended"
    at(cast, "ana").post(f"/strengths/{strength.pk}/end", {"why": "Nobody can"})
    assert "No strengths yet" in at(cast, "tom").get("/strengths").content.decode()
