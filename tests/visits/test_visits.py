"""Visits: windows are offered, the customer picks and moves one; what is fixed is promised on the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from icalendar import Calendar
from pytest_django.fixtures import Settings
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.messages.sink import Sink, smtp_sink
from tests.race import race

from wellkept.endings.commands import cancel, join
from wellkept.events.models import Event
from wellkept.journeys.models import Journey, NextStep
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave, workload
from wellkept.messages.commands import carry_due
from wellkept.notices.models import Notice
from wellkept.people import commands as staff
from wellkept.promises.models import Promise, PromiseMove
from wellkept.promises.queries import state_of
from wellkept.visits import commands as visits
from wellkept.visits.models import Visit
from wellkept.visits.queries import to_pick
from wellkept.visits.window import VisitPlan, Window

pytestmark = pytest.mark.django_db


def window(days: int = 8, hour: int = 1, hours: int = 2) -> Window:
    starts = MONDAY + days * DAY + hour * HOUR
    return Window(starts, starts + hours * HOUR)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    with smtp_sink() as server:
        settings.MAIL_ACCOUNT = server.account
        yield server


@pytest.fixture
def row(cast: Cast) -> Journey:
    return people.in_delivery(cast)


def plan(cast: Cast, name: str = "lea") -> VisitPlan:
    return VisitPlan(person=cast.person(name).pk, place="Königstraße 4, Dresden", words="Put the line in")


def offered(cast: Cast, row: Journey, *windows: Window) -> Visit:
    return visits.offer_visit(
        journey=row.pk,
        plan=plan(cast),
        windows=windows or [window(8), window(9), window(10)],
        by=cast.by("jonas"),
    )


def fixed(cast: Cast, row: Journey, at: Window | None = None, name: str = "lea") -> Visit:
    return visits.fix_visit(journey=row.pk, plan=plan(cast, name), window=at or window(), by=cast.by("jonas"))


def of_journey(row: Journey) -> list[Promise]:
    return list(Promise.objects.filter(journey=row, text="Put the line in").order_by("pk"))


def kinds(row: Journey) -> list[str]:
    """Kinds of the notices about visits, as they were queued."""
    queued = Event.objects.filter(subject_id=row.pk, type="notice_queued").order_by("seq")
    kinds = [str(json.loads(event.facts)["kind"]) for event in queued]
    return [kind for kind in kinds if kind.startswith("visit")]


def test_the_customer_picks_a_window_and_relies_on_it(cast: Cast, row: Journey) -> None:
    visit = offered(cast, row)
    assert [free.starts for free in to_pick(visit)] == [window(8).starts, window(9).starts, window(10).starts]
    visits.pick_window(visit=visit.pk, starts=window(9).starts, by=cast.bakery.actor)
    visit.refresh_from_db()
    assert (visit.state, visit.starts_at, visit.ends_at) == ("fixed", window(9).starts, window(9).ends)
    promise = visit.promise
    assert promise is not None
    assert (promise.first_due, promise.due, promise.journey_id) == (window(9).ends, window(9).ends, row.pk)
    assert kinds(row) == ["visit_offered", "visit_fixed"]
    step = NextStep.objects.get(journey=row, kind="visit", done_at__isnull=True)
    assert (step.handler_id, step.due_at) == (cast.lea.pk, window(9).ends)


def test_their_own_move_is_no_slip_of_ours(cast: Cast, row: Journey) -> None:
    visit = offered(cast, row)
    visits.pick_window(visit=visit.pk, starts=window(8).starts, by=cast.bakery.actor)
    visits.pick_window(visit=visit.pk, starts=window(10).starts, by=cast.bakery.actor)
    first, second = of_journey(row)
    assert (state_of(first), state_of(second)) == ("released", "open")
    assert (first.replaced_by_id, second.first_due) == (second.pk, window(10).ends)
    assert "Thursday" in first.released_why
    assert not PromiseMove.objects.filter(journey=row).exists()
    visit.refresh_from_db()
    assert (visit.sequence, visit.promise_id) == (1, second.pk)
    assert kinds(row) == ["visit_offered", "visit_fixed", "visit_moved"]


def test_we_move_it_by_a_delay_that_is_told(cast: Cast, row: Journey, sink: Sink) -> None:
    visit = fixed(cast, row)
    visits.move_visit(visit=visit.pk, window=window(9), reason="The van broke down", by=cast.by("jonas"))
    (promise,) = of_journey(row)
    assert promise.due == window(8).ends  # nobody is told yet
    carry_due()
    (promise,) = of_journey(row)
    assert (promise.due, promise.first_due, state_of(promise)) == (window(9).ends, window(8).ends, "moved")
    notice = Notice.objects.get(subject_id=row.pk, kind="delay")
    assert "The van broke down" in notice.text


def test_an_earlier_time_needs_their_word(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row, window(9))
    with pytest.raises(Refusal) as refused:
        visits.move_visit(visit=visit.pk, window=window(8), reason="It suits us", by=cast.by("jonas"))
    assert refused.value.field == "ends"
    with pytest.raises(Refusal) as refused:
        visits.move_visit(visit=visit.pk, window=window(8), by=cast.by("jonas"))
    assert refused.value.field == "reason"
    visits.move_visit(visit=visit.pk, window=window(8), words="Tuesday is better", by=cast.by("jonas"))
    assert [state_of(promise) for promise in of_journey(row)] == ["released", "open"]


def test_near_the_visit_they_call(cast: Cast, row: Journey) -> None:
    visit = offered(cast, row)
    visits.pick_window(visit=visit.pk, starts=window(8).starts, by=cast.bakery.actor)
    before = Event.objects.count()
    with clock.at(window(8).starts - 23 * HOUR):
        for act in (
            lambda: visits.pick_window(visit=visit.pk, starts=window(10).starts, by=cast.bakery.actor),
            lambda: visits.cancel_visit(visit=visit.pk, words="No", by=cast.bakery.actor),
        ):
            with pytest.raises(Refusal) as refused:
                act()
            assert refused.value.code == "too_near"
        assert Event.objects.count() == before
        visits.move_visit(visit=visit.pk, window=window(10), words="They called", by=cast.by("jonas"))


def test_nobody_is_offered_who_is_not_free(cast: Cast, row: Journey) -> None:
    fixed(cast, row)
    other = people.in_delivery(cast, of=cast.school)
    with pytest.raises(Refusal) as refused:
        offered(cast, other, window(8, hour=2))
    assert refused.value.code == "not_free"
    staff.go_away(person=cast.lea.pk, since=MONDAY + 9 * DAY, until=MONDAY + 11 * DAY, by=cast.by("ana"))
    with pytest.raises(Refusal) as refused:
        offered(cast, other, window(10))
    assert refused.value.code == "not_free"
    assert not Visit.objects.filter(journey=other).exists()


def test_a_window_that_was_taken_meanwhile_is_not_shown(cast: Cast, row: Journey) -> None:
    visit = offered(cast, row, window(8), window(9))
    fixed(cast, people.in_delivery(cast, of=cast.school), window(8, hour=2))
    assert [free.starts for free in to_pick(visit)] == [window(9).starts]
    with pytest.raises(Refusal) as refused:
        visits.pick_window(visit=visit.pk, starts=window(8).starts, by=cast.bakery.actor)
    assert refused.value.code == "window_taken"


def test_another_window_replaces_those_before(cast: Cast, row: Journey) -> None:
    visit = offered(cast, row, window(8))
    visits.offer_windows(visit=visit.pk, windows=[window(9)], by=cast.by("jonas"))
    assert [picked.starts_at for picked in visit.windows.all()] == [window(9).starts]
    visits.fix_window(visit=visit.pk, window=window(11), by=cast.by("jonas"))
    with pytest.raises(Refusal) as refused:
        visits.offer_windows(visit=visit.pk, windows=[window(12)], by=cast.by("jonas"))
    assert refused.value.code == "visit_fixed"


def test_their_cancellation_releases_the_promise_and_ours_does_not(cast: Cast, row: Journey) -> None:
    theirs, ours = fixed(cast, row), fixed(cast, row, window(9))
    visits.cancel_visit(visit=theirs.pk, words="We are closed", by=cast.bakery.actor)
    visits.cancel_visit(visit=ours.pk, words="Nobody can come", by=cast.by("jonas"))
    assert [state_of(promise) for promise in of_journey(row)] == ["released", "open"]
    assert kinds(row)[-2:] == ["visit_cancelled", "visit_cancelled"]
    assert NextStep.objects.filter(journey=row, kind="agree_new_date", done_at__isnull=True).count() == 1


def test_the_person_who_goes_begins_and_ends_it(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    with clock.at(window().starts):
        visits.begin_visit(visit=visit.pk, by=cast.by("lea"))
        (promise,) = of_journey(row)
        assert promise.kept_at == window().starts
        with pytest.raises(Refusal) as refused:
            visits.begin_visit(visit=visit.pk, by=cast.by("lea"))
        assert refused.value.code == "begun_already"
    with clock.at(window().ends):
        visits.finish_visit(visit=visit.pk, by=cast.by("lea"))
    visit.refresh_from_db()
    assert visit.state == "done"
    with pytest.raises(Refusal) as refused:
        visits.cancel_visit(visit=visit.pk, words="x", by=cast.by("jonas"))
    assert refused.value.code == "visit_over"


@pytest.mark.parametrize(("by_them", "state"), [(True, "kept"), (False, "broken")])
def test_a_missed_visit_is_ours_or_theirs(cast: Cast, row: Journey, by_them: bool, state: str) -> None:
    visit = fixed(cast, row)
    with pytest.raises(Refusal) as refused:
        visits.miss_visit(visit=visit.pk, words="x", by_them=by_them, by=cast.by("lea"))
    assert refused.value.code == "not_yet"
    with clock.at(window().ends - timedelta(minutes=5)):
        visits.miss_visit(visit=visit.pk, words="The gate was shut", by_them=by_them, by=cast.by("lea"))
    (promise,) = of_journey(row)
    assert state_of(promise, now=window().ends + HOUR) == state


def test_a_late_visit_is_told_once(cast: Cast, row: Journey, sink: Sink) -> None:
    visit = fixed(cast, row)
    visits.tell_late(visit=visit.pk, minutes=20, by=cast.by("lea"))
    with pytest.raises(Refusal) as refused:
        visits.tell_late(visit=visit.pk, minutes=40, by=cast.by("lea"))
    assert refused.value.code == "late_already"
    assert kinds(row) == ["visit_fixed", "visit_late"]
    carry_due()
    assert "20 minutes later" in Notice.objects.get(subject_id=row.pk, kind="visit_late").text


def test_the_clock_sees_that_the_visit_before_has_not_ended(cast: Cast, row: Journey) -> None:
    other = people.in_delivery(cast, of=cast.school)
    before, after = fixed(cast, row, window(8, hour=1)), fixed(cast, other, window(8, hour=3))
    with clock.at(window(8, hour=1).starts):
        visits.begin_visit(visit=before.pk, by=cast.by("lea"))
    with clock.at(window(8, hour=3).starts - timedelta(minutes=5)):
        assert visits.tell_of_late_visits() == 0
    with clock.at(window(8, hour=3).starts + timedelta(minutes=1)):
        assert visits.tell_of_late_visits() == 1
        assert visits.tell_of_late_visits() == 0
    after.refresh_from_db()
    assert after.late_told_at == window(8, hour=3).starts + timedelta(minutes=1)
    assert kinds(other) == ["visit_fixed", "visit_late"]


def test_a_colleague_goes_instead(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    visits.hand_visit(visit=visit.pk, to=cast.jonas.pk, by=cast.by("jonas"))
    visit.refresh_from_db()
    assert (visit.person_id, visit.sequence) == (cast.jonas.pk, 1)
    step = NextStep.objects.get(journey=row, kind="visit", done_at__isnull=True)
    assert step.handler_id == cast.jonas.pk


def test_others_may_not(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    events = Event.objects.count()
    for act in (
        lambda: offered_by(cast, row),
        lambda: visits.move_visit(visit=visit.pk, window=window(9), reason="x", by=cast.by("mira")),
        lambda: visits.cancel_visit(visit=visit.pk, words="x", by=cast.by("mira")),
        lambda: visits.pick_window(visit=visit.pk, starts=window(9).starts, by=cast.school.actor),
    ):
        with pytest.raises(Refusal):
            act()
    assert Event.objects.count() == events


def offered_by(cast: Cast, row: Journey) -> Visit:
    return visits.offer_visit(journey=row.pk, plan=plan(cast), windows=[window(9)], by=cast.by("mira"))


@pytest.mark.django_db(transaction=True)
def test_two_who_fix_the_same_person_at_once(cast: Cast) -> None:
    first, second = people.in_delivery(cast), people.in_delivery(cast, of=cast.school)
    ended = race(
        lambda: visits.fix_visit(journey=first.pk, plan=plan(cast), window=window(), by=cast.by("jonas")),
        lambda: visits.fix_visit(
            journey=second.pk, plan=plan(cast), window=window(8, hour=2), by=cast.by("jonas")
        ),
    )
    assert sorted(type(result).__name__ for result in ended) == ["IntegrityError", "Visit"]
    refused = next(result for result in ended if isinstance(result, Exception))
    assert "nobody_is_on_two_visits_at_once" in str(refused)
    assert Visit.objects.filter(state="fixed").count() == 1


def test_times_of_the_windows_are_checked(cast: Cast, row: Journey) -> None:
    now = clock.now()
    wrong: list[list[Window]] = [
        [],
        [Window(now - HOUR, now + HOUR)],
        [Window(now + 2 * HOUR, now + HOUR)],
        [Window(now + HOUR, now + 3 * DAY)],
        [window(8), window(8)],
    ]
    for windows in wrong:
        with pytest.raises(Refusal):
            visits.offer_visit(journey=row.pk, plan=plan(cast), windows=windows, by=cast.by("jonas"))
    assert not Visit.objects.exists()


def test_the_letter_brings_the_calendar_file(cast: Cast, row: Journey, sink: Sink) -> None:
    visit = fixed(cast, row)
    visits.move_visit(visit=visit.pk, window=window(9), words="Wednesday", by=cast.by("jonas"))
    visits.cancel_visit(visit=visit.pk, words="Nobody can come", by=cast.by("jonas"))
    carry_due()
    files = [
        Calendar.from_ical(part.get_content())
        for mail in sink.mails
        for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert [str(file["METHOD"]) for file in files] == ["CANCEL"] * 3  # as it is when the letters go
    events = [file.walk("VEVENT")[0] for file in files]
    assert {str(event["UID"]) for event in events} == {f"{visit.uid}@visit.wellkept"}
    assert {int(event["SEQUENCE"]) for event in events} == {2}


def test_a_journey_that_ends_takes_its_visits_with_it(cast: Cast, row: Journey) -> None:
    visit, waiting = fixed(cast, row), offered(cast, row, window(12))
    cancel(journey=row.pk, why="No part", by=cast.by("ana"), by_them=True)
    assert (visits.end_visits(), visits.end_visits()) == (1, 0)
    assert [Visit.objects.get(pk=key).state for key in (visit.pk, waiting.pk)] == ["cancelled"] * 2


def test_a_merged_journey_hands_its_visit_on(cast: Cast) -> None:
    row, into = people.opened(cast), people.opened(cast)
    visit = visits.fix_visit(journey=row.pk, plan=plan(cast), window=window(), by=cast.by("tom"))
    join(journey=row.pk, into=into.pk, why="The same", by=cast.by("ana"))
    visits.end_visits()
    after = Visit.objects.get(journey=into)
    assert (after.state, after.uid, after.sequence) == ("fixed", visit.uid, 1)
    assert after.promise is not None
    assert after.promise.journey_id == into.pk


def test_a_colleague_who_leaves_hands_their_visits_on(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    assert workload(cast.lea.pk).visits == 1
    leave(person=cast.lea.pk, by=cast.by("ana"))
    visit.refresh_from_db()
    assert (visit.person_id != cast.lea.pk, visit.state) == (True, "fixed")
