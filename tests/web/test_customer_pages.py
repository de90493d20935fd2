"""Customers, and the first word of a journey."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as casting
from tests.cast import Cast
from tests.web.signed_in import at

from wellkept.customers.commands import add_customer
from wellkept.customers.models import Contact, Customer
from wellkept.find.queries import find
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.commands.touches import log_touch
from wellkept.journeys.models import Journey
from wellkept.journeys.touch import Effort, IncomingTouch
from wellkept.kernel import clock
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_the_customer_who_waits_longest_for_us_comes_first(cast: Cast) -> None:
    later = casting.party("Aal & Sohn", "Ali Aal", by=cast.by("tom"))
    with clock.at(clock.now() - 3 * casting.DAY):
        casting.opened(cast, of=cast.school)
    casting.opened(cast, of=later)
    page = at(cast, "iris").get("/customers").context["page"]
    assert [row.name for row in page.rows] == ["Schule am Park", "Aal & Sohn", "Bäckerei Lindner"]
    waiting = at(cast, "iris").get("/customers", {"shown": "waiting"}).context["page"]
    assert [row.name for row in waiting.rows] == ["Schule am Park", "Aal & Sohn"]


def test_a_customer_without_a_contact_is_a_name(cast: Cast) -> None:
    add_customer(name="Aal & Sohn", by=cast.by("tom"))
    page = at(cast, "iris").get("/customers")
    assert "Aal &amp; Sohn" in page.text
    assert "None" not in page.text


@pytest.mark.parametrize("words", ["lindner", "BÄCK", "petra", "königstr"])
def test_a_customer_is_found_by_part_of_a_name_or_address(cast: Cast, words: str) -> None:
    page = at(cast, "iris").get("/customers", {"name": words}).context["page"]
    assert "Bäckerei Lindner" in [row.name for row in page.rows]


@pytest.mark.parametrize("customers", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(cast: Cast, customers: int) -> None:
    for n in range(customers):
        casting.opened(cast, of=casting.party(f"More {n}", "Ada More", by=cast.by("tom")))
    browser = at(cast, "iris")
    browser.get("/customers")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/customers")
    assert len(asked) == 13


def test_the_page_shows_every_journey_under_one_axis(cast: Cast) -> None:
    rested = casting.at_rest(cast)
    row = casting.opened(cast)
    log_touch(
        journey=row.pk,
        touch=IncomingTouch("call", "Is anyone there?", effort=Effort(chase=True)),
        by=cast.by("tom"),
    )
    answer = at(cast, "iris").get(f"/customers/{cast.bakery.customer.pk}")
    view = answer.context["view"]
    assert [line.journey.pk for line in view.lines] == [row.pk, rested.pk]
    assert [item.words for item in view.said] == ["Is anyone there?"]
    assert view.chases == 1
    assert view.kept.first == 1  # what was agreed was delivered on the date first promised
    assert [line.journey.pk for line in view.has] == [rested.pk]
    text = answer.content.decode()
    assert "Königstraße 4, 01097 Dresden" in text
    assert text.count('class="ribbon ribbon-row"') == 2


def test_a_confidential_journey_of_theirs_is_a_line_without_words(cast: Cast) -> None:
    row = casting.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    text = at(cast, "iris").get(f"/customers/{cast.bakery.customer.pk}").content.decode()
    assert "Confidential" in text
    assert "breaker" not in text


@pytest.mark.parametrize("journeys", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three(cast: Cast, journeys: int) -> None:
    for _ in range(journeys):
        casting.opened(cast)
    browser = at(cast, "iris")
    browser.get(f"/customers/{cast.bakery.customer.pk}")
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"/customers/{cast.bakery.customer.pk}")
    assert len(asked) == 31


def test_somebody_to_talk_to_is_added_and_changed(cast: Cast) -> None:
    browser = at(cast, "iris")
    customer = cast.bakery.customer.pk
    form = {
        "name": "Max Lindner",
        "phone": "0351 77",
        "email": "",
        "role": "Son",
        "channel": "phone",
        "language": "de",
    }
    assert browser.post(f"/customers/{customer}/contacts", form).status_code == 303
    max_ = Contact.objects.get(name="Max Lindner")
    wrong = browser.post(f"/customers/{customer}/contacts/{max_.pk}", form | {"email": "no address"})
    assert wrong.status_code == 422
    assert wrong.context["form"]["phone"].value() == "0351 77"
    assert (
        browser.post(f"/customers/{customer}/contacts/{max_.pk}", form | {"phone": "0351 99"}).status_code
        == 303
    )
    assert [row.customer for row in find("035199", by=cast.by("iris"))] == [customer]
    assert [row.customer for row in find("035177", by=cast.by("iris"))] == [
        customer
    ]  # the old one still finds


def test_places_and_details(cast: Cast) -> None:
    browser = at(cast, "iris", htmx=f"/customers/{cast.bakery.customer.pk}")
    base = f"/customers/{cast.bakery.customer.pk}"
    assert browser.get(f"{base}/sites").content.decode().startswith('<div class="dialog-head"')
    assert browser.post(f"{base}/sites", {"street": "Hof 3"}).headers["HX-Redirect"] == base
    form = {
        "name": "Lindner & Tochter",
        "kind": "person",
        "language": "de",
        "country": "DE",
        "time_zone": "UTC",
        "note": "Knock twice",
    }
    assert browser.post(f"{base}/details", form).status_code == 204
    row = Customer.objects.get(pk=cast.bakery.customer.pk)
    assert (row.name, row.kind, row.note) == ("Lindner & Tochter", "person", "Knock twice")


NEW = {
    "need": "Two rooms too cold",
    "contact_name": "Ulrike Sommer",
    "name": "Haus am See",
    "phone": "0341 99",
    "email": "ulrike@see.example",
    "blueprint": "service",
}


def test_a_first_word_is_a_customer_a_contact_and_a_journey(cast: Cast) -> None:
    answer = at(cast, "tom").post("/journeys/new", NEW)
    row = Journey.objects.select_related("customer", "contact").get(need="Two rooms too cold")
    assert answer.headers["Location"] == f"/journeys/{row.number}"
    assert row.contact is not None
    assert (row.customer.name, row.contact.name, row.owner_id) == (
        "Haus am See",
        "Ulrike Sommer",
        cast.tom.pk,
    )
    assert row.blueprint.key == "service"


def test_a_new_customer_is_written_to_in_the_language_that_was_chosen(cast: Cast) -> None:
    form = at(cast, "tom").get("/journeys/new").context["form"]
    assert form["language"].value() == "en", "the company's"
    assert [code for code, _name in form.fields["language"].choices] == ["en", "de"]
    at(cast, "tom").post("/journeys/new", NEW | {"language": "de"})
    row = Journey.objects.select_related("customer", "contact").get(need="Two rooms too cold")
    assert row.contact is not None
    assert (row.customer.language, row.contact.language) == ("de", "de")
    assert set(Notice.objects.filter(subject=row.pk).values_list("language", flat=True)) == {"de"}


def test_words_are_no_telephone_number(cast: Cast) -> None:
    answer = at(cast, "tom").post("/journeys/new", NEW | {"phone": "not there"})
    assert answer.context["form"].errors["phone"] == [
        "This is no telephone number. Write it in digits, or leave it empty."
    ]
    form = {"name": "Petra Lindner", "phone": "not there", "channel": "phone", "language": "en"}
    page = f"/customers/{cast.bakery.customer.pk}/contacts/{cast.bakery.contact.pk}"
    assert list(at(cast, "tom").post(page, form).context["form"].errors) == ["phone"]
    assert not Contact.objects.filter(phone="not there").exists()


def test_a_private_person_is_the_customer(cast: Cast) -> None:
    at(cast, "tom").post("/journeys/new", NEW | {"name": ""})
    row = Journey.objects.select_related("customer").get(need="Two rooms too cold")
    assert (row.customer.name, row.customer.kind) == ("Ulrike Sommer", "person")


@pytest.mark.parametrize("field", ["need", "contact_name"])
def test_a_missing_field_is_named_and_nothing_is_written(cast: Cast, field: str) -> None:
    before = Customer.objects.count()
    answer = at(cast, "tom").post("/journeys/new", NEW | {field: ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["phone"].value() == "0341 99"
    assert Customer.objects.count() == before


def test_a_wrong_mail_address_leaves_nothing_behind(cast: Cast) -> None:
    before = Customer.objects.count()
    answer = at(cast, "tom").post("/journeys/new", NEW | {"email": "ulrike"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["email"])
    assert Customer.objects.count() == before


@pytest.mark.parametrize("same", ["phone", "email"])
def test_a_known_customer_is_shown_before_a_second_is_added(cast: Cast, same: str) -> None:
    browser = at(cast, "tom")
    values = NEW | {same: getattr(cast.bakery.contact, same), "phone" if same == "email" else "email": ""}
    hint = browser.get("/journeys/new/known", values, headers={"HX-Request": "true"}).content.decode()
    assert "Bäckerei Lindner" in hint
    before = Customer.objects.count()
    stopped = browser.post("/journeys/new", values)
    assert stopped.status_code == 422
    assert "We may know them." in stopped.content.decode()
    assert Customer.objects.count() == before
    recognised = browser.get("/journeys/new", values | {"customer": cast.bakery.customer.pk})
    assert recognised.context["form"]["need"].value() == NEW["need"]
    assert browser.post("/journeys/new", values | {"anyway": "1"}).status_code == 303
    assert Customer.objects.count() == before + 1


def test_the_next_journey_begins_with_all_that_we_know(cast: Cast) -> None:
    last = casting.in_delivery(cast)
    log_touch(
        journey=last.pk, touch=IncomingTouch("call", "Well?", effort=Effort(chase=True)), by=cast.by("tom")
    )
    browser = at(cast, "tom")
    page = browser.get("/journeys/new", {"customer": cast.bakery.customer.pk})
    form = page.context["form"]
    assert form["contact"].value() == str(cast.bakery.contact.pk)
    assert form["site"].value() == str(cast.bakery.site.pk)
    assert form["blueprint"].value() == "service"
    assert page.context["wrong"] == ["they had to ask 1 time"]
    answer = browser.post(
        "/journeys/new",
        {
            "customer": cast.bakery.customer.pk,
            "need": "A second oven",
            "contact": cast.bakery.contact.pk,
            "site": cast.bakery.site.pk,
            "blueprint": "repeat",
        },
    )
    row = Journey.objects.get(need="A second oven")
    assert answer.headers["Location"] == f"/journeys/{row.number}"
    assert (row.contact_id, row.site_id, row.customer_id) == (
        cast.bakery.contact.pk,
        cast.bakery.site.pk,
        cast.bakery.customer.pk,
    )


def test_another_customers_contact_is_no_choice(cast: Cast) -> None:
    answer = at(cast, "tom").post(
        "/journeys/new",
        {"customer": cast.bakery.customer.pk, "need": "X", "contact": cast.school.contact.pk, "site": "new"},
    )
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["contact"])
    assert not Journey.objects.exists()
