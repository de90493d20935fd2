"""Intake: reading safely, and deciding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as casting
from tests.cast import Cast
from tests.web.signed_in import at

from wellkept.customers.models import Contact
from wellkept.intake.commands import items, routing, store_mail
from wellkept.intake.commands.filter_rules import make_rule
from wellkept.intake.message import read
from wellkept.intake.models import Item, Message, Rule
from wellkept.journeys.models import Journey, Touch
from wellkept.mail.values import Address
from wellkept.mailboxes.commands.addresses import set_mailbox

pytestmark = pytest.mark.django_db
HEINZ = "Heinz <heinz@grossmann.example>"


def arrives(
    number: int = 1,
    *,
    sender: str = "Heinz <heinz@grossmann.example>",
    body: str = "Our boiler is old.",
    html: str = "",
) -> Item:
    head = f"From: {sender}\r\nTo: office@lindenau.example\r\nSubject: Boiler {number}\r\nMessage-ID: <{number}@x>\r\n"
    kind = "text/html" if html else "text/plain"
    mail = f"{head}Content-Type: {kind}; charset=utf-8\r\n\r\n{html or body}\r\n"
    routing.handle(store_mail.store(mail.encode()).message)
    return Item.objects.order_by("-pk")[0]


def test_a_waiting_item_is_in_the_list_of_its_handler(cast: Cast) -> None:
    item = arrives()
    assert [row.pk for row in at(cast, "tom").get("/intake").context["page"]] == [item.pk]
    mine = at(cast, "iris").get("/intake")
    assert list(mine.context["page"]) == []
    assert "Look at what waits for others (1)" in mine.content.decode()
    assert [row.pk for row in at(cast, "iris").get("/intake", {"shown": "all"}).context["page"]] == [item.pk]


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(cast: Cast, items: int) -> None:
    for number in range(items):
        arrives(number)
    browser = at(cast, "tom")
    browser.get("/intake")
    with CaptureQueriesContext(connection) as asked:
        browser.get("/intake")
    assert len(asked) == 20


def test_a_mail_is_read_without_what_could_act_in_it(cast: Cast) -> None:
    wicked = "<script>alert(1)</script><img src=x onerror=alert(2)><p style='color:red'>end"
    item = arrives(html=f"<p>Hello <b>you</b></p>{wicked}")
    text = at(cast, "iris").get(f"/intake/{item.pk}").content.decode()
    letter = text[text.index('class="letter-html"') :].split("</details>")[0]
    assert "<b>you</b>" in letter
    assert [word for word in ("alert", "onerror", "style=", "<img", "script") if word in letter] == []
    raw = at(cast, "iris").get(
        text.split('href="/intake/mails/')[1].split('"')[0].join(["/intake/mails/", ""])
    )
    assert raw.headers["Content-Disposition"].startswith("attachment")


def test_one_key_opens_a_journey(cast: Cast) -> None:
    item = arrives()
    answer = at(cast, "tom").post(f"/intake/{item.pk}/journey", {})
    row = Journey.objects.select_related("customer").get()
    assert answer.headers["Location"] == "/intake"
    assert (row.need, row.customer.name, row.owner_id) == ("Our boiler is old.", "Heinz", cast.tom.pk)
    item.refresh_from_db()
    assert (item.state, item.journey_id) == ("on_journey", row.pk)


def test_after_one_decision_comes_the_next(cast: Cast) -> None:
    first, second = arrives(1), arrives(2, sender="eva@b.example")
    answer = at(cast, "tom").post(
        f"/intake/{first.pk}/journey", {"need": "Replace the boiler", "customer_name": "Großmann KG"}
    )
    assert answer.headers["Location"] == f"/intake/{second.pk}"
    assert Journey.objects.select_related("customer").get().customer.name == "Großmann KG"


@pytest.mark.parametrize("reference", ["number", "lindner", "0351 8888 17"])
def test_an_item_is_attached_by_any_reference(cast: Cast, reference: str) -> None:
    row = casting.opened(cast)
    item = arrives()
    answer = at(cast, "tom").post(
        f"/intake/{item.pk}/attachment", {"number": row.number if reference == "number" else reference}
    )
    assert answer.status_code == 303
    assert Touch.objects.get(journey=row, channel="mail").incoming


def test_two_that_fit_are_named_and_nothing_happens(cast: Cast) -> None:
    first, other = casting.opened(cast), casting.opened(cast)
    item = arrives()
    answer = at(cast, "tom").post(f"/intake/{item.pk}/attachment", {"number": "lindner"})
    words = answer.context["attach_form"].errors["number"][0]
    assert answer.status_code == 422
    assert all(f"{row.number[:4]}-{row.number[4:]}" in words for row in (first, other))
    item.refresh_from_db()
    assert item.state == "waiting"
    nothing = at(cast, "tom").post(f"/intake/{item.pk}/attachment", {"number": "Zanzibar"})
    assert "Nothing is known" in nothing.context["attach_form"].errors["number"][0]


def test_a_number_in_the_mail_is_suggested(cast: Cast) -> None:
    row = casting.opened(cast)
    item = arrives(body=f"About your journey {row.number}: the line is free.")
    page = at(cast, "tom").get(f"/intake/{item.pk}")
    assert [entry.journey.pk for entry, _ in page.context["suggestions"]] == [row.pk]


def test_set_aside_with_a_reason_and_taken_back(cast: Cast) -> None:
    item = arrives()
    browser = at(cast, "tom")
    assert browser.post(f"/intake/{item.pk}/aside", {"reason": ""}).status_code == 422
    browser.post(f"/intake/{item.pk}/aside", {"reason": "Advertising", "always": "on"})
    item.refresh_from_db()
    assert (item.state, item.reason) == ("set_aside", "Advertising")
    rule = Rule.objects.get()
    assert (rule.kind, rule.pattern, rule.answerable_id) == ("sender", "heinz@grossmann.example", cast.tom.pk)
    page = browser.get("/intake", {"shown": "aside", "said": "heinz"}).context["page"]
    assert [row.pk for row in page] == [item.pk]
    browser.post(f"/intake/{item.pk}/back", {"reason": "A real one"})
    item.refresh_from_db()
    assert (item.state, item.handler_id) == ("waiting", cast.tom.pk)
    assert browser.post(f"/intake/rules/{rule.pk}/end").status_code == 303
    assert not Rule.objects.filter(ended_at__isnull=True).exists()


def test_into_a_colleagues_hands(cast: Cast) -> None:
    item = arrives()
    at(cast, "tom").post(f"/intake/{item.pk}/hand", {"to": cast.mira.pk, "why": "She knows them"})
    item.refresh_from_db()
    assert item.handler_id == cast.mira.pk


def test_somebody_else_was_faster(cast: Cast) -> None:
    item = arrives()
    at(cast, "tom").post(f"/intake/{item.pk}/journey", {})
    answer = at(cast, "ana").post(f"/intake/{item.pk}/aside", {"reason": "Advertising"})
    assert answer.status_code == 422
    assert Journey.objects.count() == 1


def test_an_address_belongs_to_a_team_and_only_its_lead_sets_it(cast: Cast) -> None:
    form = {"address": "help@lindenau.example", "team": cast.teams["support"].pk, "hours": 2, "active": "on"}
    response = at(cast, "tom").post("/intake/mailboxes", form)
    assert response.status_code == 422
    assert at(cast, "mira").post("/intake/mailboxes", form).status_code == 303
    assert "help@lindenau.example" in at(cast, "tom").get("/intake/settled").content.decode()


def test_addresses_and_rules_offer_only_what_this_person_may_change(cast: Cast) -> None:
    support = cast.teams["support"].pk
    box = f"/intake/mailboxes/{set_mailbox(address='help@lindenau.example', team=support, by=cast.by('ana')).pk}"
    rule = make_rule(kind="sender", pattern="x@spam.example", why="Spam", by=cast.by("tom"))
    offers = {}
    for name in ("ana", "mira", "tom", "iris"):
        page = at(cast, name).get("/intake/settled").content.decode()
        offers[name] = ("Add an address" in page, box in page, f"/intake/rules/{rule.pk}/end" in page)
    assert offers == {
        "ana": (True, True, True),
        "mira": (True, True, False),
        "tom": (False, False, True),
        "iris": (False, False, False),
    }
    assert at(cast, "tom").get("/intake/mailboxes").status_code == 403
    assert at(cast, "tom").get(box).status_code == 403


def test_a_new_customer_from_a_mail_gets_what_was_typed_beside_it(cast: Cast) -> None:
    item = arrives()
    form = at(cast, "tom").get(f"/intake/{item.pk}").context["open_form"]
    assert [form[name].value() for name in ("phone", "email", "language")] == [
        "",
        "heinz@grossmann.example",
        "en",
    ]
    refused = at(cast, "tom").post(f"/intake/{item.pk}/journey", {"phone": "not there"})
    assert (refused.status_code, list(refused.context["open_form"].errors)) == (422, ["phone"])
    at(cast, "tom").post(f"/intake/{item.pk}/journey", {"phone": "0341 77", "language": "de"})
    contact = Contact.objects.get(email="heinz@grossmann.example")
    assert (contact.phone, contact.language, contact.customer.language) == ("0341 77", "de", "de")


def test_words_typed_as_a_telephone_number_in_a_form_do_not_stop_intake(cast: Cast) -> None:
    item = arrives()
    mail = read(Message.objects.get())
    typed = replace(mail, sender=Address(email="", name="Eva Neu", phone="not there"), reply_to=None)
    contact = items.new_contact(typed, by=cast.by("tom"))
    assert (contact.name, contact.phone, item.state) == ("Eva Neu", "", "waiting")
