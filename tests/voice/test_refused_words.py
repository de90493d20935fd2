"""Impossible statements, meetings and judgements of fit: each is refused at its field, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests import cast as stations
from tests.cast import DAY, MONDAY, Cast
from tests.refused import refused

from wellkept.kernel import clock
from wellkept.leaving.commands.staff import leave
from wellkept.people.actor import Actor
from wellkept.voice.commands import fit, interviews, meetings, read_backs, statements
from wellkept.voice.models import Fit, Interview, Meeting, Statement, Strength
from wellkept.voice.queries.meetings import key_mark_of, rhythm_of
from wellkept.voice.source import Source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"words": " "}, "invalid_words"),
        ({"kind": "joke"}, "invalid_kind"),
        ({"customer": 0}, "no_such_customer"),
        ({"journey": 0}, "invalid_journey"),
        ({"source": Source(contact=0)}, "invalid_contact"),
        ({"source": Source(colleague=0)}, "invalid_told_to"),
        ({"source": Source(at=MONDAY + DAY)}, "in_the_future"),
        ({"replaces": 0}, "no_such_statement"),
    ],
)
def test_a_statement_that_nobody_can_have_made_is_refused(
    cast: Cast, wrong: dict[str, Any], code: str
) -> None:
    statement = {"customer": cast.bakery.customer.pk, "kind": "goal", "words": "Two shops"} | wrong
    with refused(code):
        statements.note_statement(by=cast.by("tom"), **statement)
    assert not Statement.objects.exists()


def test_a_statement_ends_once_with_a_reason(cast: Cast) -> None:
    by = cast.by("tom")
    row = stations.opened(cast)
    statement = statements.note_statement(
        customer=cast.bakery.customer.pk, kind="goal", words="Two shops", journey=row.pk, by=by
    )
    with refused("no_such_statement"):
        statements.end_statement(statement=0, why="Sold", by=by)
    with refused("invalid_why"):
        statements.end_statement(statement=statement.pk, why=" ", by=by)
    statements.end_statement(statement=statement.pk, why="Sold", by=by)
    with refused("ended_already"):
        statements.end_statement(statement=statement.pk, why="Sold", by=by)


def regularly(customer: int, first: datetime, by: Actor, **other: int) -> object:
    return meetings.set_rhythm(customer=customer, next_at=first, by=by, **({"every_days": 9} | other))


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda key, soon, by: regularly(key, soon, by, every_days=0), "invalid_every_days"),
        (lambda key, _, by: regularly(key, MONDAY, by), "in_the_past"),
        (lambda key, soon, by: regularly(key, soon, by, person=0), "invalid_person"),
        (lambda key, _, by: meetings.hold_meeting(customer=key, words=" ", by=by), "invalid_words"),
        (lambda key, _, by: meetings.hold_meeting(customer=key, words="Hello", by=by), "no_rhythm"),
        (lambda key, _, by: meetings.end_rhythm(customer=key, why="Sold", by=by), "no_rhythm"),
        (lambda key, soon, by: meetings.move_meeting(customer=key, next_at=soon, why=" ", by=by), "invalid_why"),
        (lambda key, _, by: meetings.mark_key_customer(customer=key, why=" ", by=by), "invalid_why"),
        (lambda key, _, by: meetings.unmark_key_customer(customer=key, why="Sold", by=by), "no_key_customer"),
    ],
    ids=["no days", "past", "nobody", "no words", "not regular", "no end", "no reason", "no mark", "no key customer"],
)  # fmt: skip
def test_a_meeting_that_cannot_be_is_refused(cast: Cast, act: Callable[..., object], code: str) -> None:
    with refused(code):
        act(cast.bakery.customer.pk, clock.now() + DAY, cast.by("ana"))
    assert (rhythm_of(cast.bakery.customer.pk), Meeting.objects.count()) == (None, 0)


def test_the_next_meeting_is_after_this_one(cast: Cast) -> None:
    key, by = cast.bakery.customer.pk, cast.by("tom")
    meetings.set_rhythm(customer=key, every_days=30, next_at=clock.now() + DAY, by=by)
    with refused("invalid_next_at"):
        meetings.hold_meeting(customer=key, words="Hello", next_at=clock.now(), by=by)
    meetings.hold_meeting(customer=key, words="Hello", by=by)
    rhythm = rhythm_of(key)
    assert rhythm is not None
    assert rhythm.next_at == clock.now() + 30 * DAY


def test_meetings_and_key_customers_of_a_leaver_go_to_their_successor(cast: Cast) -> None:
    key, by = cast.bakery.customer.pk, cast.by("ana")
    meetings.set_rhythm(customer=key, every_days=30, next_at=clock.now() + DAY, person=cast.lea.pk, by=by)
    meetings.mark_key_customer(customer=key, why="Three shops", person=cast.lea.pk, by=by)
    leave(person=cast.lea.pk, by=by)
    rhythm, mark = rhythm_of(key), key_mark_of(key)
    assert rhythm is not None
    assert mark is not None
    assert cast.lea.pk not in (rhythm.person_id, mark.person_id)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"asks": " "}, "invalid_asks"),
        ({"verdict": "perhaps"}, "invalid_verdict"),
        ({"verdict": "not_ours"}, "invalid_why"),
        ({"verdict": "partly", "why": "A roof", "who_can_help": "Dach"}, "invalid_how_to_reach"),
        ({"verdict": "partly", "why": "A roof", "how_to_reach": "0341 7"}, "invalid_who_can_help"),
        ({"who_can_help": "Dach", "how_to_reach": "0341 7"}, "invalid_who_can_help"),
        ({"strengths": [0]}, "invalid_strengths"),
    ],
)
def test_a_judgement_that_helps_nobody_is_refused(cast: Cast, wrong: dict[str, Any], code: str) -> None:
    row = stations.opened(cast)
    with refused(code):
        fit.judge_fit(journey=row.pk, by=cast.by("tom"), **({"asks": "A line", "verdict": "ours"} | wrong))
    assert not Fit.objects.exists()


def test_a_strength_is_in_the_list_once_and_leaves_it_once(cast: Cast) -> None:
    by = cast.by("ana")
    row = fit.note_strength(words="Lines for ovens", by=by)
    with refused("a_strength_stands_once"):
        fit.note_strength(words=" Lines for ovens ", by=by)
    fit.end_strength(strength=row.pk, why="Nobody can", by=by)
    with refused("no_such_strength"):
        fit.end_strength(strength=row.pk, why="Nobody can", by=by)
    assert Strength.objects.get().ended_why == "Nobody can"


def planned(cast: Cast, when: datetime, **other: Any) -> Interview:
    plan: dict[str, Any] = {
        "customer": cast.bakery.customer.pk, "contact": cast.bakery.contact.pk, "planned_for": when,
        "interviewers": interviews.Interviewers(asks=cast.tom.pk, writes=cast.olga.pk), "by": cast.by("tom"),
    }  # fmt: skip
    return interviews.plan_interview(**(plan | other))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"interviewers": interviews.Interviewers(asks=0)}, "invalid_asks"),
        ({"interviewers": interviews.Interviewers(writes=0)}, "invalid_writes"),
        ({"interviewers": interviews.ALONE}, "invalid_writes"),
        ({"contact": 0}, "invalid_contact"),
        ({"journey": 0}, "invalid_journey"),
    ],
)
def test_an_interview_that_cannot_take_place_is_not_planned(
    cast: Cast, wrong: dict[str, Any], code: str
) -> None:
    with refused(code):
        planned(cast, clock.now() + DAY, **wrong)
    assert not Interview.objects.exists()


def test_an_interview_is_held_and_read_back_in_its_order(cast: Cast) -> None:
    row, by = planned(cast, clock.now() + DAY), cast.by("tom")
    with refused("not_held"):
        read_backs.read_interview_back(interview=row.pk, text="You want two shops", by=by)
    with refused("in_the_future"):
        interviews.hold_interview(
            interview=row.pk, answers={"success": "Two shops"}, held_at=clock.now() + DAY, by=by
        )
    interviews.hold_interview(interview=row.pk, answers={"success": "Two shops"}, by=by)
    with refused("over_already"):
        interviews.move_interview(interview=row.pk, planned_for=clock.now() + DAY, by=by)
    with refused("invalid_text"):
        read_backs.read_interview_back(interview=row.pk, text=" ", by=by)
