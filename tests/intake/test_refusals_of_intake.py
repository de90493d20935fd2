"""Impossible forms, rules and decisions about an item: each is refused, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.intake.lindenau import OFFICE, Lindenau
from tests.refused import refused
from wellkept.events.queries import history
from wellkept.intake.commands import filter_rules, items
from wellkept.intake.commands.first_contact import Speaker
from wellkept.intake.commands.web_forms import Question, WantedForm, set_form
from wellkept.intake.models import Item, Rule, WebForm
from wellkept.intake.receive import receive
from wellkept.kernel import clock
from wellkept.mailboxes.commands.addresses import set_mailbox
from wellkept.people import commands as people

pytestmark = pytest.mark.django_db
WORDS = {"en": {"title": "Your kitchen"}}


def form(lindenau: Lindenau, **changes: Any) -> WantedForm:
    return WantedForm(**({"key": "kitchen", "team": lindenau.sales.pk, "words": WORDS} | changes))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"team": 0}, "no_such_team"),
        ({"key": "My kitchen"}, "invalid_key"),
        ({"standing": 0}, "invalid_standing"),
        ({"hours": 0}, "invalid_hours"),
        ({"blueprint": "nothing"}, "no_such_blueprint"),
        ({"words": {}}, "invalid_languages"),
        ({"words": {"en": {"title": " "}}}, "invalid_title_en"),
        ({"asks": {"name": "perhaps"}}, "invalid_asks"),
        ({"asks": {"email": "no", "phone": "no"}}, "invalid_email"),
        ({"questions": [Question(words={"en": "Why?"})] * 11}, "invalid_questions"),
        ({"origins": ["https://[half"]}, "invalid_origins"),
        ({"origins": ["https://www.example.org:nowhere"]}, "invalid_origins"),
        ({"origins": ["ftp://www.example.org"]}, "invalid_origins"),
        ({"origins": ["http://www.example.org"]}, "invalid_origins"),
    ],
)
def test_a_form_that_cannot_be_shown_is_refused(lindenau: Lindenau, wrong: dict[str, Any], code: str) -> None:
    with refused(code):
        set_form(wanted=form(lindenau, **wrong), by=lindenau.by_ana)
    assert not WebForm.objects.exists()


def test_the_address_of_a_form_is_for_life_and_its_own(lindenau: Lindenau) -> None:
    row = set_form(wanted=form(lindenau, blueprint="service"), by=lindenau.by_ana)
    with refused("invalid_key"):
        set_form(wanted=form(lindenau, key="bath"), form=row.pk, by=lindenau.by_ana)
    with refused("invalid_key"):
        set_form(wanted=form(lindenau), by=lindenau.by_ana)
    with refused("no_such_form"):
        set_form(wanted=form(lindenau), form=0, by=lindenau.by_ana)
    with refused("not_yours_to_do"):
        set_form(wanted=form(lindenau), form=row.pk, by=lindenau.by_tom)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "colour"}, "invalid_kind"),
        ({"pattern": " "}, "invalid_pattern"),
        ({"why": " "}, "invalid_why"),
        ({"answerable": 0}, None),
        ({"answerable": 999_999}, "invalid_answerable"),
    ],
)
def test_a_rule_that_nobody_could_answer_for_is_refused(
    lindenau: Lindenau, wrong: dict[str, Any], code: str | None
) -> None:
    rule = {"kind": "sender", "pattern": "news@example.org", "why": "Adverts"} | wrong
    if code is None:  # nobody is named: who makes it
        assert filter_rules.make_rule(by=lindenau.by_tom, **rule).answerable_id == lindenau.tom.pk
        return
    with refused(code):
        filter_rules.make_rule(by=lindenau.by_tom, **rule)
    assert not Rule.objects.exists()


def test_the_same_rule_again_is_the_rule_that_there_is_and_it_ends_once(lindenau: Lindenau) -> None:
    first, again = (
        filter_rules.make_rule(kind="domain", pattern=pattern, why="Adverts", by=lindenau.by_tom)
        for pattern in ("Example.org", "@example.org")
    )
    assert (first.pk, Rule.objects.get().pattern) == (again.pk, "example.org")
    with refused("no_such_rule"):
        filter_rules.end_rule(rule=0, by=lindenau.by_tom)
    filter_rules.end_rule(rule=first.pk, by=lindenau.by_tom)
    ended = Rule.objects.get().ended_at
    filter_rules.end_rule(rule=first.pk, by=lindenau.by_ana)
    assert Rule.objects.get().ended_at == ended


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda item, by: items.attach_to(item=item, journey=0, by=by), "no_such_journey"),
        (lambda item, by: items.set_aside(item=item, reason=" ", by=by), "invalid_reason"),
        (lambda item, by: items.take_back(item=item, reason="A slip", by=by), "not_set_aside"),
        (lambda item, by: items.set_clock(item=item, due=clock.now() - timedelta(days=1), by=by), "invalid_due"),
        (lambda _, by: items.set_aside(item=0, reason="Adverts", by=by), "no_such_item"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_made_leaves_the_item_waiting(
    lindenau: Lindenau, act: Callable[..., object], code: str
) -> None:
    item = arrived()
    with refused(code):
        act(item.pk, lindenau.by_tom)
    assert Item.objects.get().state == "waiting"


def test_taking_an_item_back_needs_a_reason(lindenau: Lindenau) -> None:
    item = arrived().pk
    items.set_aside(item=item, reason="Adverts", by=lindenau.by_tom)
    with refused("invalid_reason"):
        items.take_back(item=item, reason=" ", by=lindenau.by_tom)
    assert Item.objects.get().state == "set_aside"


def arrived(sender: str = "Eva Muster <eva@b.example>", recipient: str = OFFICE) -> Item:
    """The item of one mail that waits."""
    mail = f"From: {sender}\r\nMessage-ID: <1@b.example>\r\nSubject: Hello\r\n\r\nThe boiler is cold"
    receive(mail.encode(), recipient=recipient)
    return Item.objects.get()


def test_an_item_is_handed_to_somebody_who_is_here_and_an_old_clock_starts_again(lindenau: Lindenau) -> None:
    item = arrived()
    before = len(history(item.pk))
    with refused("invalid_to"):
        items.hand_item(item=item.pk, to=0, by=lindenau.by_tom)
    items.hand_item(item=item.pk, to=item.handler_id, by=lindenau.by_tom)
    assert len(history(item.pk)) == before
    assert item.due_at is not None
    with clock.at(item.due_at + timedelta(days=1)):
        items.hand_item(item=item.pk, to=lindenau.ana.pk, by=lindenau.by_tom)
        row = Item.objects.get()
        assert (row.handler_id, row.due_at) == (lindenau.ana.pk, clock.now() + items.AGAIN)


def test_the_person_named_for_an_address_receives_its_mail(lindenau: Lindenau) -> None:
    people.join_team(person=lindenau.ana.pk, team=lindenau.sales.pk, by=lindenau.by_ana)
    set_mailbox(address=OFFICE, team=lindenau.sales.pk, standing=lindenau.ana.pk, by=lindenau.by_ana)
    assert arrived().handler_id == lindenau.ana.pk


def test_a_known_sender_is_the_contact_of_the_journey(lindenau: Lindenau) -> None:
    known = lindenau.contact(name="Eva Muster", email="eva@b.example")
    other = lindenau.contact(name="Udo Muster", email="udo@b.example")
    item = arrived()
    with refused("invalid_contact"):
        items.open_journey_from(
            item=item.pk, speaker=Speaker(customer=other.customer_id, contact=known.pk), by=lindenau.by_tom
        )
    row = items.open_journey_from(
        item=item.pk, speaker=Speaker(customer=known.customer_id), by=lindenau.by_tom
    )
    assert (row.contact_id, row.customer_id) == (known.pk, known.customer_id)


def test_a_sender_whose_address_takes_no_mail_is_a_contact_without_one(lindenau: Lindenau) -> None:
    item = arrived(sender="Eva Muster <eva@b>")
    row = items.open_journey_from(item=item.pk, speaker=Speaker(name="Muster GmbH"), by=lindenau.by_tom)
    assert row.contact is not None
    assert (row.contact.name, row.contact.email, row.customer.name) == ("Eva Muster", "", "Muster GmbH")
