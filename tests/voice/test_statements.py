"""Statements: in the customer's words, current until they are replaced or no longer true, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import cast as stations
from tests.cast import DAY, Cast

from wellkept.events.queries import history
from wellkept.journeys.commands.details import make_confidential
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.people.models import Person
from wellkept.voice.commands.seven import answer_seven
from wellkept.voice.commands.statements import end_statement, note_statement
from wellkept.voice.models import Knowing, Statement
from wellkept.voice.queries import statements
from wellkept.voice.source import Source

pytestmark = pytest.mark.django_db


def length(cast: Cast) -> int:
    return len(history(cast.bakery.customer.pk))


def test_a_statement_keeps_its_speaker_listener_time_and_journey(cast: Cast) -> None:
    row = stations.opened(cast)
    at = clock.now() - 2 * DAY
    created = note_statement(
        customer=cast.bakery.customer.pk,
        kind="pressure",
        words="  The bank looks in June ",
        source=Source(contact=cast.bakery.contact.pk, colleague=cast.lea.pk, at=at),
        journey=row.pk,
        by=cast.by("tom"),
    )
    assert (created.words, created.told_at, created.told_to_id, created.journey_id) == (
        "The bank looks in June",
        at,
        cast.lea.pk,
        row.pk,
    )
    event = history(cast.bakery.customer.pk)[-1]
    assert (event.type, event.happened, event.facts["words"]) == ("statement_noted", at, created.words)


def test_words_give_way_to_other_words_and_stay_to_be_read(cast: Cast) -> None:
    customer, by = cast.bakery.customer.pk, cast.by("tom")
    first = note_statement(customer=customer, kind="goal", words="Two shops", by=by)
    second = note_statement(customer=customer, kind="goal", words="Three shops", replaces=first.pk, by=by)
    end_statement(statement=second.pk, why="They sold the bakery", by=by)
    assert [
        (statement.words, statement.superseded_by_id, statement.ended_why)
        for statement in statements.statements(customer)
    ] == [
        ("Three shops", None, "They sold the bakery"),
        ("Two shops", second.pk, ""),
    ]
    before = length(cast)
    for again in (
        lambda: end_statement(statement=second.pk, why="Again", by=by),
        lambda: note_statement(customer=customer, kind="goal", words="X", replaces=first.pk, by=by),
    ):
        with pytest.raises(Refusal) as refusal:
            again()
        assert refusal.value.code == "ended_already"
    assert length(cast) == before
    assert Statement.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"words": " "}, "words"),
        ({"kind": "wish"}, "kind"),
        ({"source": Source(at=clock.now() + timedelta(days=400))}, "told_at"),
        ({"source": "school"}, "contact"),
        ({"journey": "school"}, "journey"),
        ({"source": "gone"}, "told_to"),
    ],
)
def test_an_impossible_statement_is_refused_at_its_field(
    cast: Cast, change: dict[str, object], field: str
) -> None:
    values: dict[str, object] = {"kind": "goal", "words": "Two shops", **change}
    if values.get("source") == "school":
        values["source"] = Source(contact=cast.school.contact.pk)
    if values.get("journey") == "school":
        values["journey"] = stations.opened(cast, of=cast.school).pk
    if values.get("source") == "gone":
        Person.objects.filter(pk=cast.iris.pk)
        values["source"] = Source(colleague=999_999)
    before = length(cast)
    with pytest.raises(Refusal) as refusal:
        note_statement(customer=cast.bakery.customer.pk, by=cast.by("tom"), **values)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert (length(cast), Statement.objects.count()) == (before, 0)


def test_a_confidential_journey_is_named_by_its_readers_only(cast: Cast) -> None:
    row = stations.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    with pytest.raises(Refusal) as refusal:
        note_statement(
            customer=cast.bakery.customer.pk, kind="goal", words="X", journey=row.pk, by=cast.by("iris")
        )
    assert (refusal.value.status, Statement.objects.count()) == (403, 0)


def test_a_customer_and_a_reading_key_note_nothing(cast: Cast) -> None:
    from dataclasses import replace

    for by in (cast.bakery.actor, replace(cast.by("tom"), scopes=frozenset({"read"}))):
        with pytest.raises(Refusal) as refusal:
            note_statement(customer=cast.bakery.customer.pk, kind="goal", words="X", by=by)
        assert refusal.value.status == 403
    assert Statement.objects.count() == 0


def test_the_seven_keep_every_answer_and_the_latest_counts(cast: Cast) -> None:
    customer, by = cast.bakery.customer.pk, cast.by("tom")
    answer_seven(customer=customer, question="satisfied", answer="yes", words="It bakes", by=by)
    answer_seven(
        customer=customer,
        question="satisfied",
        answer="no",
        source=Source(contact=cast.bakery.contact.pk),
        by=by,
    )
    answers = statements.seven(customer)
    assert list(answers) == ["exist", "capabilities", "need", "satisfied", "fix", "better", "whom"]
    assert {key: row.answer for key, row in answers.items() if row} == {"satisfied": "no"}
    assert [answer.words for answer in statements.answers_to("satisfied", customer=customer)] == [
        "",
        "It bakes",
    ]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"question": "eighth", "answer": "yes"}, "question"),
        ({"question": "exist", "answer": "maybe"}, "answer"),
        ({"question": "fix", "answer": "yes"}, "words"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(cast: Cast, answers: dict[str, str], field: str) -> None:
    before = length(cast)
    with pytest.raises(Refusal) as refusal:
        answer_seven(customer=cast.bakery.customer.pk, by=cast.by("tom"), **answers)
    assert refusal.value.field == field
    assert (length(cast), Knowing.objects.count()) == (before, 0)
