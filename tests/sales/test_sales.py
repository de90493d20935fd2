"""Sales: the need is read back, answered by the customer, and decided on once."""

from __future__ import annotations

import pytest
from tests import cast as people
from tests.cast import Cast
from tests.refused import refused

from wellkept.journeys.evidence import CLICK, Evidence
from wellkept.journeys.models import Journey
from wellkept.sales import commands
from wellkept.sales.queries import read_back_to_answer, read_backs

pytestmark = pytest.mark.django_db


def read_back(cast: Cast, text: str = "The oven trips the breaker") -> Journey:
    row = people.opened(cast)
    commands.read_back(journey=row.pk, text=text, by=cast.by("tom"))
    return people.fresh(row)


def decide(row: Journey, evidence: Evidence = CLICK, **values: object) -> None:
    values = {"by": people.speaker_of(row), "what": "A line", "why": "It helps"} | values
    commands.decide(journey=row.pk, evidence=evidence, **values)  # type: ignore[arg-type]


def test_the_customer_confirms_a_read_back_once(cast: Cast) -> None:
    row = read_back(cast)
    assert row.court == "customer"

    commands.confirm_need(journey=row.pk, by=people.speaker_of(row))

    assert read_back_to_answer(row.pk) is None
    assert people.fresh(row).court == "us"
    with refused("nothing_to_confirm"):
        commands.confirm_need(journey=row.pk, by=people.speaker_of(row))


def test_a_correction_is_answered_by_another_read_back(cast: Cast) -> None:
    row = read_back(cast)
    commands.correct_read_back(journey=row.pk, correction="Two ovens", by=people.speaker_of(row))
    commands.read_back(journey=row.pk, text="Two ovens trip it", by=cast.by("tom"))
    commands.read_back(journey=row.pk, text="Both ovens trip it", by=cast.by("tom"))
    assert [read_back.state for read_back in read_backs(row.pk)] == ["put", "replaced", "corrected"]


def test_a_read_back_needs_words_and_the_right(cast: Cast) -> None:
    row = people.opened(cast)
    with refused("invalid_text"):
        commands.read_back(journey=row.pk, text=" ", by=cast.by("tom"))
    for by in (cast.by("iris"), people.speaker_of(row)):
        with refused("not_yours_to_do"):
            commands.read_back(journey=row.pk, text="The oven", by=by)
    with refused("no_such_journey"):
        commands.confirm_need(journey=row.pk, by=cast.school.actor)


def test_the_decision_calls_for_the_handoff_and_is_recorded_once(cast: Cast) -> None:
    row = people.opened(cast)
    decide(row)
    assert [step.kind for step in row.steps.filter(done_at=None)] == ["complete_handoff"]
    with refused("decided_already"):
        decide(row)
    in_orders = people.in_orders(cast)
    with refused("decided_already"):
        decide(in_orders)


def test_a_decision_says_what_and_how_it_was_given(cast: Cast) -> None:
    row = people.opened(cast)
    with refused("invalid_what"):
        decide(row, what=" ")
    with refused("invalid_evidence"):
        decide(row, by=cast.by("tom"))
    with refused("invalid_evidence"):
        decide(row, evidence=Evidence("paper"))
    with refused("not_yours_to_do"):
        decide(row, by=cast.by("iris"), evidence=Evidence("spoken"))
