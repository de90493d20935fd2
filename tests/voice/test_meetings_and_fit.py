"""Meetings always have a next date, key customers without one are shown, and an honest "not ours" ends well."""

from __future__ import annotations

import pytest
from tests import cast as stations
from tests.cast import DAY, Cast, fresh

from wellkept.customer_page.voice import endings_of, sources
from wellkept.endings.commands import not_ours
from wellkept.events.queries import history
from wellkept.journeys.models import Ending
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave
from wellkept.messages.commands import carry_due
from wellkept.notices.models import Notice
from wellkept.people.commands import go_away, name_deputy
from wellkept.people.queries import hands_of
from wellkept.voice.commands import fit, interviews, meetings
from wellkept.voice.commands.interviews import Interviewers
from wellkept.voice.models import Fit, KeyCustomer, Rhythm, Strength
from wellkept.voice.queries.meetings import in_hands, key_mark_of, rhythm_of, to_do
from wellkept.voice.queries.statements import fit_of

pytestmark = pytest.mark.django_db


def rhythm(cast: Cast, **known: object) -> Rhythm:
    return meetings.set_rhythm(
        **{  # type: ignore[arg-type]
            "customer": cast.bakery.customer.pk,
            "every_days": 30,
            "next_at": clock.now() + 5 * DAY,
            "person": cast.jonas.pk,
            "by": cast.by("tom"),
            **known,
        }
    )


def test_a_meeting_held_brings_the_next(cast: Cast) -> None:
    rhythm(cast)
    customer = cast.bakery.customer.pk
    with clock.at(clock.now() + 6 * DAY):
        meeting = meetings.hold_meeting(customer=customer, words="All is well", by=cast.by("jonas"))
        now = rhythm_of(customer)
        assert now is not None
        assert (now.next_at, meeting.due_at) == (clock.now() + 30 * DAY, clock.now() - DAY)
        meetings.move_meeting(
            customer=customer, next_at=clock.now() + 9 * DAY, why="Holiday", by=cast.by("tom")
        )
        meetings.end_rhythm(customer=customer, why="They moved away", by=cast.by("tom"))
    assert rhythm_of(customer) is None
    assert [event.type for event in history(customer)][-4:] == [
        "rhythm_set", "meeting_held", "meeting_moved", "rhythm_ended",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "field"),
    [({"every_days": 0}, "every_days"), ({"next_at": "before"}, "next_at"), ({"person": 10**6}, "person")],
)
def test_a_rhythm_that_cannot_be_is_refused(cast: Cast, change: dict[str, object], field: str) -> None:
    if change.get("next_at") == "before":
        change = {"next_at": clock.now()}
    before = len(history(cast.bakery.customer.pk))
    with pytest.raises(Refusal) as refusal:
        rhythm(cast, **change)
    assert refusal.value.field == field
    assert (len(history(cast.bakery.customer.pk)), Rhythm.objects.count()) == (before, 0)


def test_an_overdue_meeting_stands_on_the_desk_of_its_person_and_of_who_stands_in(cast: Cast) -> None:
    rhythm(cast)
    with clock.at(clock.now() + 6 * DAY):
        assert [(task.what, task.name) for task in to_do([cast.jonas.pk])] == [
            ("meeting", "Bäckerei Lindner")
        ]
        assert to_do([cast.lea.pk]) == []
        name_deputy(person=cast.jonas.pk, deputy=cast.lea.pk, by=cast.by("ana"))
        go_away(person=cast.jonas.pk, since=clock.now(), until=None, by=cast.by("ana"))
        assert [task.whose for task in to_do(hands_of(cast.lea.pk).people())] == ["Jonas Weber"]


def test_a_key_customer_without_a_next_meeting_stands_on_the_process_owners_desk(cast: Cast) -> None:
    customer = cast.bakery.customer.pk
    meetings.mark_key_customer(customer=customer, why="Three shops", person=cast.tom.pk, by=cast.by("ana"))
    assert [task.what for task in to_do([cast.ana.pk])] == ["no_rhythm"]
    rhythm(cast)
    assert to_do([cast.ana.pk]) == []
    meetings.end_rhythm(customer=customer, why="Too often", by=cast.by("tom"))
    assert [task.what for task in to_do([cast.ana.pk])] == ["no_rhythm"]
    meetings.unmark_key_customer(customer=customer, why="One shop only", by=cast.by("ana"))
    assert (to_do([cast.ana.pk]), key_mark_of(customer)) == ([], None)


def test_a_seller_may_not_mark_key_customers_nor_note_strengths(cast: Cast) -> None:
    for act in (
        lambda: meetings.mark_key_customer(customer=cast.bakery.customer.pk, why="X", by=cast.by("tom")),
        lambda: fit.note_strength(words="X", by=cast.by("tom")),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.status == 403
    assert (KeyCustomer.objects.count(), Strength.objects.count()) == (0, 0)


def test_a_colleague_who_leaves_hands_over_meetings_and_interviews(cast: Cast) -> None:
    rhythm(cast)
    meetings.mark_key_customer(
        customer=cast.bakery.customer.pk, why="X", person=cast.jonas.pk, by=cast.by("ana")
    )
    interviews.plan_interview(
        customer=cast.bakery.customer.pk,
        contact=cast.bakery.contact.pk,
        planned_for=clock.now() + DAY,
        interviewers=Interviewers(asks=cast.ana.pk, writes=cast.jonas.pk),
        by=cast.by("ana"),
    )
    theirs = in_hands(cast.jonas.pk)
    assert (theirs.meetings, theirs.keys) == (2, 1)
    leave(person=cast.jonas.pk, by=cast.by("ana"))
    theirs = in_hands(cast.jonas.pk)
    assert (theirs.meetings, theirs.keys) == (0, 0)


def test_the_list_of_what_we_are_good_at(cast: Cast) -> None:
    row = fit.note_strength(words="Lines for ovens", by=cast.by("ana"))
    with pytest.raises(Refusal) as refusal:
        fit.note_strength(words="Lines for ovens", by=cast.by("ana"))
    assert refusal.value.field == "words"
    fit.end_strength(strength=row.pk, why="Nobody can any more", by=cast.by("ana"))
    fit.note_strength(words="Lines for ovens", by=cast.by("ana"))
    assert Strength.objects.filter(ended_at__isnull=True).count() == 1


def test_not_ours_says_who_can_help_and_ends_well(cast: Cast) -> None:
    row = stations.opened(cast)
    strength = fit.note_strength(words="Lines for ovens", by=cast.by("ana"))
    fit.judge_fit(
        journey=row.pk,
        asks="A roof",
        verdict="partly",
        why="No roofers",
        strengths=[strength.pk],
        by=cast.by("tom"),
    )
    not_ours(
        journey=row.pk,
        why="We do no roofs",
        asks="A roof",
        who_can_help="Dach Sommer",
        how_to_reach="0341 77",
        by=cast.by("tom"),
    )
    judged = fit_of(row.pk)
    assert judged is not None
    assert (judged.verdict, judged.helper_name, judged.helper_contact) == (
        "not_ours",
        "Dach Sommer",
        "0341 77",
    )
    ending = Ending.objects.get(journey=row)
    assert ending.notice_id == judged.notice_id
    assert Notice.objects.get(pk=judged.notice_id).facts["who_can_help"] == "Dach Sommer, 0341 77"
    assert fresh(row).state == "ended"
    # Counted as good once they were told.
    assert endings_of(row.customer_id).good == 0
    from django.test import override_settings

    with override_settings(MAILBOX=True):
        carry_due()
    assert "Dach Sommer, 0341 77" in Notice.objects.get(pk=judged.notice_id).text
    assert (endings_of(row.customer_id).good, endings_of(row.customer_id).all) == (1, 1)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"verdict": "perhaps"}, "verdict"),
        ({"verdict": "not_ours"}, "why"),
        ({"verdict": "not_ours", "why": "X", "who_can_help": "Y"}, "how_to_reach"),
        ({"verdict": "not_ours", "why": "X", "how_to_reach": "Y"}, "who_can_help"),
        ({"verdict": "ours", "who_can_help": "Y", "how_to_reach": "1"}, "who_can_help"),
        ({"verdict": "ours", "strengths": [999_999]}, "strengths"),
    ],
)
def test_a_fit_that_says_too_little_is_refused(cast: Cast, answers: dict[str, object], field: str) -> None:
    row = stations.opened(cast)
    before = len(history(row.pk))
    with pytest.raises(Refusal) as refusal:
        fit.judge_fit(journey=row.pk, asks="A roof", by=cast.by("tom"), **answers)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert (len(history(row.pk)), Fit.objects.count()) == (before, 0)


def test_how_they_heard_of_us_is_counted_by_source(cast: Cast) -> None:
    from wellkept.customers.commands import add_customer, change

    change(
        customer=cast.bakery.customer.pk,
        heard_through="recommended",
        heard_of_us="Her sister",
        by=cast.by("tom"),
    )
    add_customer(name="Aal & Sohn", heard_through="recommended", by=cast.by("tom"))
    stations.put(cast)
    assert [
        (source.through, source.customers, source.journeys, source.agreed)
        for source in sources(by=cast.by("iris"))
    ] == [
        ("recommended", 2, 1, 0),
        ("", 1, 0, 0),
    ]
