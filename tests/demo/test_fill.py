"""A small demo company: it obeys the laws, it is reproducible, and a second fill changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import override_settings
from tests.size import LONG, size

from wellkept.customer_page import queries as desk
from wellkept.customers.models import Customer
from wellkept.find.queries import find
from wellkept.kernel import clock
from wellkept.people import queries as people
from wellkept.verification.queries import verify
from wellkept_demo import arrival, stories, texts, working_hours
from wellkept_demo.company import set_up_company
from wellkept_demo.fill import SIZE, Welcome, fill
from wellkept_demo.office.duplicate_customers import DUPLICATES
from wellkept_demo.scripts import JOURNEYS
from wellkept_demo.simulation import World
from wellkept_demo.staff import Staff

TODAY = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
CUSTOMERS = size(2, 12)  # beside those told by hand


@pytest.fixture(autouse=True)
def mailbox() -> Iterator[None]:
    with override_settings(MAILBOX=True):
        yield


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def count(sql: str) -> int:
    return int(str(rows(sql)[0][0]))


class Interrupted(Exception):
    pass


def interrupt_at_the_third(done: int, total: int, what: str) -> None:
    if done == 3:
        raise Interrupted


@pytest.mark.django_db(transaction=True)
def test_a_small_fill_that_was_interrupted_goes_on_obeys_the_laws_and_is_done_once() -> None:
    welcomes: list[Welcome] = []
    done: list[tuple[int, int]] = []
    with pytest.raises(Interrupted):
        fill(interrupt_at_the_third, size=CUSTOMERS, today=TODAY)
    assert count("SELECT count(*) FROM customer") == 3

    fill(lambda n, total, what: done.append((n, total)), ready=welcomes.append, size=CUSTOMERS, today=TODAY)

    total = len(JOURNEYS) + CUSTOMERS + 2
    assert done[-1] == (total, total)
    assert [welcome.customer for welcome in welcomes] == ["Petra Lindner, Bäckerei Lindner"]
    assert welcomes[0].page.startswith("/my/")
    assert verify().broken is None
    assert count("SELECT count(*) FROM customer") == len(JOURNEYS) + OFFICE + CUSTOMERS

    # The events of a subject are in order, and none is after today.
    assert count(_BACKWARDS) == 0
    assert count(f"SELECT count(*) FROM event WHERE recorded_at > '{TODAY.isoformat()}'") == 0
    # Reactions ran on the simulation's clock: no letter is left for the worker.
    assert count("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == 0
    assert count("SELECT count(*) FROM notice WHERE channel = 'mail' AND told_at IS NULL") == 0

    event_types = Counter(str(type) for (type,) in rows("SELECT type FROM event"))
    for type in _RECORDED:
        assert event_types[type] > 0, type
    ended = {str(how) for (how,) in rows("SELECT DISTINCT how FROM ending")}
    assert {"happy", "customer_declined"} <= ended
    assert count("SELECT count(*) FROM handoff WHERE state = 'offered'") >= 2
    assert rows(_WAITING) == [("call", 2), ("form", 3), ("mail", 4)]
    assert {(str(how), count) for how, count in rows(_MISSED)} == {
        ("", 3), ("reference", 1), ("not_ours", 1), ("nonconformity", 1),
    }  # fmt: skip
    assert rows("SELECT words, how FROM search_counterpart ORDER BY words") == [("other", ""), ("same", "")]
    assert rows("SELECT state FROM import ORDER BY id") == [("done",), ("questions",)]
    assert rows("SELECT state FROM mail_account") == [("paused",)]
    assert count("SELECT count(*) FROM likely_pair WHERE verdict = ''") >= 2
    # A search that found nothing in the demo's history still finds nothing.
    me = people.actor(Staff(TODAY).ids["katrin"])
    with clock.at(TODAY):
        unsuccessful = rows("SELECT asked FROM search_miss WHERE how = ''")
        assert {str(asked): find(str(asked), by=me) for (asked,) in unsuccessful} == {
            str(asked): [] for (asked,) in unsuccessful
        }
    assert count("SELECT count(*) FROM journey WHERE confidential") >= 1
    with clock.at(TODAY):
        # A journey that ended in the old system never went silent; the time axis reaches today.
        printer = Customer.objects.get(name="Druckerei Hesse KG")
        view = desk.view(printer.pk, by=me)
        assert [line.went_wrong for line in view.lines] == [[], []]
        assert view.span.end == TODAY

    events = count("SELECT count(*) FROM event")
    fill(size=CUSTOMERS, today=TODAY)
    assert count("SELECT count(*) FROM event") == events


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_and_day_give_the_same_history() -> None:
    set_up_company(TODAY)
    generated = stories.generate_stories(12, today=TODAY)
    story = next(story for story in generated if story.channel == "call")
    histories = []
    for _ in range(2):
        arrival.simulate(World(staff=Staff(TODAY), today=TODAY), story)
        newest = count("SELECT max(id) FROM customer")
        histories.append(
            rows(
                "SELECT type, happened_at, recorded_at, actor_kind, court FROM event"
                f" WHERE subject_id >= {newest} ORDER BY id"
            )
        )
    assert histories[0] == histories[1]
    assert len(histories[0]) > 3


def test_the_same_seed_and_day_give_the_same_customers() -> None:
    assert stories.generate_stories(60, today=TODAY) == stories.generate_stories(60, today=TODAY)


def test_every_customer_has_a_different_name() -> None:
    names = [stories.key_of(story.profile.name) for story in stories.generate_stories(SIZE, today=TODAY)]
    names += [stories.key_of(scripted.profile.name) for scripted in JOURNEYS]
    assert len(set(names)) == len(names) == SIZE + len(JOURNEYS)


def test_there_are_at_least_80_different_needs() -> None:
    needs = [need for topic in texts.topics().values() for need in topic.needs]
    assert len(set(needs)) == len(needs) >= 80


def test_every_kind_of_customer_has_topics_in_both_languages() -> None:
    for kind in texts.customers()["roles"]:
        for language in ("en", "de"):
            topics = texts.topics_for(kind, language)
            assert {topic.language for topic in topics} == {language}, kind
            assert not any("[" in word for topic in topics for word in (*topic.needs, *topic.works))


def test_nobody_works_at_night_or_on_sunday() -> None:
    sunday = datetime(2026, 11, 15, 12, tzinfo=UTC)
    assert working_hours.next_moment(sunday) == datetime(2026, 11, 16, 7, tzinfo=UTC)
    friday_afternoon = datetime(2026, 11, 13, 15, tzinfo=UTC)
    assert working_hours.add_hours(friday_afternoon, 2) == datetime(2026, 11, 16, 8, tzinfo=UTC)


@pytest.mark.long
@pytest.mark.skipif(not LONG, reason="the whole year is filled in `make long`")
@pytest.mark.django_db(transaction=True)
def test_the_whole_year() -> None:
    fill(today=TODAY)
    assert verify().broken is None
    assert count("SELECT count(*) FROM customer") == len(JOURNEYS) + OFFICE + SIZE
    assert count("SELECT count(*) FROM journey") >= 300
    assert count("SELECT count(*) FROM event") >= 8000
    assert {str(how) for (how,) in rows("SELECT DISTINCT how FROM ending")} == {
        "happy", "not_ours", "customer_declined", "no_answer", "cancelled_by_them", "cancelled_by_us",
        "merged", "opened_in_error",
    }  # fmt: skip
    assert count(_BACKWARDS) == 0


OFFICE = len(DUPLICATES) + 9  # duplicates, and the customers of the card index
_WAITING = "SELECT channel, count(*) FROM intake_item WHERE state = 'waiting' GROUP BY 1 ORDER BY 1"
_MISSED = "SELECT how, count(*) FROM search_miss GROUP BY 1"
_BACKWARDS = """
    SELECT count(*) FROM (
        SELECT recorded_at < lag(recorded_at) OVER (PARTITION BY subject_id ORDER BY seq) AS back FROM event
    ) AS steps WHERE back
"""
_RECORDED = (
    "journey_opened", "touch_logged", "read_back_put", "read_back_corrected", "need_confirmed", "triggered",
    "agreement_put", "agreed", "code_sent", "handoff_offered", "handoff_accepted", "handoff_declined",
    "handoff_escalated", "promise_made", "promise_kept", "promise_moved", "promise_broken", "new_date_answered",
    "part_delivered", "item_installed",
    "delivered", "rejected", "accepted", "hold_placed", "hold_lifted", "went_to_rest", "woke", "journey_ended",
    "silence_warned", "went_away", "item_arrived", "item_set_aside", "blueprint_step_done", "reader_named",
    "statement_noted", "seven_answered", "interview_confirmed", "interview_corrected", "answers_taken_up",
    "rhythm_set", "key_customer_marked", "strength_noted",
    "call_placed", "look_up_failed", "counterpart_noted", "look_up_ended", "nonconformity_raised",
    "nonconformity_closed", "customers_merged", "customers_told_apart", "web_form_set", "account_set",
    "import_ran", "export_made", "contact_left",
)  # fmt: skip
