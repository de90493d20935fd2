"""Law 3 against plain SQL: a customer's word cannot be called handled, answered or judged without its event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from tests.intake.lindenau import OFFICE, Lindenau
from tests.intake.test_calls import NOW, call, journey_of, petra
from tests.intake.test_samples import adverts
from tests.laws.attacker import record
from tests.laws.conftest import refused
from tests.mail.corpus import mail
from wellkept.customers.models import Contact
from wellkept.events.models import Event
from wellkept.intake.commands import samples as sampling
from wellkept.intake.commands.calls import settle_call
from wellkept.intake.commands.store_mail import keep_message
from wellkept.intake.models import Item, Message, Placing, Sampled
from wellkept.intake.receive import receive
from wellkept.kernel import clock
from wellkept.notices.models import Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law]
MONDAY = datetime(2026, 11, 9, 6, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES = tmp_path
    with clock.at(NOW):
        yield


def run(statement: str, **values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def waiting(lindenau: Lindenau) -> Message:
    """A mail that is stored and not handled yet."""
    with clock.at(NOW):
        stored = keep_message(mail(b"The oven is cold.\n", To=OFFICE), recipient=OFFICE)
    return Message.objects.get(pk=stored.message)


HANDLED = (
    "UPDATE message_in SET handled_at = received_at, outcome = %(outcome)s, subject_id = %(subject)s"
    " WHERE id = %(message)s"
)


@pytest.mark.parametrize("outcome", ["journey", "automatic", "bounce", "opened", "item", "set_aside"])
def test_a_mail_is_not_handled_without_an_event(lindenau: Lindenau, waiting: Message, outcome: str) -> None:
    with refused("every_change_has_its_event"):
        run(HANDLED, message=waiting.pk, outcome=outcome, subject=lindenau.ana.pk)


@pytest.mark.parametrize(
    ("event", "law"),
    [
        ("silence_warned", "the_event_allows_the_change"),
        ("touch_logged", "what_is_handled_says_by_which_event"),
        ("journey_opened", "what_is_handled_says_by_which_event"),
    ],
)
def test_an_event_of_another_matter_handles_no_mail(
    lindenau: Lindenau, waiting: Message, event: str, law: str
) -> None:
    journey = journey_of(lindenau, petra(lindenau)).pk
    with refused(law):
        record(journey, event)
        run(HANDLED, message=waiting.pk, outcome="journey", subject=journey)


def test_a_mail_cannot_arrive_handled(lindenau: Lindenau) -> None:
    with refused("what_is_handled_says_by_which_event"):
        run(
            "INSERT INTO message_in (channel, raw, message_id, content_hash, recipient, received_at, reused_id,"
            " handled_at, outcome, subject_id, tries, trouble) VALUES ('mail', '', 'a', 'a', '', %(now)s, false,"
            " %(now)s, 'bounce', %(subject)s, 0, '{}')",
            now=NOW,
            subject=lindenau.ana.pk,
        )


@pytest.mark.parametrize("change", ["outcome = 'bounce'", "subject_id = (SELECT max(id) FROM subject)"])
def test_where_a_mail_ended_is_not_changed_without_an_event(lindenau: Lindenau, change: str) -> None:
    receive(mail(b"The oven is cold.\n", To=OFFICE), recipient=OFFICE)
    with refused("every_change_has_its_event"):
        run(f"UPDATE message_in SET {change} WHERE handled_at IS NOT NULL")


def test_each_outcome_names_its_message(lindenau: Lindenau, waiting: Message) -> None:
    """The honest way: stored, handled, and then on its journey."""
    from wellkept.intake.commands import items
    from wellkept.intake.commands.routing import handle

    assert handle(waiting.pk)
    item = Item.objects.get()
    journey = items.open_journey_from(item=item.pk, by=lindenau.by_tom)
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.subject_id) == ("opened", journey.pk)
    opened = Event.objects.get(subject=journey.pk, type="journey_opened")
    assert f'"source":"message:{waiting.pk}"' in opened.facts


def test_the_question_about_a_call_is_answered_on_record(lindenau: Lindenau) -> None:
    contact = petra(lindenau)
    journey = journey_of(lindenau, contact)
    taken = call()
    settled = "UPDATE call_placing SET settled_at = %(now)s, settled_by_id = %(who)s"
    with refused("a_call_is_settled_on_record"):
        run(settled, now=NOW, who=lindenau.tom.pk)
    with refused("a_call_is_settled_on_record"):
        record(journey.pk, "silence_warned")
        run(settled, now=NOW, who=lindenau.tom.pk)
    settle_call(message=taken.message, by=lindenau.by_tom)
    assert Event.objects.filter(subject=journey.pk, type="call_confirmed").count() == 1
    with refused("the_record_cannot_be_rewritten"):
        run("UPDATE call_placing SET settled_at = NULL, settled_by_id = NULL")
    assert Placing.objects.get().settled_by_id == lindenau.tom.pk


def test_the_verdict_on_a_sample_is_on_record(lindenau: Lindenau) -> None:
    adverts(lindenau, 2)
    with clock.at(MONDAY):
        sampling.draw_samples()
        with refused("every_change_has_its_event"):
            run('UPDATE sampled_item SET "right" = true, said_at = %(now)s', now=MONDAY)
        with refused("every_change_has_its_event"):
            run(
                "WITH another AS (INSERT INTO rule_sample (person_id, monday, drawn_at, of)"
                " SELECT person_id, monday - 7, drawn_at, of FROM rule_sample RETURNING id, drawn_at)"
                ' INSERT INTO sampled_item (sample_id, item_id, rule_id, "right", said_at)'
                " SELECT another.id, item_id, rule_id, true, drawn_at FROM sampled_item CROSS JOIN another"
            )
        first, second = Sampled.objects.order_by("pk")
        sampling.set_aside_rightly(item=first.item_id, by=lindenau.by_ana)
        sampling.set_aside_wrongly(item=second.item_id, by=lindenau.by_ana)
        with refused("the_record_cannot_be_rewritten"):
            run(
                "UPDATE sampled_item SET item_id = %(item)s WHERE id = %(row)s",
                item=first.item_id,
                row=second.pk,
            )
    assert Event.objects.filter(subject=first.item_id, type="item_set_aside_rightly").count() == 1


@pytest.mark.django_db  # rolled back, and the clock that it sets with it
@pytest.mark.parametrize(
    ("change", "law"),
    [
        ("due_at = NULL", "a_letter_is_tried_or_ended"),
        ("due_at = made_at + interval '20 years'", "a_letter_is_tried_or_ended"),
        ("due_at = '2199-01-01'", "a_letter_is_tried_or_ended"),
    ],
)
def test_a_letter_to_be_sent_cannot_be_put_off_for_ever(lindenau: Lindenau, change: str, law: str) -> None:
    contact = Contact.objects.get(pk=petra(lindenau))
    lindenau.journey(contact, "The oven trips the breaker", acknowledge=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed.set_clock(%s)", [NOW])  # the log's own clock, as the program's
    notice = Notice.objects.filter(channel="mail", due_at__isnull=False).first()
    assert notice is not None
    with refused(law):
        run(f"UPDATE notice SET {change} WHERE id = %(notice)s", notice=notice.pk)
    run("UPDATE notice SET due_at = %(later)s WHERE id = %(n)s", later=NOW + timedelta(days=1), n=notice.pk)
