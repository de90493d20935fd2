"""Two sessions at once, one of them by plain SQL: what was read back, taken up or asked stays."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.cast import Cast
from tests.laws.conftest import refused
from tests.race import race
from tests.voice.test_interviews import held, planned

from wellkept.events.commands import Entry, record
from wellkept.kernel.refusal import Refusal
from wellkept.people.actor import SYSTEM
from wellkept.voice.commands import interviews, questions, read_backs
from wellkept.voice.facts import InterviewAnswered
from wellkept.voice.models import Answer, Interview, QuestionSet, Statement

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.law]
NEW_ANSWER = (
    "INSERT INTO interview_answer (customer_id, interview_id, question_id, words, noted_at, noted_by_id)"
    " SELECT a.customer_id, a.interview_id, q.id, 'Later', a.noted_at, a.noted_by_id FROM interview_answer a"
    " JOIN interview i ON i.id = a.interview_id JOIN question q ON q.set_id = i.question_set_id"
    " WHERE NOT EXISTS (SELECT FROM interview_answer b WHERE b.question_id = q.id) LIMIT 1"
)
OTHER_WORDS = "UPDATE interview_answer SET words = 'Other words' WHERE words = 'A second shop'"


def late(act: Callable[[], Any], sql: str, customer: int, question: str) -> list[Any]:
    """Race the act against a statement that is run, with its event, when the act is done and not committed."""
    is_done = threading.Event()

    def first() -> None:
        act()
        is_done.set()

    def second() -> None:
        assert is_done.wait(10)
        with connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount == 1
        if question:
            fact = InterviewAnswered(interview=1, question=question, words="Later")
            record(Entry(customer, fact), by=SYSTEM.by)

    return race(first, second)


@pytest.mark.parametrize("sql", [NEW_ANSWER, OTHER_WORDS], ids=["new", "changed"])
def test_no_answer_slips_in_while_it_is_read_back(cast: Cast, sql: str) -> None:
    row = held(cast)
    before = list(Answer.objects.order_by("pk").values_list("pk", "words"))
    act = lambda: read_backs.read_interview_back(  # noqa: E731
        interview=row.pk, text="You want a second shop", by=cast.by("tom")
    )
    first, second = late(act, sql, row.customer_id, "success")
    assert first is None
    assert "what_was_read_back_stays" in reason(second)
    assert list(Answer.objects.order_by("pk").values_list("pk", "words")) == before


def test_no_answer_changes_while_it_is_taken_up(cast: Cast) -> None:
    row = held(cast)
    answer = Answer.objects.get(words="A second shop")
    act = lambda: interviews.take_up_answers(  # noqa: E731
        interview=row.pk, kinds={answer.pk: "goal"}, by=cast.by("tom")
    )
    first, second = late(act, OTHER_WORDS, row.customer_id, "success")
    assert first is None
    assert "what_was_read_back_stays" in reason(second)
    assert Statement.objects.get().words == Answer.objects.get(pk=answer.pk).words


def test_no_question_slips_in_while_somebody_is_asked(cast: Cast) -> None:
    sql = (
        "INSERT INTO question (set_id, place, key, ask, listen_for, becomes)"
        " SELECT id, 99, 'late', 'Late?', '', '' FROM question_set ORDER BY id DESC LIMIT 1"
    )
    planned(cast)
    source = QuestionSet.objects.get(key="any").source + '\n[[question]]\nkey = "more"\nask = "More?"\n'
    questions.load_questions(key="any", source=source, by=cast.by("ana"))
    first, second = late(lambda: planned(cast), sql, cast.bakery.customer.pk, "")
    assert first is None
    assert "questions_that_were_asked_stay" in reason(second)
    assert not QuestionSet.objects.filter(questions__key="late").exists()


def test_no_question_slips_in_behind_an_old_view() -> None:
    """A transaction that does not see what others commit adds none: somebody may be asked by then."""
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(psycopg.IntegrityError) as refusal:
            other.execute(
                "INSERT INTO question (set_id, place, key, ask, listen_for, becomes)"
                " VALUES (1, 99, 'late', 'Late?', '', 'goal')"
            )
    assert refusal.value.diag.constraint_name == "questions_that_were_asked_stay"


def test_no_question_is_added_without_its_set(cast: Cast) -> None:
    """Also not to questions that nobody was asked yet."""
    questions.shelf(by=cast.by("ana"))
    assert not Interview.objects.exists()
    sql = (
        "INSERT INTO question (set_id, place, key, ask, listen_for, becomes)"
        " SELECT id, 99, 'late', 'Late?', '', 'goal' FROM question_set ORDER BY id LIMIT 1"
    )
    with refused("questions_come_with_their_set"), connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount == 1


def reason(ended: Any) -> str:
    """Name the law that refused."""
    assert isinstance(ended, Exception), ended
    return (
        ended.code
        if isinstance(ended, Refusal)
        else str(getattr(ended.__cause__, "diag", ended).constraint_name)
    )
