"""Two customers turn out to be one: what each told us goes along, and comes back when it is undone."""

from __future__ import annotations

import pytest
from tests import cast as stations
from tests.cast import DAY, Cast, Party
from tests.laws.conftest import refused

from wellkept.duplicates.commands.merging import merge
from wellkept.duplicates.commands.undoing import undo
from wellkept.kernel import clock
from wellkept.voice.commands import interviews, knowing, meetings, reading_back, statements
from wellkept.voice.models import Answer, Interview, InterviewReadBack, Knowing, Meeting, Rhythm, Statement

pytestmark = pytest.mark.django_db

MODELS = (Statement, Knowing, Interview, Answer, InterviewReadBack, Rhythm, Meeting)


def told(cast: Cast, party: Party) -> None:
    by, customer, contact = cast.by("tom"), party.customer.pk, party.contact.pk
    statements.note_statement(customer=customer, kind="goal", words="Two", told_by=contact, by=by)
    statements.note_statement(customer=customer, kind="goal", words="Three", by=by)
    knowing.answer_seven(customer=customer, question="exist", answer="yes", told_by=contact, by=by)
    row = interviews.plan_interview(
        customer=customer,
        contact=contact,
        planned_for=clock.now(),
        asks=cast.tom.pk,
        writes=cast.olga.pk,
        by=by,
    )
    interviews.hold_interview(interview=row.pk, answers={"success": "Two"}, by=by)
    reading_back.read_interview_back(interview=row.pk, text="Two", by=by)
    meetings.set_rhythm(customer=customer, every_days=9, next_at=clock.now() + DAY, contact=contact, by=by)
    meetings.hold_meeting(customer=customer, said="Well", by=by)


def whose() -> list[set[int]]:
    return [set(model.objects.values_list("customer_id", flat=True)) for model in MODELS]  # type: ignore[attr-defined]


def test_everything_goes_along_and_comes_back(cast: Cast) -> None:
    told(cast, cast.school)
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    made = merge(keep=keep, away=away, by=cast.by("ana"))
    assert whose() == [{keep}] * len(MODELS)
    back = InterviewReadBack.objects.get()
    reading_back.confirm_interview(read_back=back.pk, by=cast.school.actor)  # their word counts as before
    undo(merge=made.pk, by=cast.by("ana"))
    assert whose() == [{away}] * len(MODELS)


def test_two_rhythms_are_one_too_many(cast: Cast) -> None:
    for party in (cast.bakery, cast.school):
        meetings.set_rhythm(
            customer=party.customer.pk, every_days=9, next_at=clock.now() + DAY, by=cast.by("tom")
        )
    with refused("one_rhythm_at_a_time"):
        merge(keep=cast.bakery.customer.pk, away=cast.school.customer.pk, by=cast.by("ana"))
    meetings.end_rhythm(customer=cast.school.customer.pk, why="One is enough", by=cast.by("tom"))
    merge(keep=cast.bakery.customer.pk, away=cast.school.customer.pk, by=cast.by("ana"))
    assert stations.opened(cast).customer_id == cast.bakery.customer.pk
