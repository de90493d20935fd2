"""Agreed lines are delivered in parts, never beyond the agreement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import cast as people
from tests.billing.world import CARE, FITTING, HOSE, PUMP, agreed, term
from tests.cast import DAY, Cast
from tests.race import race
from tests.refused import refused
from tests.size import size

from wellkept.delivery import commands, facts
from wellkept.delivery.models import DeliveryPart
from wellkept.delivery.queries import delivered_of, extent, parts_of, quantities_of
from wellkept.endings.commands import cancel
from wellkept.events.commands import Entry, record
from wellkept.events.queries import latest
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.notices.models import Notice
from wellkept.orders.models import AgreementLine
from wellkept.orders.queries import agreement_in_force
from wellkept.promises.models import Promise
from wellkept.promises.queries import state_of

pytestmark = pytest.mark.django_db
LAMPS = term("Lamp", "60.00", "5")
ONE = Decimal(1)


def line(row: Journey, words: str) -> int:
    return AgreementLine.objects.get(journey=row, words__startswith=words).pk


def part(cast: Cast, row: Journey, quantities: dict[str, object], **known: Any) -> DeliveryPart | None:
    lines = {line(row, words): Decimal(str(quantity)) for words, quantity in quantities.items()}
    return commands.deliver(journey=row.pk, words="A part is in", by=cast.by("jonas"), lines=lines, **known)


def quantities(row: Journey) -> dict[str, tuple[Decimal, Decimal]]:
    """The delivered and the open quantity of each line."""
    rows = quantities_of(agreement_in_force(row.pk))
    return {item.line.words.partition("\n")[0]: (item.delivered, item.open) for item in rows}


def test_a_part_leaves_the_rest_open_and_the_customer_hears_of_both(cast: Cast) -> None:
    row = agreed(cast, [PUMP, LAMPS])
    part(cast, row, {"Heat": 1, "Lamp": 2})

    assert quantities(row) == {"Heat pump": (1, 0), "Lamp": (2, 3)}
    assert extent(row.pk) == "part"
    assert people.fresh(row).court == "us"
    (promise,) = Promise.objects.filter(journey=row, kind="date")
    assert state_of(promise) == "open"
    notice = Notice.objects.get(subject_id=row.pk, kind="part_delivered")
    assert notice.facts["came"] == [["Heat pump", "1", "H87"], ["Lamp", "2", "H87"]]
    assert notice.facts["to_come"] == [["Lamp", "3", "H87"]]
    assert promise.due is not None
    assert notice.facts["due"] == promise.due.isoformat()
    with refused("delivered_in_part"):
        accept(cast, row)


def test_the_last_part_asks_for_acceptance(cast: Cast) -> None:
    row = agreed(cast, [PUMP, LAMPS, CARE, FITTING, term("Your old boiler", "100", "-1")])
    part(cast, row, {"Lamp": 2, "Fitting": "1.5"})
    commands.deliver(journey=row.pk, words="All is in", by=cast.by("jonas"))

    assert quantities(row) == {
        "Heat pump": (1, 0),
        "Lamp": (5, 0),
        "Care": (0, 0),
        "Fitting": (Decimal("1.5"), 0),  # what is counted later is never owed
        "Your old boiler": (0, 0),
    }
    assert (extent(row.pk), people.fresh(row).court) == ("everything", "customer")
    (promise,) = Promise.objects.filter(journey=row, kind="date")
    assert state_of(promise) == "kept"
    assert [sorted(item.quantity for item in row.lines.all()) for row in parts_of(row.pk)] == [
        [Decimal("1.5"), 2],
        [1, 3],
    ]
    accept(cast, row)


def test_lines_that_make_it_whole_are_a_whole_delivery(cast: Cast) -> None:
    row = agreed(cast, [LAMPS])
    part(cast, row, {"Lamp": 5})
    assert extent(row.pk) == "everything"


@pytest.mark.parametrize(
    ("quantities", "code"),
    [
        ({"Lamp": 6}, "no_more_is_delivered_than_was_agreed"),
        ({"Fitting": "4.5"}, "no_more_is_delivered_than_was_agreed"),  # its ceiling is 4
        ({"Care": 1}, "invalid_lines"),
        ({"Your old": -1}, "invalid_lines"),
        ({"Lamp": 0}, "invalid_lines"),
        ({"Lamp": -1}, "invalid_lines"),
        ({"Lamp": "0.00001"}, "invalid_lines"),
        ({}, "invalid_lines"),
    ],
)
def test_a_part_has_only_lines_of_the_agreement(cast: Cast, quantities: dict[str, object], code: str) -> None:
    row = agreed(cast, [LAMPS, CARE, FITTING, term("Your old boiler", "100", "-1")])
    with refused(code):
        part(cast, row, quantities)
    assert not DeliveryPart.objects.exists()


def test_a_line_of_another_agreement_is_no_part(cast: Cast) -> None:
    row, other = agreed(cast, [LAMPS]), agreed(cast, [HOSE])
    with refused("invalid_lines"):
        commands.deliver(
            journey=row.pk, words="It is in", by=cast.by("jonas"), lines={line(other, "Hose"): ONE}
        )


def test_a_refused_part_does_not_count(cast: Cast) -> None:
    row = agreed(cast, [PUMP, LAMPS])
    first, second = part(cast, row, {"Heat": 1}), part(cast, row, {"Lamp": 5})
    assert first is not None
    assert second is not None
    commands.reject(journey=row.pk, words="The lamps are red", by=people.speaker_of(row))

    assert quantities(row) == {"Heat pump": (1, 0), "Lamp": (0, 5)}
    assert latest(row.pk, types={"rejected"}, limit=1)[0].facts["parts"] == [second.pk]
    (promise,) = Promise.objects.filter(journey=row, kind="date")
    assert state_of(promise) == "open"
    commands.deliver(journey=row.pk, words="Black lamps are in", by=cast.by("jonas"))
    commands.reject(journey=row.pk, words="The pump is loud", by=people.speaker_of(row), parts=[first.pk])
    assert quantities(row) == {"Heat pump": (0, 1), "Lamp": (5, 0)}
    with refused("no_such_part"):
        commands.reject(journey=row.pk, words="The pump is loud", by=people.speaker_of(row), parts=[first.pk])


def test_an_acceptance_without_a_delivery_brings_it_all(cast: Cast) -> None:
    """Their word, written down by us, is what says that it is there."""
    row = agreed(cast, [PUMP, LAMPS])
    commands.accept(
        journey=row.pk,
        by=cast.by("jonas"),
        evidence=Evidence("spoken", "All fine", signed_name="Petra Lindner"),
    )
    assert quantities(row) == {"Heat pump": (1, 0), "Lamp": (5, 0)}
    assert [row.words for row in parts_of(row.pk)] == ["All fine"]


def test_a_part_counts_for_promises_from_its_record(cast: Cast) -> None:
    row = agreed(cast, [LAMPS])
    (promise,) = Promise.objects.filter(journey=row, kind="date")
    assert promise.due is not None
    with clock.at(promise.due + DAY):
        delivery = part(cast, row, {"Lamp": 5}, happened=promise.due - DAY)
        assert delivery is not None
        assert delivery.delivered_at < promise.due < delivery.recorded_at
    kept = latest(row.pk, types={"promise_kept"}, limit=1)[0]
    assert kept.facts["on_time"] is False


def test_an_agreement_of_words_alone_is_delivered_with_one_click(cast: Cast) -> None:
    row = people.in_delivery(cast)
    delivery = commands.deliver(journey=row.pk, words="The line is in", by=cast.by("jonas"))
    assert delivery is not None
    (only,) = delivery.lines.all()
    assert delivered_of([only.agreement_line_id, 999]) == {only.agreement_line_id: ONE, 999: 0}
    with connection.cursor() as cursor:
        cursor.execute("SELECT delivered_quantity(%s)", [only.agreement_line_id])
        assert cursor.fetchone() == (ONE,)


def accept(cast: Cast, row: Journey) -> None:
    commands.accept(
        journey=row.pk, by=cast.by("jonas"), evidence=Evidence("spoken", "Fine", signed_name="Petra Lindner")
    )


@pytest.mark.law
@pytest.mark.django_db(transaction=True)
def test_two_deliver_the_last_ones_at_once(cast: Cast) -> None:
    row = agreed(cast, [LAMPS, PUMP])
    part(cast, row, {"Lamp": 4})
    results = race(*[lambda: part(cast, row, {"Lamp": 1})] * 2)
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert [refusal.code for refusal in refusals] == ["no_more_is_delivered_than_was_agreed"]
    assert quantities(row) == {"Lamp": (5, 0), "Heat pump": (0, 1)}


@pytest.mark.law
@pytest.mark.django_db(transaction=True)
def test_two_who_write_by_sql_wait_for_each_other(cast: Cast) -> None:
    """The database counts what the first has written before it takes the second."""
    row = agreed(cast, [LAMPS, PUMP])
    delivery = part(cast, row, {"Lamp": 4})
    assert delivery is not None
    lamp, by = line(row, "Lamp"), cast.by("jonas").by

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO delivery_part (journey_id, agreement_id, words, delivered_at, recorded_at)"
                " VALUES (%s, %s, 'x', %s, %s) RETURNING id",
                [row.pk, delivery.agreement_id, delivery.recorded_at, delivery.recorded_at],
            )
            cursor.execute(
                "INSERT INTO delivered_line (part_id, journey_id, agreement_line_id, quantity)"
                " VALUES (%s, %s, %s, 1)",
                [cursor.fetchone()[0], row.pk, lamp],
            )
        record(Entry(row.pk, facts.PartDelivered(said="x", agreement=0, part=0, lines={})), by=by)

    results = race(write, write)
    assert ["No more is delivered" in str(result) for result in results if result is not None] == [True]
    assert quantities(row)["Lamp"] == (5, 0)


class Rolled(Exception):
    """Ends an example: nothing of it stays."""


ACTS = ("part", "part", "part", "deliver", "accept", "refuse", "refuse_first", "cancel")
STEP = st.tuples(st.sampled_from(ACTS), st.sampled_from(["Heat", "Lamp", "Fitting"]), st.integers(1, 4))


@pytest.mark.long
@pytest.mark.law
@settings(
    max_examples=size(8, 150),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=4, max_size=20))
def test_the_parts_that_count_never_exceed_what_was_agreed(
    cast: Cast, steps: list[tuple[str, str, int]]
) -> None:
    with pytest.raises(Rolled), transaction.atomic():
        _example(cast, steps)


def _example(cast: Cast, steps: list[tuple[str, str, int]]) -> None:
    row = agreed(cast, [PUMP, LAMPS, CARE, FITTING])
    model = {"Heat": Decimal(0), "Lamp": Decimal(0), "Fitting": Decimal(0)}
    most = {"Heat": 1, "Lamp": 5, "Fitting": 4}
    parts: list[tuple[int, dict[str, Decimal]]] = []  # those that count
    for act, words, count in steps:
        try:
            with transaction.atomic():
                delivery = _do(cast, row, act, words, count, parts)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except Refusal:
            continue
        if delivery is not None:
            came = {
                item.agreement_line.words: item.quantity
                for item in delivery.lines.select_related("agreement_line")
            }
            parts.append((delivery.pk, {name: came.get(_full(name), Decimal(0)) for name in model}))
        refused_parts = set(
            DeliveryPart.objects.filter(refused_at__isnull=False).values_list("pk", flat=True)
        )
        parts = [(key, of) for key, of in parts if key not in refused_parts]
        sums = {name: sum((of[name] for _key, of in parts), Decimal(0)) for name in model}
        now = quantities(row)
        assert {name: now[_full(name).partition("\n")[0]][0] for name in model} == sums
        assert all(sums[name] <= most[name] for name in model)
        if people.fresh(row).accepted_at is not None:
            assert all(open == 0 for _delivered, open in now.values())
    raise Rolled


def _full(name: str) -> str:
    return {"Heat": PUMP.words, "Lamp": LAMPS.words, "Fitting": FITTING.words}[name]


def _do(
    cast: Cast, row: Journey, act: str, words: str, count: int, parts: list[tuple[int, dict[str, Decimal]]]
) -> DeliveryPart | None:
    jonas, customer = cast.by("jonas"), people.speaker_of(row)
    match act:
        case "part":
            return part(cast, row, {words: count})
        case "deliver":
            return commands.deliver(journey=row.pk, words="All is in", by=jonas)
        case "accept":
            before = DeliveryPart.objects.count()
            accept(cast, row)
            return DeliveryPart.objects.last() if DeliveryPart.objects.count() > before else None
        case "refuse":
            commands.reject(journey=row.pk, words="Not right", by=customer)
        case "refuse_first":
            commands.reject(
                journey=row.pk, words="Not right", by=customer, parts=[parts[0][0]] if parts else []
            )
        case _:
            cancel(journey=row.pk, why="Enough", by=customer, by_them=True)
    return None
