"Nonconformities: in somebody's hands, with a dated next step, until it is put right."

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cast import DAY, MONDAY, Cast

from wellkept.events.queries import latest
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave
from wellkept.people.actor import SYSTEM
from wellkept.quality import commands, queries
from wellkept.quality.models import Nonconformity

pytestmark = pytest.mark.django_db


def raised(cast: Cast, *, handler: str = "mira") -> Nonconformity:
    return commands.raise_nonconformity(
        what="The search does not know Lindner",
        handler=cast.person(handler).pk,
        next_step="Look at how the name was noted",
        due=MONDAY + 2 * DAY,
        by=cast.by("tom"),
    )


def test_a_nonconformity_has_a_handler_and_a_dated_next_step(cast: Cast) -> None:
    row = raised(cast)
    assert [(fault.pk, fault.handler_id, fault.due_at) for fault in queries.open_ones()] == [
        (row.pk, cast.mira.pk, MONDAY + 2 * DAY)
    ]
    (event,) = latest(row.pk)
    assert (event.type, event.facts["what"], event.facts["handler"]) == (
        "nonconformity_raised",
        "The search does not know Lindner",
        cast.mira.pk,
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": " "}, "what"),
        ({"next_step": ""}, "next_step"),
        ({"due": MONDAY - DAY}, "due"),
        ({"handler": 0}, "handler"),
    ],
)
def test_a_missing_field_is_refused_by_its_name(cast: Cast, changed: dict[str, object], field: str) -> None:
    values = {"what": "x", "handler": cast.mira.pk, "next_step": "y", "due": MONDAY + DAY} | changed
    with pytest.raises(Refusal) as refusal:
        commands.raise_nonconformity(by=cast.by("tom"), **values)  # type: ignore[arg-type]
    assert (refusal.value.field, Nonconformity.objects.count()) == (field, 0)


def test_a_nonconformity_is_worked_on_handed_over_and_corrected(cast: Cast) -> None:
    row = raised(cast)
    later = MONDAY + 5 * DAY
    commands.plan_next(nonconformity=row.pk, next_step="Ask the customer", due=later, by=cast.by("mira"))
    commands.hand_nonconformity(nonconformity=row.pk, to=cast.lea.pk, by=cast.by("mira"))
    with pytest.raises(Refusal) as refusal:
        commands.close_nonconformity(nonconformity=row.pk, correction="Noted", cause="", by=cast.by("lea"))
    assert refusal.value.field == "cause"
    commands.close_nonconformity(
        nonconformity=row.pk,
        correction="Noted the short name",
        cause="Only the full one was",
        by=cast.by("lea"),
    )
    assert [event.type for event in latest(row.pk)] == [
        "nonconformity_closed", "nonconformity_handed", "nonconformity_planned", "nonconformity_raised",
    ]  # fmt: skip
    assert (list(queries.open_ones()), [closed.pk for closed in queries.closed_ones()]) == ([], [row.pk])
    with pytest.raises(Refusal, match="corrected already"):
        commands.plan_next(nonconformity=row.pk, next_step="More", due=later, by=cast.by("mira"))
    assert len(latest(row.pk)) == 4


def test_a_date_that_passes_is_told_once_to_the_process_owner(cast: Cast) -> None:
    row = raised(cast)
    with clock.at(MONDAY + 2 * DAY + timedelta(minutes=1)):
        assert (commands.warn_of_overdue(), commands.warn_of_overdue()) == (1, 0)
        warning = latest(row.pk, limit=1)[0]
        assert (warning.type, warning.facts) == ("nonconformity_overdue", {"warned": cast.ana.pk})
        assert [queries.count_open(handlers=[who.pk]) for who in (cast.mira, cast.ana, cast.tom)] == [1, 1, 0]
        commands.plan_next(nonconformity=row.pk, next_step="x", due=MONDAY + 3 * DAY, by=cast.by("mira"))
    with clock.at(MONDAY + 4 * DAY):
        assert commands.warn_of_overdue() == 1


def test_leaving_hands_over_nonconformities(cast: Cast) -> None:
    row = raised(cast, handler="iris")
    leave(person=cast.iris.pk, by=cast.by("ana"))
    row.refresh_from_db()
    assert row.handler_id == cast.ana.pk


def test_only_staff_raise_one(cast: Cast) -> None:
    for nobody in (SYSTEM, cast.bakery.actor):
        with pytest.raises(Refusal, match="Only staff"):
            commands.raise_nonconformity(
                what="x", handler=cast.mira.pk, next_step="y", due=MONDAY + DAY, by=nobody
            )
    assert not Nonconformity.objects.exists()
