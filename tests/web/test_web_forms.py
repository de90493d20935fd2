"""Forms for the website, as they are settled; and what came by them, as staff find it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.cast import Cast, opened

from wellkept.events.models import Event
from wellkept.events.queries import history
from wellkept.intake.calls_and_forms import Words
from wellkept.intake.commands import items
from wellkept.intake.commands.store_other import take_form
from wellkept.intake.commands.web_forms import WantedForm, set_form
from wellkept.intake.models import Item, WebForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.ana)
    return client


def wanted(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "key": "kitchen",
        "team": str(cast.teams["sales"].pk),
        "hours": "4",
        "languages": ["en", "de"],
        "title_en": "Your kitchen",
        "title_de": "Ihre Küche",
        "ask_name": "required",
        "ask_email": "required",
        "ask_phone": "optional",
        "ask_company": "no",
        "questions": "Which floor?* | Welches Stockwerk?\nHow many rooms?",
        "origins": "https://www.lindenau.example/contact\nlindenau.example",
        "active": "on",
    } | changes


def test_a_form_is_made_and_its_lines_are_there_to_copy(cast: Cast, ana: Client) -> None:
    answer = ana.post("/intake/forms/new", wanted(cast))
    row = WebForm.objects.get()
    assert answer["Location"] == f"/intake/forms/{row.pk}"
    assert row.origins == ["https://www.lindenau.example", "https://lindenau.example"]
    assert row.questions == [
        {"words": {"en": "Which floor?", "de": "Welches Stockwerk?"}, "required": True},
        {"words": {"en": "How many rooms?"}, "required": False},
    ]
    page = ana.get(f"/intake/forms/{row.pk}").content.decode()
    assert "&lt;iframe src=" in page
    assert "/ask/kitchen" in page
    assert "Which floor?* | Welches Stockwerk?\nHow many rooms?</textarea>" in page
    assert [event.type for event in history(row.team_id)][-1] == "web_form_set"
    public = Client().get("/ask/kitchen?language=de").content.decode()
    assert ("Welches Stockwerk?" in public, "How many rooms?" in public) == (True, True)


def test_a_changed_form_keeps_its_address(cast: Cast, ana: Client) -> None:
    ana.post("/intake/forms/new", wanted(cast))
    row = WebForm.objects.get()
    ana.post(f"/intake/forms/{row.pk}", wanted(cast, key="other", opens="on", languages=["en"]))
    row.refresh_from_db()
    assert (row.key, row.opens, row.languages) == ("kitchen", True, ["en"])


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"key": "Küche!"}, "small letters, digits and hyphens"),
        ({"languages": []}, "In which languages is the form shown?"),
        ({"title_de": ""}, "What is above the form?"),
        ({"ask_email": "no", "ask_phone": "no"}, "How do we answer them?"),
        ({"origins": "ftp://x"}, "no address of a website"),
        ({"origins": "https://a b"}, "no address of a website"),
        ({"origins": "http://www.lindenau.example"}, "goes over https only"),
        ({"origins": "https://x.example; script-src *"}, "no address of a website"),
        ({"questions": "Why?\n" * 11}, "more than 10 further questions"),
        ({"hours": "0"}, "at least 1"),
    ],
)
def test_a_refused_form_shows_what_was_typed(
    cast: Cast, ana: Client, wrong: dict[str, Any], words: str
) -> None:
    events = Event.objects.count()
    answer = ana.post("/intake/forms/new", wanted(cast, **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Your kitchen" in page
    assert not WebForm.objects.exists()
    assert Event.objects.count() == events


def test_an_address_is_given_once(cast: Cast, ana: Client) -> None:
    ana.post("/intake/forms/new", wanted(cast))
    answer = ana.post("/intake/forms/new", wanted(cast))
    assert (answer.status_code, WebForm.objects.count()) == (422, 1)
    assert "a form at this address already" in answer.content.decode()


def test_only_the_team_s_lead_or_an_administrator_settles_it(cast: Cast) -> None:
    tom = Client()
    tom.force_login(cast.tom)
    events = Event.objects.count()
    answer = tom.post("/intake/forms/new", wanted(cast))
    assert answer.status_code == 422
    assert "Only the team&#x27;s lead or an administrator" in answer.content.decode()
    assert (WebForm.objects.count(), Event.objects.count()) == (0, events)
    olga = Client()
    olga.force_login(cast.olga)
    assert olga.post("/intake/forms/new", wanted(cast, team=str(cast.teams["orders"].pk))).status_code == 303


def test_a_form_is_offered_to_who_may_settle_it_and_only_shown_to_others(cast: Cast, ana: Client) -> None:
    row = make(cast, "kitchen")
    tom = Client()
    tom.force_login(cast.tom)
    offers = {}
    for name, client in (("ana", ana), ("tom", tom)):
        listed = client.get("/intake/forms").content.decode()
        shown = client.get(f"/intake/forms/{row.pk}").content.decode()
        offers[name] = ("Make a form" in listed, ">Save<" in shown, "can change this form" in shown)
    assert offers == {"ana": (True, True, False), "tom": (False, False, True)}
    assert (tom.get("/intake/forms/new").status_code, ana.get("/intake/forms/new").status_code) == (403, 200)
    olga = Client()
    olga.force_login(cast.olga)
    new = olga.get("/intake/forms/new").context["form"]
    assert [name for _key, name in new.fields["team"].choices] == [cast.teams["orders"].name]


def test_an_empty_list_says_what_a_form_is(ana: Client) -> None:
    page = ana.get("/intake/forms").content.decode()
    assert "No form yet." in page


@pytest.mark.parametrize("forms", [1, 3])
def test_a_list_of_forms(
    cast: Cast, ana: Client, forms: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(forms):
        make(cast, f"form-{number}")
    with django_assert_num_queries(13):
        page = ana.get("/intake/forms").content.decode()
    assert page.count('class="row folds"') == forms


def test_a_submission_is_in_intake_with_telephone_and_company(cast: Cast, ana: Client) -> None:
    asked = Words(
        said="We want the wiring of a second shop.",
        title="Your kitchen",
        name="Jakob Lindner",
        email="jakob@elsewhere.example",
        phone="0151 55500777",
        company="Bäckerei Lindner",
    )
    row = opened(cast)
    take_form(form=make(cast).pk, words=asked)
    item = Item.objects.get()
    assert (
        '<span class="need">We want the wiring of a second shop.</span>'
        in ana.get("/intake?shown=all").content.decode()
    )
    answer = ana.get(f"/intake/{item.pk}")
    text = answer.content.decode()
    assert "<h1>We want the wiring of a second shop.</h1>" in text
    assert '<a href="tel:015155500777">0151 55500777</a>' in text
    assert "<dd>Bäckerei Lindner</dd>" in text
    # The company that they named is one whom we know.
    assert [entry.journey.pk for entry, _state in answer.context["suggestions"]] == [row.pk]


def make(cast: Cast, key: str = "kitchen") -> WebForm:
    words = {"en": {"title": "Your kitchen"}}
    return set_form(wanted=WantedForm(key=key, team=cast.teams["sales"].pk, words=words), by=cast.by("ana"))


def test_the_number_that_they_were_given_finds_what_waits(cast: Cast, ana: Client) -> None:
    taken = take_form(
        form=make(cast).pk, words=Words(said="The oven is cold", name="Erika Muster", phone="1234567")
    )
    item = Item.objects.get()
    shown = f"{taken.number[:4]}-{taken.number[4:]}"
    assert ana.get("/find", {"q": shown})["Location"] == f"/intake/{item.pk}"
    box = ana.get("/find", {"q": shown}, headers={"HX-Request": "true"}).content.decode()
    assert (f'href="/intake/{item.pk}"' in box, "Erika Muster" in box) == (True, True)
    page = ana.get(f"/intake/{item.pk}").content.decode()
    assert (shown in page, "The oven is cold" in page) == (True, True)
    assert "by a form of ours" in ana.get("/intake?shown=all").content.decode()
    items.set_aside(item=item.pk, reason="A test", by=cast.by("tom"))
    assert ana.get("/find", {"q": shown})["Location"] == f"/intake/{item.pk}", "findable, set aside or not"
