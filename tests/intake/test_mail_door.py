"""Mail as the mail server hands it over, from the door to where it belongs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django.fixtures import Settings

from tests.database import as_owner
from tests.intake.lindenau import INFO, OFFICE, Lindenau, set_up
from tests.mail.corpus import BOUNCE, ODD, PLAIN, mail, multipart, part
from wellkept.customers.models import Contact, Customer
from wellkept.events.queries import history
from wellkept.files.queries import files_of
from wellkept.intake.commands import filter_rules as standing
from wellkept.intake.commands import items, routing, store_mail
from wellkept.intake.models import Item, Message
from wellkept.intake.receive import receive
from wellkept.journeys.models import Journey, NextStep, Touch
from wellkept.kernel import clock, number
from wellkept.kernel.refusal import Refusal
from wellkept.messages.rules import message_id, thread_id
from wellkept.notices import commands as notices
from wellkept.notices.models import Notice
from wellkept.people.actor import SYSTEM

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Settings) -> None:
    settings.FILES = tmp_path / "files"


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    with clock.at(NOW):
        yield


def to(address: str, body: bytes = b"There is no hot water since Friday.\n", **fields: str | bytes) -> bytes:
    return mail(body, To=address, **fields)


def the_message() -> Message:
    return Message.objects.get()


def kinds(subject: int) -> list[str]:
    return [event.type for event in history(subject)]


# Unknown senders


def test_a_colleague_is_no_customer(lindenau: Lindenau) -> None:
    """A forwarded mail comes from a colleague; the customer stands in its text."""
    receive(to(INFO, Subject="Fwd: No hot water", From="Tom Brandt <Tom@lindenau.example>"))
    item = Item.objects.get()
    assert (item.state, item.contact_id, the_message().outcome) == ("waiting", None, "item")
    assert item.remarks == ["It comes from the address of a colleague. A customer may have written it first."]
    assert not Customer.objects.exists()
    assert not Journey.objects.exists()
    assert not Notice.objects.exists()


def test_a_stranger_is_no_colleague(lindenau: Lindenau) -> None:
    receive(to(OFFICE))
    assert Item.objects.get().remarks == []


@pytest.mark.parametrize("known", ["erika@bücher.example", "erika@xn--bcher-kva.example"])
@pytest.mark.parametrize("sender", ["Erika@Bücher.example", "erika@xn--bcher-kva.example"])
def test_a_contact_is_known_by_both_spellings_of_a_domain(
    lindenau: Lindenau, known: str, sender: str
) -> None:
    journey = lindenau.journey(lindenau.contact(email=known))
    receive(to(INFO, From=f"Erika <{sender}>"))
    assert the_message().subject_id == journey.pk


def test_a_colleague_who_is_a_customer_is_one(lindenau: Lindenau) -> None:
    contact = lindenau.contact("Tom Brandt", "tom@lindenau.example")
    receive(to(INFO, From="tom@lindenau.example"))
    assert Journey.objects.get().contact_id == contact.pk


def test_a_stranger_at_a_mailbox_that_waits(lindenau: Lindenau) -> None:
    assert receive(to(OFFICE)) == 0
    item = Item.objects.get()
    assert (item.state, item.handler_id, item.team_id) == ("waiting", lindenau.tom.pk, lindenau.sales.pk)
    assert (item.sender, item.sender_name, item.title) == ("erika@example.org", "Erika Muster", "Hello")
    assert item.arrived_at == datetime(2026, 11, 2, 7, 15, tzinfo=UTC)
    assert item.due_at == NOW + timedelta(hours=4)
    assert (the_message().outcome, the_message().subject_id) == ("item", item.pk)
    assert kinds(item.pk) == ["item_arrived"]
    assert not Journey.objects.exists()
    assert not Notice.objects.exists()


def test_a_stranger_at_a_mailbox_that_opens(lindenau: Lindenau) -> None:
    assert receive(to(INFO)) == 0
    journey = Journey.objects.get()
    assert journey.need == "There is no hot water since Friday."
    assert journey.opened_at == datetime(2026, 11, 2, 7, 15, tzinfo=UTC)
    assert (journey.owner_id, journey.holder_id, journey.court) == (
        lindenau.tom.pk,
        lindenau.tom.pk,
        "us",
    )
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.customer.name) == (
        "Erika Muster",
        "erika@example.org",
        "Erika Muster",
    )
    letter = Notice.objects.get()
    assert (letter.kind, letter.address, letter.subject_id) == ("received", "erika@example.org", journey.pk)
    assert (the_message().outcome, the_message().subject_id) == ("opened", journey.pk)


def test_a_stranger_at_an_address_that_nobody_set_up(lindenau: Lindenau) -> None:
    assert receive(to("somebody@lindenau.example")) == 0
    item = Item.objects.get()
    assert (item.mailbox, item.handler_id) == (None, lindenau.tom.pk)


def test_the_recipient_of_the_envelope_counts(lindenau: Lindenau) -> None:
    assert receive(to("undisclosed@elsewhere.example"), recipient=INFO.upper()) == 0
    assert Journey.objects.count() == 1


@pytest.mark.parametrize("name", ["out of office", "newsletter", "spam", "no sender"])
def test_automatic_mail_opens_nothing(lindenau: Lindenau, name: str) -> None:
    assert receive(ODD[name]) == 0
    assert not Journey.objects.exists()
    assert not Notice.objects.exists()
    item = Item.objects.get()
    assert item.marks


def test_nothing_that_arrives_vanishes(lindenau: Lindenau) -> None:
    alike = {"one newline", "carriage returns", "mbox line first"}  # repeats of others
    mails = {name: raw for name, raw in ODD.items() if name not in alike}
    for name, raw in mails.items():
        assert receive(raw, recipient=OFFICE) == 0, name
        message = Message.objects.latest("pk")
        assert bytes(message.raw) == raw, name
        assert message.handled_at is not None, name
        assert message.trouble == "", name
        assert Item.objects.get(pk=message.subject_id).state == "waiting", name
    assert Message.objects.count() == Item.objects.count() == len(mails)


# Known ones


def test_a_number_in_the_subject(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact())
    for subject in (
        f"Re: [{number.show(journey.number)}] Hello",
        f"about {journey.number}",
        f"Nr. {journey.number[:4]} {journey.number[4:]}",
    ):
        assert receive(to(OFFICE, Subject=subject, Message_ID=f"<{hash(subject)}@x.example>")) == 0
    assert Touch.objects.filter(journey=journey, incoming=True, channel="mail").count() == 3
    assert not Item.objects.exists()
    journey.refresh_from_db()
    assert journey.court == "us"
    assert NextStep.objects.get(journey=journey, kind="answer").sentence == "Answer Erika Muster"


def test_a_touch_keeps_who_wrote_what_and_when(lindenau: Lindenau) -> None:
    contact = lindenau.contact()
    journey = lindenau.journey(contact)
    with clock.at(NOW + timedelta(hours=1)):
        receive(
            to(OFFICE, Subject=f"[{number.show(journey.number)}] x", Date="Mon, 2 Nov 2026 10:45:00 +0100")
        )
    touch = Touch.objects.get()
    assert (touch.contact_id, touch.at) == (contact.pk, datetime(2026, 11, 2, 9, 45, tzinfo=UTC))
    event = history(journey.pk)[-2:]
    logged = next(e for e in event if e.type == "touch_logged")
    assert (logged.actor_kind, logged.actor_id) == ("customer", contact.pk)
    assert logged.facts["said"] == "There is no hot water since Friday."
    assert logged.facts["source"] == f"message:{the_message().pk}"


def test_a_stranger_who_knows_the_number_is_no_contact(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact())
    receive(to(OFFICE, Subject=f"[{number.show(journey.number)}]", From="Max <max@elsewhere.example>"))
    touch = Touch.objects.get()
    assert touch.contact_id is None
    logged = next(e for e in history(journey.pk) if e.type == "touch_logged")
    assert logged.facts["stranger"] == "Max <max@elsewhere.example>"
    assert logged.actor_kind == "system"


FORGED = "mx.lindenau.example; spf=fail smtp.mailfrom=x; dkim=none; dmarc=fail header.from=example.org"


def test_a_mail_in_somebody_elses_name_is_not_believed(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact())
    subject = f"[{number.show(journey.number)}]"
    receive(to(OFFICE, Subject=subject, Authentication_Results=FORGED))
    assert Touch.objects.get().contact_id is None
    receive(to(INFO, Message_ID="<2@x.example>", Authentication_Results=FORGED))
    item = Item.objects.get()
    assert item.contact_id is None
    assert item.remarks == ["The mail server could not confirm the sender."]
    passed = FORGED.replace("fail", "pass").encode()
    receive(
        b"Authentication-Results: " + passed + b"\n" + to(OFFICE, Subject=subject, Message_ID="<3@x.example>")
    )
    assert Touch.objects.latest("pk").contact_id == journey.contact_id


@pytest.mark.parametrize("gap", [" ", "\t", " via a forum ", ", Eve "])
def test_a_senders_name_is_nobodys_address(lindenau: Lindenau, gap: str) -> None:
    lindenau.journey(lindenau.contact())
    receive(to(OFFICE, From=f"erika@example.org{gap}<eve@evil.example>"))
    item = Item.objects.get()
    assert (the_message().subject_id, item.contact_id) == (item.pk, None)
    assert not Touch.objects.exists()


def test_a_number_behind_the_plus(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact())
    lindenau.journey(lindenau.contact("Other", "other@example.org"))
    receive(to(f"office+{journey.number}@lindenau.example", From="other@example.org"))
    assert the_message().subject_id == journey.pk


def test_an_answer_to_a_letter_of_ours(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact(), acknowledge=True)
    letter = Notice.objects.get()
    receive(to(OFFICE, From="x@elsewhere.example", In_Reply_To=message_id(letter.pk, "old-host.example")))
    receive(
        to(
            OFFICE,
            From="x@elsewhere.example",
            References=thread_id(journey.number, "h.example"),
            Message_ID="<2@x>",
        )
    )
    assert list(Message.objects.values_list("subject_id", flat=True)) == [journey.pk, journey.pk]


def test_an_answer_among_themselves(lindenau: Lindenau) -> None:
    receive(to(INFO))
    receive(
        to(OFFICE, From="colleague@example.org", In_Reply_To="<m1@example.org>", Message_ID="<2@x.example>")
    )
    assert Message.objects.filter(subject_id=Journey.objects.get().pk).count() == 2


def test_a_known_contact_with_one_open_matter(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact())
    receive(to(INFO, Subject="and by the way", From="ERIKA@Example.ORG"))
    assert the_message().subject_id == journey.pk
    assert Journey.objects.count() == 1


def test_a_known_contact_with_several_open_matters(lindenau: Lindenau) -> None:
    contact = lindenau.contact()
    lindenau.journey(contact)
    lindenau.journey(contact, "A leaking tap")
    receive(to(INFO))
    item = Item.objects.get()
    assert (item.state, item.contact_id) == ("waiting", contact.pk)
    assert Journey.objects.count() == 2


def test_a_known_contact_without_any_matter(lindenau: Lindenau) -> None:
    contact = lindenau.contact()
    receive(to(INFO))
    journey = Journey.objects.get()
    assert (journey.customer_id, journey.contact_id) == (contact.customer_id, contact.pk)
    assert Customer.objects.count() == 1


def test_a_number_in_the_letter_counts_for_those_known_there(lindenau: Lindenau) -> None:
    contact = lindenau.contact()
    lindenau.journey(contact, "A leaking tap")
    journey = lindenau.journey(contact)
    body = f"It is about {number.show(journey.number)}, call +49 30 {journey.number}.\n".encode()
    receive(to(OFFICE, body))
    assert the_message().subject_id == journey.pk
    receive(to(OFFICE, body, From="max@elsewhere.example", Message_ID="<2@x.example>"))
    assert Item.objects.count() == 1


# Repeats


def test_a_repeat_changes_nothing(lindenau: Lindenau) -> None:
    assert receive(to(INFO)) == 0
    events = len(history(Journey.objects.get().pk))
    again = b"Received: by another way\nDelivered-To: office@lindenau.example\n" + to(INFO)
    assert receive(again) == 0
    assert receive(again.replace(b"\n", b"\r\n")) == 0
    assert Message.objects.count() == 1
    assert len(history(Journey.objects.get().pk)) == events


def test_a_reused_id_with_other_content_is_kept_and_shown(lindenau: Lindenau) -> None:
    receive(to(OFFICE))
    receive(to(OFFICE, b"Something else.\n", From="max@elsewhere.example"))
    assert list(Message.objects.order_by("pk").values_list("reused_id", flat=True)) == [False, True]
    assert "same Message-ID and other content" in " ".join(Item.objects.order_by("pk")[1].remarks)


def test_mails_without_an_id_are_told_apart_by_their_content(lindenau: Lindenau) -> None:
    receive(to(OFFICE, Message_ID=""))
    receive(to(OFFICE, Message_ID=""))
    receive(to(OFFICE, b"Something else.\n", Message_ID=""))
    assert Message.objects.count() == 2
    assert not Message.objects.filter(reused_id=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_at_once_are_one() -> None:
    set_up()
    barrier = threading.Barrier(4)
    stored: list[store_mail.Received] = []

    def deliver() -> None:
        try:
            barrier.wait(10)
            stored.append(store_mail.store(PLAIN))
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(taken.repeat for taken in stored) == [False, True, True, True]
    assert Message.objects.count() == 1


# When something goes wrong


def test_the_door_asks_for_mail_again_that_it_cannot_store(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: 1 / 0)
    assert receive(PLAIN) == 75
    assert not Message.objects.exists()


def test_stored_mail_is_handled_later(lindenau: Lindenau) -> None:
    store_mail.store(to(INFO))
    assert the_message().handled_at is None
    assert routing.handle_waiting() == 1
    assert the_message().outcome == "opened"
    assert routing.handle_waiting() == 0


def test_before_the_company_is_set_up_mail_is_kept(db: None) -> None:
    assert receive(to(INFO)) == 0
    assert the_message().handled_at is None
    assert the_message().tries == 1
    set_up()
    assert routing.handle_waiting() == 1
    assert Journey.objects.count() == 1


def test_a_mail_that_breaks_us_ends_in_intake(lindenau: Lindenau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routing, "_handle", lambda arrival: 1 / 0)
    assert receive(to(INFO)) == 0
    item = Item.objects.get()
    assert item.remarks == ["It could not be brought where it belongs automatically."]
    assert the_message().trouble.startswith("ZeroDivisionError in intake/commands/routing.py, line ")
    assert not Journey.objects.exists()


# Reports about our letters


def returned(lindenau: Lindenau) -> tuple[Journey, Notice, bytes]:
    journey = lindenau.journey(lindenau.contact(email="gone@example.org"), acknowledge=True)
    letter = Notice.objects.get()
    notices.carried(notice=letter.pk, title="t", text="t", html="", by=SYSTEM)
    report = BOUNCE.replace(
        b"notice-7@wellkept.example", message_id(letter.pk, "w.example").strip("<>").encode()
    )
    return journey, letter, report


def test_a_letter_that_came_back(lindenau: Lindenau) -> None:
    journey, letter, report = returned(lindenau)
    assert receive(report, recipient=OFFICE) == 0
    letter.refresh_from_db()
    assert letter.told_at is None
    assert letter.returned_at == NOW
    assert (the_message().outcome, the_message().subject_id) == ("bounce", journey.pk)
    report_event = next(e for e in history(journey.pk) if e.type == "delivery_report_came")
    assert report_event.facts["why"] == "gone@example.org 5.1.1 550 5.1.1 no such user"
    assert not Touch.objects.exists()


def test_a_letter_that_is_late_has_not_come_back(lindenau: Lindenau) -> None:
    journey, letter, report = returned(lindenau)
    receive(report.replace(b"Action: failed", b"Action: delayed").replace(b"Status: 5.1.1", b"Status: 4.4.1"))
    letter.refresh_from_db()
    assert letter.told_at == NOW
    assert "delivery_report_came" in kinds(journey.pk)


def test_a_report_about_nothing_of_ours_is_for_a_person(lindenau: Lindenau) -> None:
    receive(BOUNCE, recipient=OFFICE)
    assert Item.objects.get().state == "waiting"


def test_an_automatic_answer_is_no_touch(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact(), acknowledge=True)
    letter = Notice.objects.get()
    before = Journey.objects.get().next_step_id
    receive(
        to(
            OFFICE,
            b"I am away.\n",
            Auto_Submitted="auto-replied",
            In_Reply_To=message_id(letter.pk, "x.example"),
        )
    )
    assert not Touch.objects.exists()
    assert (the_message().outcome, kinds(journey.pk)[-1]) == ("automatic", "automatic_mail_came")
    assert Journey.objects.get().next_step_id == before
    assert Notice.objects.count() == 1


# Enclosures


def test_enclosures_are_kept_where_the_mail_ends(lindenau: Lindenau) -> None:
    photo = part(b"\x89PNG", "image/png", Content_Disposition='attachment; filename="boiler.png"')
    empty = part(b"", "image/png", Content_Disposition='attachment; filename="empty.png"')
    receive(multipart(part(b"See the photo.\n"), photo, empty, To=OFFICE))
    item = Item.objects.get()
    assert [p.name for p in files_of(item.pk)] == ["boiler.png"]
    journey = items.open_journey_from(item=item.pk, by=lindenau.by_tom)
    assert [p.name for p in files_of(journey.pk)] == ["boiler.png"]
    assert files_of(item.pk) == []


# Rules


def test_a_rule_sets_aside_and_somebody_answers_for_it(lindenau: Lindenau) -> None:
    rule = standing.make_rule(kind="bulk", why="Newsletters are read by nobody", by=lindenau.by_ana)
    receive(ODD["newsletter"], recipient=INFO)
    item = Item.objects.get()
    assert (item.state, item.rule_id, item.reason) == ("set_aside", rule.pk, "Newsletters are read by nobody")
    (event,) = history(item.pk)
    assert (event.type, event.actor_kind, event.actor_id) == ("item_set_aside", "rule", lindenau.ana.pk)
    assert the_message().outcome == "set_aside"


@pytest.mark.parametrize(
    ("kind", "pattern", "caught"),
    [
        ("sender", "Erika@example.org", True),
        ("sender", "max@example.org", False),
        ("domain", "@example.org", True),
        ("domain", "ample.org", False),
        ("list", "offers", True),
        ("spam", "", True),
        ("bulk", "", True),
    ],
)
def test_rules(lindenau: Lindenau, kind: str, pattern: str, caught: bool) -> None:
    standing.make_rule(kind=kind, pattern=pattern, why="x", by=lindenau.by_ana)
    receive(to(OFFICE, X_Spam_Flag="YES", List_Id="Offers <offers.example.org>"))
    assert Item.objects.get().state == ("set_aside" if caught else "waiting")


def test_a_rule_never_takes_an_answer(lindenau: Lindenau) -> None:
    journey = lindenau.journey(lindenau.contact())
    standing.make_rule(kind="domain", pattern="example.org", why="x", by=lindenau.by_ana)
    receive(to(OFFICE, Subject=f"[{number.show(journey.number)}]"))
    assert the_message().subject_id == journey.pk


def test_a_rule_is_handed_over(lindenau: Lindenau) -> None:
    standing.make_rule(kind="bulk", why="x", by=lindenau.by_ana)
    assert standing.hand_over_rules(person=lindenau.ana.pk, to=lindenau.tom.pk, by=lindenau.by_ana) == 1
    receive(ODD["newsletter"])
    (event,) = history(Item.objects.get().pk)
    assert (event.actor_kind, event.actor_id) == ("rule", lindenau.tom.pk)


def test_an_ended_rule_sets_nothing_aside(lindenau: Lindenau) -> None:
    rule = standing.make_rule(kind="domain", pattern="example.org", why="x", by=lindenau.by_ana)
    with pytest.raises(Refusal, match="answers for the rule"):
        standing.end_rule(rule=rule.pk, by=lindenau.by_tom)
    standing.end_rule(rule=rule.pk, by=lindenau.by_ana)
    receive(to(OFFICE))
    assert Item.objects.get().state == "waiting"


# The law


@transaction.atomic
def at_once(statement: str) -> None:
    """Run the statement and check the deferred constraint now, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS the_handler_of_an_item_is_active IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.law
@pytest.mark.parametrize(
    ("attack", "constraint"),
    [
        ("DELETE FROM message_in", "kept as it arrived"),
        ("UPDATE message_in SET raw = ''", "kept as it arrived"),
        ("UPDATE message_in SET handled_at = NULL, outcome = '', subject_id = NULL", "kept as it arrived"),
        ("DELETE FROM intake_item", "cannot be rewritten"),
        (
            "UPDATE intake_item SET state = 'set_aside', decided_at = now()",
            "somebody_answers_for_what_is_set_aside",
        ),
        (
            "UPDATE intake_item SET state = 'on_journey', decided_at = now()",
            "an_item_waits_or_ended_somewhere",
        ),
        ("UPDATE intake_item SET handler_id = NULL", "null value"),
        ("UPDATE message_in SET subject_id = NULL", "what_is_handled_ended_somewhere"),
    ],
)
def test_a_waiting_item_cannot_be_lost_by_sql(lindenau: Lindenau, attack: str, constraint: str) -> None:
    receive(to(OFFICE))
    with pytest.raises(IntegrityError, match=constraint), as_owner():
        at_once(attack)


@pytest.mark.law
@pytest.mark.django_db(transaction=True)
def test_an_item_changes_with_its_event_only() -> None:
    set_up()
    receive(to(OFFICE))
    with pytest.raises(IntegrityError, match="needs an event in the same transaction"), transaction.atomic():
        Item.objects.update(due_at=NOW + timedelta(days=9))
    with pytest.raises(IntegrityError, match="cannot be rewritten"), as_owner():
        at_once("TRUNCATE message_in CASCADE")


@pytest.mark.law
@pytest.mark.django_db(transaction=True)
def test_the_handler_of_a_waiting_item_cannot_leave() -> None:
    lindenau = set_up()
    receive(to(OFFICE))
    leaving = f"UPDATE person SET active = false, access = false WHERE id = {lindenau.tom.pk}"
    with pytest.raises(IntegrityError, match="the_handler_of_an_item_is_active"):
        at_once(leaving)


def test_a_scanners_footer_does_not_take_the_place_of_the_letter(lindenau: Lindenau) -> None:
    """Their words are the need of the journey, also where a gateway adds a text of its own below the page."""
    page = part(b"<p>No hot water since Friday.</p>", "text/html; charset=utf-8")
    receive(multipart(page, part(b"This mail was scanned.\n"), To=INFO))
    assert Journey.objects.get().need == "No hot water since Friday.\n\nThis mail was scanned."
