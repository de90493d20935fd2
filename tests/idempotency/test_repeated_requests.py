"""A request that comes twice changes nothing, also when both come at once; too many are turned away."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from wellkept.events.commands import Entry, open_subject, record
from wellkept.idempotency.commands import Answer, count, fingerprint_of, forget_old, once
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import SYSTEM
from wellkept.people.facts import CompanySetUp


@pytest.mark.django_db
def test_the_same_request_gets_the_same_answer_and_nothing_happens_again():
    done: list[int] = []

    def act() -> Answer:
        done.append(1)
        return Answer(201, b'{"a": 1}', "application/json")

    first = once(caller="token:1", key="k", asks=[b"POST", b"/x", b"body"], act=act)
    again = once(caller="token:1", key="k", asks=[b"POST", b"/x", b"body"], act=act)
    once(caller="token:2", key="k", asks=[b"POST", b"/x", b"body"], act=act)

    assert (again.status, again.body, again.content_type) == (first.status, first.body, first.content_type)
    assert (first.repeated, again.repeated, len(done)) == (False, True, 2)


@pytest.mark.django_db
def test_another_request_under_a_used_key_is_refused():
    once(caller="token:1", key="k", asks=[b"a"], act=lambda: Answer(201))

    with pytest.raises(Refusal) as refused:
        once(caller="token:1", key="k", asks=[b"b"], act=lambda: Answer(201))

    assert (refused.value.code, refused.value.status) == ("key_used", 422)
    assert fingerprint_of([b"ab", b"c"]) != fingerprint_of([b"a", b"bc"])


@pytest.mark.django_db
def test_a_refused_request_may_be_repeated():
    def refuse() -> Answer:
        raise Refusal("no", "No.")

    with pytest.raises(Refusal):
        once(caller="token:1", key="k", asks=[b"a"], act=refuse)

    assert once(caller="token:1", key="k", asks=[b"a"], act=lambda: Answer(204)).repeated is False


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_waits_and_says_the_same():
    inside, waited = threading.Event(), threading.Event()
    answers: list[Answer] = []

    def slowly() -> Answer:
        inside.set()
        waited.wait(10)
        return Answer(201, b"first")

    def ask(act: object) -> None:
        answers.append(once(caller="token:1", key="k", asks=[b"a"], act=act))  # type: ignore[arg-type]
        connection.close()

    thread = threading.Thread(target=ask, args=[slowly])
    thread.start()
    inside.wait(10)
    two = threading.Thread(target=ask, args=[lambda: Answer(201, b"second")])
    two.start()
    two.join(0.3)
    assert two.is_alive(), "the second waits"
    waited.set()
    thread.join(10)
    two.join(10)

    assert [(answer.body, answer.repeated) for answer in answers] == [(b"first", False), (b"first", True)]


@pytest.mark.django_db
def test_one_too_many_is_turned_away_until_the_time_has_passed():
    now = clock.now()
    with clock.at(now):
        for _ in range(3):
            count(what="code", who="link:1", at_most=3, within=timedelta(hours=1))
        with pytest.raises(Refusal) as refused:
            count(what="code", who="link:1", at_most=3, within=timedelta(hours=1))
        count(what="code", who="link:2", at_most=3, within=timedelta(hours=1))
    with clock.at(now + timedelta(hours=1, seconds=1)):
        count(what="code", who="link:1", at_most=3, within=timedelta(hours=1))

    assert refused.value.status == 429


@pytest.mark.django_db
def test_old_answers_and_counts_are_forgotten():
    once(caller="token:1", key="k", asks=[b"a"], act=lambda: Answer(204))
    count(what="code", who="link:1", at_most=3, within=timedelta(hours=1))

    assert forget_old() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert forget_old() == 1  # an answer stays until the log has gone on for a week
        record(Entry(open_subject("company"), CompanySetUp(name="Kept", process_owner=1)), by=SYSTEM.by)
        assert forget_old() == 1


@pytest.mark.django_db
def test_counts_from_before_the_clock_was_set_back_lock_nobody_out() -> None:
    hour, at = timedelta(hours=1), datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    with clock.at(at):
        for _ in range(3):
            count(what="forms", who="somebody", at_most=3, within=hour)
        with pytest.raises(Refusal):
            count(what="forms", who="somebody", at_most=3, within=hour)
    with clock.at(at - hour):
        count(what="forms", who="somebody", at_most=3, within=hour)
