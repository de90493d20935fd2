"""Searches that found nothing: kept in somebody's hands, ended in one of three ways, compared with successful
ones.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as casting
from tests.cast import DAY, MONDAY, Cast

from wellkept.events.queries import latest
from wellkept.find import commands
from wellkept.find.models import Counterpart, Miss, SuccessfulSearch
from wellkept.find.normalise import guess_kind, search_key
from wellkept.find.queries import find, misses
from wellkept.journeys.commands.details import make_confidential
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave
from wellkept.people.actor import SYSTEM
from wellkept.people.queries import company
from wellkept.quality.models import Nonconformity

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def recorded(*, limit: int = 1) -> list[str]:
    return [row.type for row in latest(company().pk, limit=limit)]


def events() -> int:
    return len(latest(company().pk, limit=1000))


@pytest.mark.parametrize(
    ("row", "other"),
    [
        ("Bäckerei Lindner", "lindner  BAECKEREI"),
        ("4827-9162", "4827 9162"),
        ("0341 / 555 0142", "03415550142"),
        ("KD 77-19", "kd7719"),
        ("Elmenstraße 14", "14 Elmenstrasse"),
        ("Zanzibar!", "zanzibar"),
    ],
)
def test_spellings_of_one_search_compare_equal(row: str, other: str) -> None:
    assert search_key(row) == search_key(other)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("petra@lindner.example", "email"),
        ("0341 555 0142", "phone"),
        ("+49 341 5550142", "phone"),
        ("A-3391", "old_number"),
        ("77 20419", "old_number"),
        ("Elmenstraße 14", "street"),
        ("the one with the blue door", "other"),
        ("Zanzibar", "other"),
    ],
)
def test_the_kind_of_reference_is_guessed_from_its_form(text: str, kind: str) -> None:
    assert guess_kind(text) == kind


def test_a_miss_waits_for_the_process_owner_with_a_due_time(cast: Cast) -> None:
    miss = commands.note_miss(asked="  Zanzibar  ", by=cast.by("iris"))
    assert (miss.asked, miss.asked_by_id, miss.asked_at) == ("Zanzibar", cast.iris.pk, MONDAY)
    assert (miss.handler_id, miss.due_at) == (cast.ana.pk, MONDAY + 3 * DAY)
    assert recorded() == ["look_up_failed"]
    (line,) = misses.waiting(cast.by("tom"))
    assert (line.times, line.by, line.late, line.kind, line.beside) == (1, ("Iris Falk",), False, "other", ())


def test_a_search_repeated_at_once_is_the_same_miss_and_later_a_new_one(cast: Cast) -> None:
    first = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    assert commands.note_miss(asked="zanzibar ", by=cast.by("iris")) == first
    with clock.at(MONDAY + 11 * MINUTE):
        commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
        commands.note_miss(asked="ZANZIBAR", by=cast.by("tom"))
        (line,) = misses.waiting(cast.by("ana"))
    assert (line.times, line.by, line.miss) == (3, ("Iris Falk", "Tom Brandt"), first)
    assert misses.count_waiting(handlers=[cast.ana.pk]) == 1
    assert misses.count_waiting(handlers=[cast.tom.pk]) == 0


def test_a_miss_ended_as_a_reference_of_a_journey_is_found_next_time(cast: Cast) -> None:
    row = casting.opened(cast)
    assert find("the blue door", by=cast.by("iris")) == []
    miss = commands.note_miss(asked="the blue door", by=cast.by("iris"))
    with clock.at(MONDAY + DAY):
        commands.note_miss(asked="blue door, the", by=cast.by("tom"))
    with clock.at(MONDAY + 2 * DAY):
        assert commands.end_as_reference(miss=miss.pk, journey=row.pk, by=cast.by("mira")) == 2
    assert [row.journey for row in find("the blue door", by=cast.by("iris"))] == [row.pk]
    assert misses.waiting(cast.by("ana")) == []
    (line,) = misses.ended(cast.by("ana"))
    assert line.of is not None
    assert (line.times, line.miss.how, line.of.subject) == (2, "reference", row.pk)
    ended = latest(company().pk, limit=1)[0]
    assert (ended.type, ended.facts["how"], ended.facts["of"]) == ("look_up_ended", "reference", row.pk)
    assert latest(row.pk, limit=1)[0].facts == {"kind": "other", "said": "the blue door"}


def test_a_reference_of_a_customer_finds_all_their_journeys(cast: Cast) -> None:
    first, second = casting.opened(cast), casting.opened(cast)
    miss = commands.note_miss(asked="KD 77-20419", by=cast.by("iris"))
    commands.end_as_reference(miss=miss.pk, customer=cast.bakery.customer.pk, by=cast.by("ana"))
    assert {row.journey for row in find("kd7720419", by=cast.by("iris"))} == {first.pk, second.pk}


def test_a_miss_ended_as_a_nonconformity_has_a_handler_and_a_dated_next_step(cast: Cast) -> None:
    miss = commands.note_miss(asked="Lindner", by=cast.by("iris"))
    commands.end_as_nonconformity(
        miss=miss.pk,
        what="Lindner was not found",
        next_step="Find out why it was not found",
        by=cast.by("tom"),
    )
    row = Nonconformity.objects.get()
    assert (row.handler_id, row.raised_by_id, row.due_at) == (cast.ana.pk, cast.tom.pk, MONDAY + 7 * DAY)
    assert row.next_step == "Find out why it was not found"
    miss.refresh_from_db()
    assert (miss.how, miss.nonconformity_id, miss.ended_by_id) == ("nonconformity", row.pk, cast.tom.pk)


def test_a_miss_that_is_not_ours_needs_a_reason_and_ends_once(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    before = events()
    with pytest.raises(Refusal) as refused:
        commands.end_as_not_ours(miss=miss.pk, why=" ", by=cast.by("ana"))
    assert (refused.value.field, events()) == ("why", before)
    commands.end_as_not_ours(miss=miss.pk, why="They wanted the travel agency", by=cast.by("ana"))
    with pytest.raises(Refusal, match="already looked at this"):
        commands.end_as_not_ours(miss=miss.pk, why="Again", by=cast.by("ana"))
    assert events() == before + 1


@pytest.mark.parametrize("subject", [{}, {"journey": 1, "customer": 2}])
def test_a_reference_needs_exactly_one_subject(cast: Cast, subject: dict[str, int]) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    before = events()
    with pytest.raises(Refusal) as refused:
        commands.end_as_reference(miss=miss.pk, by=cast.by("ana"), **subject)
    miss.refresh_from_db()
    assert (refused.value.field, miss.ended_at, events()) == ("whose", None, before)


def test_a_text_without_letters_or_digits_is_refused_as_a_reference(cast: Cast) -> None:
    row = casting.opened(cast)
    miss = commands.note_miss(asked="???", by=cast.by("iris"))
    with pytest.raises(Refusal) as refused:
        commands.end_as_reference(miss=miss.pk, journey=row.pk, by=cast.by("ana"))
    assert refused.value.field == "said"
    commands.end_as_reference(miss=miss.pk, journey=row.pk, text="blue door", by=cast.by("ana"))
    assert [row.journey for row in find("blue door", by=cast.by("iris"))] == [row.pk]


def test_a_confidential_journey_takes_no_reference_from_people_who_may_not_read_it(cast: Cast) -> None:
    row = casting.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    miss = commands.note_miss(asked="blue door", by=cast.by("iris"))
    before = events()
    with pytest.raises(Refusal, match="confidential"):
        commands.end_as_reference(miss=miss.pk, journey=row.pk, by=cast.by("iris"))
    miss.refresh_from_db()
    assert (miss.ended_at, events()) == (None, before)


def test_only_staff_record_and_end_searches(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    before = events()
    for act in (
        lambda: commands.note_miss(asked="Sansibar", by=SYSTEM),
        lambda: commands.note_successful_search(
            asked="Zanzibar", to=cast.bakery.customer.pk, by=cast.bakery.actor
        ),
        lambda: commands.end_as_not_ours(miss=miss.pk, why="no", by=cast.bakery.actor),
        lambda: commands.end_as_nonconformity(miss=miss.pk, what="x", next_step="y", by=SYSTEM),
    ):
        with pytest.raises(Refusal, match="Only staff"):
            act()
    assert (Miss.objects.count(), SuccessfulSearch.objects.count(), events()) == (1, 0, before)


# Counterparts: successful searches that may have meant the same


@pytest.mark.parametrize(
    ("asked", "found_by"),
    [
        ("Lindner Kessel", "lindner kessel"),
        ("Kessel Lindner", "Lindner, Kessel"),
        ("Lindner Kesel", "Lindner Kessel"),
    ],
)
def test_a_colleagues_success_with_the_same_words_is_a_counterpart(
    cast: Cast, asked: str, found_by: str
) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + 5 * MINUTE):
        commands.note_miss(asked=asked, by=cast.by("iris"))
    with clock.at(MONDAY + DAY):
        commands.note_successful_search(asked=found_by, to=row.pk, by=cast.by("tom"))
        (line,) = misses.waiting(cast.by("ana"))
    assert line.is_fault
    (beside,) = line.beside
    assert (beside.same, beside.asked, beside.to.subject) == (True, found_by, row.pk)
    noted = latest(company().pk, limit=1)[0]
    assert (noted.type, noted.actor_kind, noted.facts["words"]) == ("counterpart_noted", "system", "same")


def test_a_colleagues_earlier_success_is_a_counterpart_too(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + 5 * MINUTE):
        commands.note_successful_search(asked="Lindner Kessel", to=row.pk, by=cast.by("tom"))
    with clock.at(MONDAY + DAY):
        commands.note_miss(asked="Kessel, Lindner", by=cast.by("iris"))
        assert [line.is_fault for line in misses.waiting(cast.by("ana"))] == [True]


def test_different_numbers_are_never_counterparts(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + 5 * MINUTE):
        commands.note_miss(asked="4827-9162", by=cast.by("iris"))
        commands.note_successful_search(asked="4827-9163", to=row.pk, by=cast.by("tom"))
    assert not Counterpart.objects.exists()


def test_a_result_that_did_not_exist_yet_is_no_counterpart(cast: Cast) -> None:
    commands.note_miss(asked="Lindner", by=cast.by("iris"))
    with clock.at(MONDAY + DAY):
        row = casting.opened(cast)
        commands.note_successful_search(asked="Lindner", to=row.pk, by=cast.by("tom"))
    assert not Counterpart.objects.exists()


def test_the_same_persons_next_success_is_a_counterpart_and_ends_with_the_miss(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + MINUTE):
        commands.note_miss(asked="the blue door", by=cast.by("iris"))
    with clock.at(MONDAY + 4 * MINUTE):
        commands.note_successful_search(asked="lindner", to=row.pk, by=cast.by("iris"))
        (line,) = misses.waiting(cast.by("ana"))
    (beside,) = line.beside
    assert (line.is_fault, beside.same, beside.asked, beside.to.subject) == (False, False, "lindner", row.pk)
    with clock.at(MONDAY + 5 * MINUTE):
        commands.end_as_reference(miss=line.miss.pk, journey=beside.to.subject, by=cast.by("ana"))
    assert [row.journey for row in find("blue door", by=cast.by("tom"))] == [row.pk]
    assert [(counterpart.how, counterpart.settled_by_id) for counterpart in Counterpart.objects.all()] == [
        ("ended", cast.ana.pk)
    ]


def test_a_success_an_hour_later_is_no_counterpart(cast: Cast) -> None:
    row = casting.opened(cast)
    commands.note_miss(asked="the blue door", by=cast.by("iris"))
    with clock.at(MONDAY + 60 * MINUTE):
        commands.note_successful_search(asked="lindner", to=row.pk, by=cast.by("iris"))
    assert not Counterpart.objects.exists()


def test_a_search_fault_stands_until_a_person_rejects_the_counterpart(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + MINUTE):
        commands.note_miss(asked="Lindner", by=cast.by("iris"))
        commands.note_successful_search(asked="Lindner", to=row.pk, by=cast.by("tom"))
    with clock.at(MONDAY + 60 * DAY):
        commands.forget_old_searches()
        assert [line.is_fault for line in misses.waiting(cast.by("ana"))] == [True]
        counterpart = Counterpart.objects.get()
        before = events()
        with pytest.raises(Refusal) as refused:
            commands.reject_counterpart(counterpart=counterpart.pk, why="", by=cast.by("ana"))
        assert (refused.value.field, events()) == ("why", before)
        commands.reject_counterpart(
            counterpart=counterpart.pk, why="She meant the other Lindner", by=cast.by("ana")
        )
        (line,) = misses.waiting(cast.by("ana"))
        assert (line.is_fault, line.beside) == (False, ())
        assert recorded() == ["counterpart_rejected"]
        with pytest.raises(Refusal, match="already said so"):
            commands.reject_counterpart(counterpart=counterpart.pk, why="Again", by=cast.by("ana"))


def test_the_list_shows_only_the_number_of_a_confidential_journey(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + MINUTE):
        commands.note_miss(asked="Lindner", by=cast.by("iris"))
        commands.note_successful_search(asked="Lindner", to=row.pk, by=cast.by("tom"))
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    assert [line.beside[0].to.name for line in misses.waiting(cast.by("iris"))] == [""]
    assert [line.beside[0].to.name for line in misses.waiting(cast.by("tom"))] == ["Bäckerei Lindner"]


def test_successful_searches_are_kept_for_a_month_and_once(cast: Cast) -> None:
    for _ in range(2):
        commands.note_successful_search(asked="Lindner", to=cast.bakery.customer.pk, by=cast.by("tom"))
    assert SuccessfulSearch.objects.count() == 1
    with clock.at(MONDAY + 29 * DAY):
        assert commands.forget_old_searches() == 0
    with clock.at(MONDAY + 31 * DAY):
        assert commands.forget_old_searches() == 1
    assert not SuccessfulSearch.objects.exists()


def test_a_successful_search_needs_an_existing_result(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        commands.note_successful_search(asked="Lindner", to=cast.ana.pk, by=cast.by("tom"))
    assert (refused.value.status, SuccessfulSearch.objects.count()) == (404, 0)


# Due time and handler


def test_an_overdue_miss_warns_the_process_owner_once(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    commands.hand_miss(miss=miss.pk, to=cast.mira.pk, by=cast.by("ana"))
    with clock.at(MONDAY + 2 * DAY):
        assert commands.warn_of_overdue() == 0
    with clock.at(MONDAY + 4 * DAY):
        assert (commands.warn_of_overdue(), commands.warn_of_overdue()) == (1, 0)
        assert [line.late for line in misses.waiting(cast.by("ana"))] == [True]
        assert [misses.count_waiting(handlers=[who.pk]) for who in (cast.mira, cast.ana, cast.tom)] == [
            1,
            1,
            0,
        ]
        assert len(misses.waiting(cast.by("ana"), handlers=[cast.ana.pk])) == 1
    overdue = latest(company().pk, limit=1)[0]
    assert (overdue.type, overdue.facts) == ("look_ups_overdue", {"misses": [miss.pk], "warned": cast.ana.pk})


def test_a_leaver_hands_over_their_misses(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    commands.hand_miss(miss=miss.pk, to=cast.iris.pk, by=cast.by("ana"))
    leave(person=cast.iris.pk, by=cast.by("ana"))
    miss.refresh_from_db()
    assert miss.handler_id == cast.ana.pk


def test_a_miss_is_not_passed_to_a_person_who_has_left(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("tom"))
    leave(person=cast.iris.pk, by=cast.by("ana"))
    before = events()
    with pytest.raises(Refusal, match="has left"):
        commands.hand_miss(miss=miss.pk, to=cast.iris.pk, by=cast.by("ana"))
    assert events() == before


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_takes_the_same_statements_for_one_row_and_three(cast: Cast, how_many: int) -> None:
    for n in range(how_many):
        row = casting.opened(cast)
        commands.note_successful_search(asked=f"Kessel {n} im Keller", to=row.pk, by=cast.by("tom"))
        with clock.at(MONDAY + MINUTE):
            commands.note_miss(asked=f"Keller, Kessel {n} im", by=cast.by("iris"))
    by = cast.by("ana")
    with CaptureQueriesContext(connection) as asked:
        assert [line.is_fault for line in misses.waiting(by)] == [True] * how_many
    assert len(asked) == 4  # misses, counterparts, customers, journeys
