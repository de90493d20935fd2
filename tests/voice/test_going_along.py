"""Two customers turn out to be one: what each told us goes along, and comes back when it is undone."""

from __future__ import annotations

import pytest
from tests import cast as stations
from tests.cast import DAY, Cast, Party

from wellkept.duplicates.commands.merge import merge, merge_all
from wellkept.duplicates.commands.undo import undo
from wellkept.events.models import Event
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.voice.commands import interviews, meetings, read_backs, seven, statements
from wellkept.voice.commands.interviews import Interviewers
from wellkept.voice.models import (
    Answer,
    Interview,
    InterviewReadBack,
    KeyCustomer,
    Knowing,
    Meeting,
    Rhythm,
    Statement,
)
from wellkept.voice.source import Source

pytestmark = pytest.mark.django_db

MODELS = (Statement, Knowing, Interview, Answer, InterviewReadBack, Rhythm, Meeting)


def told(cast: Cast, party: Party) -> None:
    by, customer, contact = cast.by("tom"), party.customer.pk, party.contact.pk
    statements.note_statement(
        customer=customer, kind="goal", words="Two", source=Source(contact=contact), by=by
    )
    statements.note_statement(customer=customer, kind="goal", words="Three", by=by)
    seven.answer_seven(
        customer=customer, question="exist", answer="yes", source=Source(contact=contact), by=by
    )
    row = interviews.plan_interview(
        customer=customer,
        contact=contact,
        planned_for=clock.now(),
        interviewers=Interviewers(asks=cast.tom.pk, writes=cast.olga.pk),
        by=by,
    )
    interviews.hold_interview(interview=row.pk, answers={"success": "Two"}, by=by)
    read_backs.read_interview_back(interview=row.pk, text="Two", by=by)
    meetings.set_rhythm(customer=customer, every_days=9, next_at=clock.now() + DAY, contact=contact, by=by)
    meetings.hold_meeting(customer=customer, words="Well", by=by)


def customers_of_rows() -> list[set[int]]:
    return [set(model.objects.values_list("customer_id", flat=True)) for model in MODELS]  # type: ignore[attr-defined]


def test_everything_goes_along_and_comes_back(cast: Cast) -> None:
    told(cast, cast.school)
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    created = merge(keep=keep, away=away, by=cast.by("ana"))
    assert customers_of_rows() == [{keep}] * len(MODELS)
    back = InterviewReadBack.objects.get()
    read_backs.confirm_interview(read_back=back.pk, by=cast.school.actor)  # their word counts as before
    undo(merge=created.pk, by=cast.by("ana"))
    assert customers_of_rows() == [{away}] * len(MODELS)


def test_of_two_rhythms_a_person_says_which_goes_on(cast: Cast) -> None:
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    for customer, days in ((keep, 9), (away, 30)):
        meetings.set_rhythm(customer=customer, every_days=days, next_at=clock.now() + DAY, by=cast.by("tom"))
    before = Event.objects.count()
    with pytest.raises(Refusal) as refusal:
        merge(keep=keep, away=away, by=cast.by("ana"))
    assert (refusal.value.code, refusal.value.field) == ("one_of_each", "rhythm_of")
    assert refusal.value.sentence == "We meet both Schule am Park and Bäckerei Lindner regularly."
    assert (Event.objects.count(), Rhythm.objects.filter(ended_at__isnull=False).count()) == (before, 0)
    created = merge(keep=keep, away=away, rhythm_of=away, by=cast.by("ana"))
    assert in_force() == [(keep, 30)]
    undo(merge=created.pk, by=cast.by("ana"))
    assert in_force() == [(keep, 9), (away, 30)]


def test_of_two_key_marks_too_and_an_undoing_that_finds_another_leaves_it(cast: Cast) -> None:
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    for customer, person in ((keep, cast.tom), (away, cast.ana)):
        meetings.mark_key_customer(customer=customer, why="Half of it", person=person.pk, by=cast.by("ana"))
    with pytest.raises(Refusal) as refusal:
        merge(keep=keep, away=away, by=cast.by("tom"))
    assert refusal.value.field == "mark_of"
    created = merge(keep=keep, away=away, mark_of=keep, by=cast.by("tom"))
    [mark] = KeyCustomer.objects.filter(ended_at__isnull=True)
    assert (mark.customer_id, mark.person_id) == (keep, cast.tom.pk)
    undo(merge=created.pk, by=cast.by("tom"))
    marks = KeyCustomer.objects.filter(ended_at__isnull=True).order_by("customer_id")
    assert [(row.customer_id, row.person_id) for row in marks] == [(keep, cast.tom.pk), (away, cast.ana.pk)]


def test_of_three_each_comes_back_in_whatever_order_they_are_undone(cast: Cast) -> None:
    third = stations.party("Hort am Park", "Eva Neu", by=cast.by("tom")).customer.pk
    keep, away = cast.bakery.customer.pk, cast.school.customer.pk
    for customer, days in ((keep, 9), (away, 30), (third, 60)):
        meetings.set_rhythm(customer=customer, every_days=days, next_at=clock.now() + DAY, by=cast.by("tom"))
    for order in ((0, 1), (1, 0)):
        created = merge_all(keep=keep, away=[away, third], rhythm_of=third, by=cast.by("ana"))
        assert in_force() == [(keep, 60)]
        for place in order:
            undo(merge=created[place].pk, by=cast.by("ana"))
        assert in_force() == [(keep, 9), (away, 30), (third, 60)], order


def in_force() -> list[tuple[int, int]]:
    results = Rhythm.objects.filter(ended_at__isnull=True).order_by("customer_id")
    return list(results.values_list("customer_id", "every_days"))
