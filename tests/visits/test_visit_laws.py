"""Laws of visits tried by SQL, as the application's role: each constraint refuses by its name."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.laws.conftest import Role, on_record, refused_to_whoever_may

from wellkept.endings import commands as endings
from wellkept.kernel import clock
from wellkept.visits import commands as visits
from wellkept.visits.new_record import NewRecord, Picture
from wellkept.visits.window import VisitPlan, Window

pytestmark = [pytest.mark.django_db, pytest.mark.law]
COLUMNS = (
    "journey_id, person_id, state, place, words, change_hours, uid, sequence, starts_at, ends_at, promise_id,"
    " offered_at, fixed_at"
)


def visit(
    person: str = "person_id", journey: str = "%(journey)s", starts: str = "starts_at", **values: str
) -> str:
    """One more visit, like the fixed one but for `values`."""
    promise = values.get(
        "promise", "(SELECT max(id) FROM promise WHERE journey_id = %(journey)s AND due IS NOT NULL)"
    )
    return (
        f"INSERT INTO visit ({COLUMNS}) SELECT {journey}, {person}, 'fixed', place, words, change_hours,"
        f" gen_random_uuid(), 0, {starts}, {starts} + interval '2 hours', {promise}, %(now)s, %(now)s"
        " FROM visit WHERE id = %(fixed)s"
    )


def record(visit: str = "fixed", journey: str = "journey", **values: str) -> str:
    """One more record of a visit: two hours, but for `values`."""
    row = {
        "key": "gen_random_uuid()", "kind": "'hours'", "state": "'counts'", "conflict": "''", "quantity": "2",
        "unit": "'HUR'", "file_id": "NULL", "item_id": "NULL", "recorded_at": "%(now)s", "judged_at": "NULL",
    } | values  # fmt: skip
    return (
        f"INSERT INTO visit_record (visit_id, journey_id, person_id, words, serial, checked, happened_at,"
        f" judged_words, {', '.join(row)})"
        f" VALUES (%({visit})s, %({journey})s, %(lea)s, 'x', '', '', %(now)s, '', {', '.join(row.values())})"
    )


LATER = "starts_at + interval '5 days'"
OTHER = (
    "(SELECT p.id FROM promise p LEFT JOIN visit v ON v.promise_id = p.id"
    " WHERE v.id IS NULL AND p.journey_id = {} AND p.due IS NOT NULL LIMIT 1)"
)
ATTEMPTS: dict[str, list[list[str]]] = {
    "nobody_is_on_two_visits_at_once": [
        [visit(promise=OTHER.format("%(journey)s"))],
        [visit(starts="starts_at + interval '1 hour'", promise=OTHER.format("%(journey)s"))],
        ["UPDATE visit SET person_id = %(lea)s WHERE id = %(hers)s"],
        ["UPDATE visit SET starts_at = starts_at - interval '3 hours' WHERE id = %(next)s"],
    ],
    "who_goes_is_active": [
        ["DELETE FROM member WHERE person_id = %(iris)s",
         "UPDATE person SET active = false, access = false WHERE id = %(iris)s"],
    ],
    "a_fixed_visit_is_promised": [
        ["UPDATE visit SET promise_id = NULL WHERE id = %(fixed)s"],
        [visit(starts=LATER, promise="NULL")],
        [visit(starts=LATER, promise=OTHER.format("%(other)s"))],
        [visit(starts=LATER, promise=OTHER.format("%(journey)s").replace("NOT NULL LIMIT", "NULL LIMIT"))],
    ],
    "a_visit_is_of_an_open_journey": [
        [visit(starts=LATER, journey="%(ended)s",
               promise="(SELECT id FROM promise WHERE journey_id = %(ended)s AND due IS NOT NULL LIMIT 1)")],
    ],
    "a_visit_that_ended_stays": [
        ["UPDATE visit SET state = 'fixed', ended_at = NULL WHERE id = %(cancelled)s"],
        ["UPDATE visit SET place = 'elsewhere' WHERE id = %(fixed)s"],
        ["UPDATE visit SET uid = gen_random_uuid() WHERE id = %(fixed)s"],
        ["UPDATE visit SET sequence = -1 WHERE id = %(fixed)s"],
    ],
    "the_record_cannot_be_rewritten": [
        ["DELETE FROM visit WHERE id = %(fixed)s"],
        ["DELETE FROM visit_record WHERE id = %(hours)s"],
    ],
    "a_record_is_kept_once": [[record(key="(SELECT key FROM visit_record WHERE id = %(hours)s)")]],
    "a_visit_record_stays": [
        ["UPDATE visit_record SET state = 'counts', judged_at = %(now)s WHERE id = %(dropped)s"],
        ["UPDATE visit_record SET judged_words = 'x' WHERE id = %(hours)s"],
        ["UPDATE visit_record SET state = 'conflict' WHERE id = %(hours)s"],
        ["UPDATE visit_record SET item_id = NULL, state = 'dropped', judged_at = %(now)s WHERE id = %(item)s"],
    ],
    "a_record_stands_with_its_visit": [
        [record(journey="other")],
        [record(kind="'photo'", quantity="NULL", unit="''",
                file_id="(SELECT id FROM stored_file WHERE subject_id = %(other)s)")],
        [record(kind="'item'", quantity="NULL", unit="''",
                item_id="(SELECT id FROM installed_item WHERE journey_id = %(other)s)")],
    ],
    "a_record_of_a_changed_visit_is_judged": [
        [record(conflict="'moved'")],
        [record(state="'conflict'")],
        [record(state="'dropped'")],
        ["UPDATE visit_record SET state = 'counts' WHERE id = %(conflict)s"],
    ],
    "a_record_says_what": [[record(kind="'nap'", quantity="NULL", unit="''")]],
    "a_counted_record_says_how_much": [
        [record(quantity="0")], [record(quantity="NULL")], [record(unit="'hours'")], [record(kind="'work'")],
    ],
    "a_pictured_record_has_its_file": [[record(kind="'photo'", quantity="NULL", unit="''")]],
    "a_fixed_visit_has_its_window": [["UPDATE visit SET ends_at = starts_at WHERE id = %(fixed)s"]],
    "a_visit_ends_one_way": [["UPDATE visit SET state = 'done' WHERE id = %(fixed)s"]],
}  # fmt: skip


def records(cast: Cast, visit: int, hers: int) -> dict[str, object]:
    """Records of a visit: one counts, one was dropped, one is an item, one waits for somebody's word."""

    def keep(at: int, kind: str, seen: int = 0, **values: object) -> int:
        new = NewRecord(key=uuid4(), kind=kind, seen=seen, **values)  # type: ignore[arg-type]
        return visits.keep_record(visit=at, new=new, by=cast.by("lea")).pk

    two = Decimal(2)
    dropped = keep(visit, "hours", quantity=two)
    visits.judge_record(record=dropped, counts=False, words="Twice", by=cast.by("jonas"))
    keep(hers, "photo", picture=Picture(name="a.png", media_type="image/png", content=b"a wall"))
    keep(hers, "item", words="Pump", serial="P 1")
    return {
        "dropped": dropped,
        "hours": keep(visit, "hours", quantity=two),
        "item": keep(visit, "item", words="Pump", serial="P 2"),
        "conflict": keep(visit, "hours", seen=7, quantity=two),
    }


@pytest.fixture
def names(cast: Cast) -> dict[str, object]:
    row, other, ended = (
        people.in_delivery(cast),
        people.in_delivery(cast, of=cast.school),
        people.in_delivery(cast),
    )
    by = cast.by("jonas")

    def fixed(journey: int, who: str, hour: int) -> int:
        starts = MONDAY + 8 * DAY + hour * HOUR
        plan = VisitPlan(person=cast.person(who).pk, place="Königstraße 4", words="Put it in")
        return visits.fix_visit(
            journey=journey, plan=plan, window=Window(starts, starts + 2 * HOUR), by=by
        ).pk

    names: dict[str, object] = {
        "fixed": fixed(row.pk, "lea", 1),
        "next": fixed(row.pk, "lea", 4),
        "hers": fixed(other.pk, "iris", 2),
        "cancelled": fixed(row.pk, "jonas", 9),
    }
    fixed(ended.pk, "jonas", 30)
    names |= records(cast, int(str(names["fixed"])), int(str(names["hers"])))
    visits.cancel_visit(visit=int(str(names["cancelled"])), words="No", by_them=True, by=by)
    endings.cancel(journey=ended.pk, why="Not now", by=cast.by("ana"), by_them=True)
    visits.end_visits()
    return names | {
        "journey": row.pk, "other": other.pk, "ended": ended.pk, "lea": cast.lea.pk, "iris": cast.iris.pk,
        "now": clock.now(),
        "subjects": [row.pk, other.pk, ended.pk, cast.iris.pk, cast.teams["billing"].pk],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("constraint", "statements"),
    [
        pytest.param(name, statements, id=f"{name}-{place}")
        for name, all_of in ATTEMPTS.items()
        for place, statements in enumerate(all_of)
    ],
)
def test_the_database_refuses_each_attempt(
    names: dict[str, object], constraint: str, statements: list[str]
) -> None:
    def attempt(role: Role) -> None:
        subjects = names["subjects"]
        assert isinstance(subjects, list)
        on_record(*subjects)
        with role(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, names)

    with clock.at(MONDAY):
        refused_to_whoever_may(constraint, attempt)
