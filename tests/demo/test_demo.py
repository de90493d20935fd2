"""The demo company, in small: it obeys the laws, it is the same each time, and it is filled once."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from wellkept.customer_page import queries as desk
from wellkept.customers.models import Customer
from wellkept.events.verify import verify
from wellkept.find.queries import find
from wellkept.kernel import clock
from wellkept.people import queries as people
from wellkept_demo import beginnings, cast, library, worktime
from wellkept_demo.around.twins import TWINS
from wellkept_demo.fill import SIZE, Welcome, fill
from wellkept_demo.life import World
from wellkept_demo.staff import Staff, open_the_company
from wellkept_demo.told import HEROES

TODAY = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mailbox() -> None:
    settings.MAILBOX = True


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def count(sql: str) -> int:
    return int(str(rows(sql)[0][0]))


@pytest.mark.django_db(transaction=True)
def test_a_small_fill_obeys_the_laws_and_is_done_once() -> None:
    welcomed: list[Welcome] = []
    done: list[tuple[int, int]] = []

    fill(lambda n, total, what: done.append((n, total)), ready=welcomed.append, size=12, today=TODAY)

    total = len(HEROES) + 12 + 2
    assert done[-1] == (total, total)
    assert [one.customer for one in welcomed] == ["Petra Lindner, Bäckerei Lindner"]
    assert welcomed[0].page.startswith("/my/")
    assert verify().broken is None
    assert count("SELECT count(*) FROM customer") == len(HEROES) + AROUND + 12

    # Nothing is recorded before what its subject had recorded already, nothing after today.
    assert count(_BACKWARDS) == 0
    assert count(f"SELECT count(*) FROM event WHERE recorded_at > '{TODAY.isoformat()}'") == 0
    # What follows was followed on the simulation's clock: no letter is left for the worker.
    assert count("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == 0
    assert count("SELECT count(*) FROM notice WHERE channel = 'mail' AND told_at IS NULL") == 0

    happened = Counter(str(type) for (type,) in rows("SELECT type FROM event"))
    for type in _TOLD:
        assert happened[type] > 0, type
    ended = {str(how) for (how,) in rows("SELECT DISTINCT how FROM ending")}
    assert {"happy", "customer_declined"} <= ended
    assert count("SELECT count(*) FROM handoff WHERE state = 'offered'") >= 2
    assert rows(_WAITING) == [("call", 2), ("form", 3), ("mail", 4)]
    assert {(str(how), count) for how, count in rows(_MISSED)} == {
        ("", 3), ("reference", 1), ("not_ours", 1), ("nonconformity", 1),
    }  # fmt: skip
    assert rows("SELECT words, how FROM search_pair ORDER BY words") == [("other", ""), ("same", "")]
    assert rows("SELECT state FROM import ORDER BY id") == [("done",), ("questions",)]
    assert rows("SELECT state FROM mail_account") == [("paused",)]
    assert count("SELECT count(*) FROM likely_pair WHERE verdict = ''") >= 2
    # Nobody who is told by hand is found by what is told to have been looked for in vain.
    me = people.actor(Staff(TODAY).ids["katrin"])
    with clock.at(TODAY):
        in_vain = rows("SELECT asked FROM search_miss WHERE how = ''")
        assert {str(asked): find(str(asked), by=me) for (asked,) in in_vain} == {
            str(asked): [] for (asked,) in in_vain
        }
    assert count("SELECT count(*) FROM journey WHERE confidential") >= 1
    with clock.at(TODAY):
        # What ended before it came here went silent for nobody; its years lie on an axis that reaches today.
        printer = Customer.objects.get(name="Druckerei Hesse KG")
        view = desk.view(printer.pk, by=me)
        assert [line.went_wrong for line in view.lines] == [[], []]
        assert view.span.end == TODAY

    events = count("SELECT count(*) FROM event")
    fill(size=12, today=TODAY)
    assert count("SELECT count(*) FROM event") == events


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_fill_goes_on_with_the_next_life() -> None:
    class Interrupted(Exception):
        pass

    def until_the_third(done: int, total: int, what: str) -> None:
        if done == 3:
            raise Interrupted

    with pytest.raises(Interrupted):
        fill(until_the_third, size=1, today=TODAY)
    assert count("SELECT count(*) FROM customer") == 3

    fill(size=1, today=TODAY)
    assert count("SELECT count(*) FROM customer") == len(HEROES) + AROUND + 1
    assert verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_and_day_give_the_same_life() -> None:
    open_the_company(TODAY)
    story = next(one for one in cast.stories(12, today=TODAY) if one.channel == "call")
    lives = []
    for _ in range(2):
        beginnings.live(World(staff=Staff(TODAY), today=TODAY), story)
        newest = count("SELECT max(id) FROM customer")
        lives.append(
            rows(
                "SELECT type, happened_at, recorded_at, actor_kind, court FROM event"
                f" WHERE subject_id >= {newest} ORDER BY id"
            )
        )
    assert lives[0] == lives[1]
    assert len(lives[0]) > 3


def test_the_same_seed_and_day_give_the_same_customers() -> None:
    assert cast.stories(60, today=TODAY) == cast.stories(60, today=TODAY)


def test_every_customer_has_a_name_of_their_own_and_none_is_told_by_hand_as_well() -> None:
    names = [cast.key_of(one.who.name) for one in cast.stories(SIZE, today=TODAY)]
    names += [cast.key_of(one.who.name) for one in HEROES]
    assert len(set(names)) == len(names) == SIZE + len(HEROES)


def test_there_are_enough_problems_in_peoples_own_words() -> None:
    needs = [need for topic in library.topics().values() for need in topic.needs]
    assert len(set(needs)) == len(needs) >= 80


def test_each_kind_of_customer_needs_what_such_a_customer_would() -> None:
    for kind in library.customers()["roles"]:
        for language in ("en", "de"):
            topics = library.topics_for(kind, language)
            assert topics, kind
            assert not any("[" in word for topic in topics for word in (*topic.needs, *topic.works))


def test_nobody_works_at_night_or_on_sunday() -> None:
    sunday = datetime(2026, 11, 15, 12, tzinfo=UTC)
    assert worktime.next_working(sunday) == datetime(2026, 11, 16, 7, tzinfo=UTC)
    friday_afternoon = datetime(2026, 11, 13, 15, tzinfo=UTC)
    assert worktime.after(friday_afternoon, 2) == datetime(2026, 11, 16, 8, tzinfo=UTC)


@pytest.mark.skipif(
    not os.environ.get("WELLKEPT_DEMO_FULL"), reason="WELLKEPT_DEMO_FULL=1 fills the whole year"
)
@pytest.mark.django_db(transaction=True)
def test_the_whole_year() -> None:
    fill(today=TODAY)
    assert verify().broken is None
    assert count("SELECT count(*) FROM customer") == len(HEROES) + AROUND + SIZE
    assert count("SELECT count(*) FROM journey") >= 300
    assert count("SELECT count(*) FROM event") >= 8000
    assert {str(how) for (how,) in rows("SELECT DISTINCT how FROM ending")} == {
        "happy", "not_ours", "customer_declined", "no_answer", "cancelled_by_them", "cancelled_by_us",
        "merged", "opened_in_error",
    }  # fmt: skip
    assert count(_BACKWARDS) == 0


AROUND = len(TWINS) + 9  # whom we met twice, and the cards of the old index
_WAITING = "SELECT channel, count(*) FROM intake_item WHERE state = 'waiting' GROUP BY 1 ORDER BY 1"
_MISSED = "SELECT how, count(*) FROM search_miss GROUP BY 1"
_BACKWARDS = """
    SELECT count(*) FROM (
        SELECT recorded_at < lag(recorded_at) OVER (PARTITION BY subject_id ORDER BY seq) AS back FROM event
    ) AS steps WHERE back
"""
_TOLD = (
    "journey_opened", "touch_logged", "read_back_put", "read_back_corrected", "need_confirmed", "triggered",
    "agreement_put", "agreed", "code_sent", "handoff_offered", "handoff_accepted", "handoff_declined",
    "handoff_escalated", "promise_made", "promise_kept", "promise_moved", "promise_broken", "new_date_answered",
    "delivered", "rejected", "accepted", "hold_placed", "hold_lifted", "went_to_rest", "woke", "journey_ended",
    "silence_warned", "went_away", "item_arrived", "item_set_aside", "blueprint_step_done", "reader_named",
    "statement_noted", "seven_answered", "interview_confirmed", "interview_corrected", "answers_taken_up",
    "rhythm_set", "key_customer_marked", "strength_noted",
    "call_placed", "look_up_failed", "look_ups_paired", "look_up_ended", "nonconformity_raised",
    "nonconformity_closed", "customers_merged", "customers_told_apart", "web_form_set", "account_set",
    "import_ran", "export_made", "contact_left",
)  # fmt: skip
