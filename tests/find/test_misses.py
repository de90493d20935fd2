"""What was asked for and not found: kept, in somebody's hands, ended in one of three ways; set beside what found it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast as casting
from tests.cast import DAY, MONDAY, Cast

from wellkept.events.queries import latest
from wellkept.find import commands
from wellkept.find.models import Led, Miss, Pair
from wellkept.find.normalise import asked_for, fitting
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
    return [one.type for one in latest(company().pk, limit=limit)]


def events() -> int:
    return len(latest(company().pk, limit=1000))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bäckerei Lindner", "lindner  BAECKEREI"),
        ("4827-9162", "4827 9162"),
        ("0341 / 555 0142", "03415550142"),
        ("KD 77-19", "kd7719"),
        ("Elmenstraße 14", "14 Elmenstrasse"),
        ("Zanzibar!", "zanzibar"),
    ],
)
def test_the_same_was_asked(one: str, other: str) -> None:
    assert asked_for(one) == asked_for(other)


@pytest.mark.parametrize(
    ("said", "kind"),
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
def test_words_show_what_kind_of_reference_they_would_be(said: str, kind: str) -> None:
    assert fitting(said) == kind


def test_it_waits_in_the_process_owners_hands_with_a_clock(cast: Cast) -> None:
    miss = commands.note_miss(asked="  Zanzibar  ", by=cast.by("iris"))
    assert (miss.asked, miss.asked_by_id, miss.asked_at) == ("Zanzibar", cast.iris.pk, MONDAY)
    assert (miss.handler_id, miss.due_at) == (cast.ana.pk, MONDAY + 3 * DAY)
    assert recorded() == ["look_up_failed"]
    (line,) = misses.waiting(cast.by("tom"))
    assert (line.times, line.by, line.late, line.kind, line.beside) == (1, ("Iris Falk",), False, "other", ())


def test_the_same_question_again_is_the_same_look_up_and_later_another(cast: Cast) -> None:
    first = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    assert commands.note_miss(asked="zanzibar ", by=cast.by("iris")) == first
    with clock.at(MONDAY + 11 * MINUTE):
        commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
        commands.note_miss(asked="ZANZIBAR", by=cast.by("tom"))
        (line,) = misses.waiting(cast.by("ana"))
    assert (line.times, line.by, line.miss) == (3, ("Iris Falk", "Tom Brandt"), first)
    assert misses.count_waiting(handlers=[cast.ana.pk]) == 1
    assert misses.count_waiting(handlers=[cast.tom.pk]) == 0


def test_as_a_reference_of_a_journey_it_is_found_next_time(cast: Cast) -> None:
    row = casting.opened(cast)
    assert find("the blue door", by=cast.by("iris")) == []
    miss = commands.note_miss(asked="the blue door", by=cast.by("iris"))
    with clock.at(MONDAY + DAY):
        commands.note_miss(asked="blue door, the", by=cast.by("tom"))
    assert commands.end_as_reference(miss=miss.pk, journey=row.pk, by=cast.by("mira")) == 2
    assert [one.journey for one in find("the blue door", by=cast.by("iris"))] == [row.pk]
    assert misses.waiting(cast.by("ana")) == []
    (line,) = misses.ended(cast.by("ana"))
    assert line.of is not None
    assert (line.times, line.miss.how, line.of.subject) == (2, "reference", row.pk)
    ended = latest(company().pk, limit=1)[0]
    assert (ended.type, ended.facts["how"], ended.facts["of"]) == ("look_up_ended", "reference", row.pk)
    assert latest(row.pk, limit=1)[0].facts == {"kind": "other", "said": "the blue door"}


def test_as_a_reference_of_a_customer_it_finds_all_of_theirs(cast: Cast) -> None:
    first, second = casting.opened(cast), casting.opened(cast)
    miss = commands.note_miss(asked="KD 77-20419", by=cast.by("iris"))
    commands.end_as_reference(miss=miss.pk, customer=cast.bakery.customer.pk, by=cast.by("ana"))
    assert {one.journey for one in find("kd7720419", by=cast.by("iris"))} == {first.pk, second.pk}


def test_as_a_nonconformity_it_has_a_handler_and_a_dated_next_step(cast: Cast) -> None:
    miss = commands.note_miss(asked="Lindner", by=cast.by("iris"))
    commands.end_as_nonconformity(miss=miss.pk, by=cast.by("tom"))
    row = Nonconformity.objects.get()
    assert (row.handler_id, row.raised_by_id, row.due_at) == (cast.ana.pk, cast.tom.pk, MONDAY + 7 * DAY)
    assert row.next_step == "Find out why it was not found"
    miss.refresh_from_db()
    assert (miss.how, miss.nonconformity_id, miss.ended_by_id) == ("nonconformity", row.pk, cast.tom.pk)


def test_it_was_not_ours_for_a_reason(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    before = events()
    with pytest.raises(Refusal) as no:
        commands.end_as_not_ours(miss=miss.pk, why=" ", by=cast.by("ana"))
    assert (no.value.field, events()) == ("why", before)
    commands.end_as_not_ours(miss=miss.pk, why="They wanted the travel agency", by=cast.by("ana"))
    with pytest.raises(Refusal, match="looked at this already"):
        commands.end_as_not_ours(miss=miss.pk, why="Again", by=cast.by("ana"))
    assert events() == before + 1


@pytest.mark.parametrize("whose", [{}, {"journey": 1, "customer": 2}])
def test_words_are_somebodys(cast: Cast, whose: dict[str, int]) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    before = events()
    with pytest.raises(Refusal) as no:
        commands.end_as_reference(miss=miss.pk, by=cast.by("ana"), **whose)
    miss.refresh_from_db()
    assert (no.value.field, miss.ended_at, events()) == ("whose", None, before)


def test_what_cannot_be_compared_is_no_reference(cast: Cast) -> None:
    row = casting.opened(cast)
    miss = commands.note_miss(asked="???", by=cast.by("iris"))
    with pytest.raises(Refusal) as no:
        commands.end_as_reference(miss=miss.pk, journey=row.pk, by=cast.by("ana"))
    assert no.value.field == "said"
    commands.end_as_reference(miss=miss.pk, journey=row.pk, said="blue door", by=cast.by("ana"))
    assert [one.journey for one in find("blue door", by=cast.by("iris"))] == [row.pk]


def test_a_confidential_journey_takes_no_words_from_who_may_not_read_it(cast: Cast) -> None:
    row = casting.opened(cast)
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    miss = commands.note_miss(asked="blue door", by=cast.by("iris"))
    before = events()
    with pytest.raises(Refusal, match="confidential"):
        commands.end_as_reference(miss=miss.pk, journey=row.pk, by=cast.by("iris"))
    miss.refresh_from_db()
    assert (miss.ended_at, events()) == (None, before)


def test_nobody_but_staff_looks_up_or_ends(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    before = events()
    for act in (
        lambda: commands.note_miss(asked="Sansibar", by=SYSTEM),
        lambda: commands.note_led(asked="Zanzibar", to=cast.bakery.customer.pk, by=cast.bakery.actor),
        lambda: commands.end_as_not_ours(miss=miss.pk, why="no", by=cast.bakery.actor),
        lambda: commands.end_as_nonconformity(miss=miss.pk, by=SYSTEM),
    ):
        with pytest.raises(Refusal, match="Only staff"):
            act()
    assert (Miss.objects.count(), Led.objects.count(), events()) == (1, 0, before)


# Two searches side by side


@pytest.mark.parametrize(
    ("asked", "found_by"),
    [
        ("Lindner Kessel", "lindner kessel"),
        ("Kessel Lindner", "Lindner, Kessel"),
        ("Lindner Kesel", "Lindner Kessel"),
    ],
)
def test_a_colleague_found_with_the_same_words_what_another_did_not(
    cast: Cast, asked: str, found_by: str
) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + 5 * MINUTE):
        commands.note_miss(asked=asked, by=cast.by("iris"))
    with clock.at(MONDAY + DAY):
        commands.note_led(asked=found_by, to=row.pk, by=cast.by("tom"))
        (line,) = misses.waiting(cast.by("ana"))
    assert line.is_fault
    (beside,) = line.beside
    assert (beside.same, beside.asked, beside.to.subject) == (True, found_by, row.pk)
    paired = latest(company().pk, limit=1)[0]
    assert (paired.type, paired.actor_kind, paired.facts["words"]) == ("look_ups_paired", "system", "same")


def test_also_when_the_colleague_was_first(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + 5 * MINUTE):
        commands.note_led(asked="Lindner Kessel", to=row.pk, by=cast.by("tom"))
    with clock.at(MONDAY + DAY):
        commands.note_miss(asked="Kessel, Lindner", by=cast.by("iris"))
        assert [line.is_fault for line in misses.waiting(cast.by("ana"))] == [True]


def test_of_two_numbers_each_is_another(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + 5 * MINUTE):
        commands.note_miss(asked="4827-9162", by=cast.by("iris"))
        commands.note_led(asked="4827-9163", to=row.pk, by=cast.by("tom"))
    assert not Pair.objects.exists()


def test_what_was_not_there_yet_is_no_fault(cast: Cast) -> None:
    commands.note_miss(asked="Lindner", by=cast.by("iris"))
    with clock.at(MONDAY + DAY):
        row = casting.opened(cast)
        commands.note_led(asked="Lindner", to=row.pk, by=cast.by("tom"))
    assert not Pair.objects.exists()


def test_who_found_nothing_and_minutes_later_something_meant_the_same(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + MINUTE):
        commands.note_miss(asked="the blue door", by=cast.by("iris"))
    with clock.at(MONDAY + 4 * MINUTE):
        commands.note_led(asked="lindner", to=row.pk, by=cast.by("iris"))
        (line,) = misses.waiting(cast.by("ana"))
    (beside,) = line.beside
    assert (line.is_fault, beside.same, beside.asked, beside.to.subject) == (False, False, "lindner", row.pk)
    commands.end_as_reference(miss=line.miss.pk, journey=beside.to.subject, by=cast.by("ana"))
    assert [one.journey for one in find("blue door", by=cast.by("tom"))] == [row.pk]
    assert [(pair.how, pair.settled_by_id) for pair in Pair.objects.all()] == [("ended", cast.ana.pk)]


def test_an_hour_later_it_was_something_else(cast: Cast) -> None:
    row = casting.opened(cast)
    commands.note_miss(asked="the blue door", by=cast.by("iris"))
    with clock.at(MONDAY + 60 * MINUTE):
        commands.note_led(asked="lindner", to=row.pk, by=cast.by("iris"))
    assert not Pair.objects.exists()


def test_it_is_a_fault_until_a_person_says_otherwise(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + MINUTE):
        commands.note_miss(asked="Lindner", by=cast.by("iris"))
        commands.note_led(asked="Lindner", to=row.pk, by=cast.by("tom"))
    with clock.at(MONDAY + 60 * DAY):
        commands.forget_led()
        assert [line.is_fault for line in misses.waiting(cast.by("ana"))] == [True]
        pair = Pair.objects.get()
        before = events()
        with pytest.raises(Refusal) as no:
            commands.say_otherwise(pair=pair.pk, why="", by=cast.by("ana"))
        assert (no.value.field, events()) == ("why", before)
        commands.say_otherwise(pair=pair.pk, why="She meant the other Lindner", by=cast.by("ana"))
        (line,) = misses.waiting(cast.by("ana"))
        assert (line.is_fault, line.beside) == (False, ())
        assert recorded() == ["pair_set_right"]
        with pytest.raises(Refusal, match="said so already"):
            commands.say_otherwise(pair=pair.pk, why="Again", by=cast.by("ana"))


def test_of_a_confidential_journey_the_list_says_its_number_only(cast: Cast) -> None:
    row = casting.opened(cast)
    with clock.at(MONDAY + MINUTE):
        commands.note_miss(asked="Lindner", by=cast.by("iris"))
        commands.note_led(asked="Lindner", to=row.pk, by=cast.by("tom"))
    make_confidential(journey=row.pk, confidential=True, by=cast.by("tom"))
    assert [line.beside[0].to.name for line in misses.waiting(cast.by("iris"))] == [""]
    assert [line.beside[0].to.name for line in misses.waiting(cast.by("tom"))] == ["Bäckerei Lindner"]


def test_searches_are_forgotten_after_a_month_and_one_is_noted_once(cast: Cast) -> None:
    for _ in range(2):
        commands.note_led(asked="Lindner", to=cast.bakery.customer.pk, by=cast.by("tom"))
    assert Led.objects.count() == 1
    with clock.at(MONDAY + 29 * DAY):
        assert commands.forget_led() == 0
    with clock.at(MONDAY + 31 * DAY):
        assert commands.forget_led() == 1
    assert not Led.objects.exists()


def test_a_search_leads_to_something_that_there_is(cast: Cast) -> None:
    with pytest.raises(Refusal) as no:
        commands.note_led(asked="Lindner", to=cast.ana.pk, by=cast.by("tom"))
    assert (no.value.status, Led.objects.count()) == (404, 0)


# Its clock and its hands


def test_nobody_looked_in_time(cast: Cast) -> None:
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
    told = latest(company().pk, limit=1)[0]
    assert (told.type, told.facts) == ("look_ups_overdue", {"misses": [miss.pk], "warned": cast.ana.pk})


def test_who_leaves_hands_over_what_they_would_have_looked_at(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("iris"))
    commands.hand_miss(miss=miss.pk, to=cast.iris.pk, by=cast.by("ana"))
    leave(person=cast.iris.pk, by=cast.by("ana"))
    miss.refresh_from_db()
    assert miss.handler_id == cast.ana.pk


def test_nobody_who_has_left_is_handed_a_look_up(cast: Cast) -> None:
    miss = commands.note_miss(asked="Zanzibar", by=cast.by("tom"))
    leave(person=cast.iris.pk, by=cast.by("ana"))
    before = events()
    with pytest.raises(Refusal, match="has left"):
        commands.hand_miss(miss=miss.pk, to=cast.iris.pk, by=cast.by("ana"))
    assert events() == before


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_asks_as_little_for_three_as_for_one(cast: Cast, how_many: int) -> None:
    for n in range(how_many):
        row = casting.opened(cast)
        commands.note_led(asked=f"Kessel {n} im Keller", to=row.pk, by=cast.by("tom"))
        with clock.at(MONDAY + MINUTE):
            commands.note_miss(asked=f"Keller, Kessel {n} im", by=cast.by("iris"))
    by = cast.by("ana")
    with CaptureQueriesContext(connection) as asked:
        assert [line.is_fault for line in misses.waiting(by)] == [True] * how_many
    assert len(asked) == 4  # look-ups, what stands beside them, customers, journeys
