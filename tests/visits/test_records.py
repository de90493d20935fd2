"""Records of visits: each is kept once, and one of a visit that had changed waits for somebody's word."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests import cast as people
from tests.cast import DAY, HOUR, MONDAY, Cast
from tests.race import race
from tests.refused import refused

from wellkept.delivery.commands import install_item
from wellkept.delivery.models import InstalledItem
from wellkept.delivery.new_item import NewItem
from wellkept.endings.commands import cancel, join
from wellkept.events.models import Event
from wellkept.files.models import StoredFile
from wellkept.journeys.commands.details import make_confidential
from wellkept.journeys.models import Check, Journey, NextStep
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.visits import commands as visits
from wellkept.visits.models import Visit, VisitRecord
from wellkept.visits.new_record import NewRecord, Picture
from wellkept.visits.queries import records_of
from wellkept.visits.window import VisitPlan, Window

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n of a wall"
ON_SITE = MONDAY + 8 * DAY + HOUR


def window(days: int = 8) -> Window:
    starts = MONDAY + days * DAY + HOUR
    return Window(starts, starts + 2 * HOUR)


@pytest.fixture
def row(cast: Cast) -> Journey:
    return people.in_delivery(cast)


def fixed(cast: Cast, row: Journey) -> Visit:
    plan = VisitPlan(person=cast.lea.pk, place="Königstraße 4, Dresden", words="Put the line in")
    return visits.fix_visit(journey=row.pk, plan=plan, window=window(), by=cast.by("jonas"))


def new(kind: str, *, seen: int = 0, **values: object) -> NewRecord:
    return NewRecord(key=uuid4(), kind=kind, seen=seen, **values)  # type: ignore[arg-type]


def keep(cast: Cast, visit: Visit, record: NewRecord, name: str = "lea") -> VisitRecord:
    with clock.at(ON_SITE):
        return visits.keep_record(visit=visit.pk, new=record, by=cast.by(name))


def counted(row: Journey) -> list[tuple[Decimal | None, str]]:
    """The quantities that can be billed, with their units."""
    rows = VisitRecord.objects.filter(journey=row, state="counts", quantity__isnull=False)
    return list(rows.order_by("happened_at", "pk").values_list("quantity", "unit"))


def test_everything_done_there_is_kept(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    picture = Picture(name="wall.png", media_type="image/png", content=PNG)
    for record in (
        new("work", words="Line drawn, 12 m"),
        new("hours", quantity=Decimal("2.5")),
        new("part", quantity=Decimal(12), unit="MTR", words="Cable 5x10"),
        new("kilometres", quantity=Decimal(34)),
        new("photo", picture=picture),
        new("signature", words="Petra Lindner", picture=picture),
    ):
        keep(cast, visit, record)
    kept = records_of([visit.pk])
    assert [(answer.kind, answer.state, answer.conflict) for answer in kept] == [
        (kind, "counts", "") for kind in ("work", "hours", "part", "kilometres", "photo", "signature")
    ]
    assert counted(row) == [
        (Decimal("2.5"), "HUR"), (Decimal(12), "MTR"), (Decimal(34), "KMT"),
    ]  # fmt: skip
    assert {answer.file.subject_id for answer in kept if answer.file} == {row.pk}
    assert Event.objects.filter(subject_id=row.pk, type="visit_recorded").count() == 6


def test_a_record_sent_again_is_the_same_record(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    record = new("photo", picture=Picture(name="wall.png", media_type="image/png", content=PNG))
    first = keep(cast, visit, record)
    before = Event.objects.count()
    assert keep(cast, visit, record).pk == first.pk
    assert (Event.objects.count(), StoredFile.objects.count()) == (before, 1)
    with pytest.raises(IntegrityError, match="a_record_is_kept_once"), transaction.atomic():
        keep(cast, visit, record, "iris")


@pytest.mark.law
@pytest.mark.django_db(transaction=True)
def test_one_record_sent_twice_at_once_is_kept_once(cast: Cast) -> None:
    visit = fixed(cast, people.in_delivery(cast))
    record = new("hours", quantity=Decimal(2))
    results = race(*[lambda: keep(cast, visit, record)] * 2)
    assert [result.pk for result in results] == [VisitRecord.objects.get().pk] * 2


def test_begin_and_end_are_those_of_the_visit(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    began = ON_SITE - HOUR / 2
    keep(cast, visit, new("begun", happened=began))
    visit.refresh_from_db()
    assert (visit.begun_at, visit.state) == (began, "fixed")
    assert visit.promise is not None
    assert visit.promise.kept_at is not None
    keep(cast, visit, new("ended"))
    keep(cast, visit, new("ended"))
    keep(cast, visit, new("kilometres", quantity=Decimal(3)))
    visit.refresh_from_db()
    assert visit.state == "done"
    assert not VisitRecord.objects.exclude(conflict="").exists()


def test_the_checklist_of_the_journey_is_ticked(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    keep(cast, visit, new("check", words="Papers are there", checked="papers-handed-over"))
    keep(cast, visit, new("check", words="Floor swept"))
    ticks = Check.objects.filter(journey=row, by=cast.lea)
    assert [tick.item for tick in ticks] == ["papers-handed-over"]


def test_an_item_is_found_at_once_by_its_serial_number(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    answer = keep(cast, visit, new("item", words="Wallbox", serial="WB 4711"))
    assert answer.item is not None
    assert (answer.item.serial, answer.item.place, answer.item.entered_by_id) == (
        "WB 4711", "Königstraße 4, Dresden", cast.lea.pk,
    )  # fmt: skip


def test_a_number_that_stands_elsewhere_waits_and_is_not_lost(cast: Cast, row: Journey) -> None:
    other = people.in_delivery(cast, of=cast.school)
    install_item(journey=other.pk, item=NewItem(product="Wallbox", serial="WB 4711"), by=cast.by("jonas"))
    answer = keep(cast, fixed(cast, row), new("item", words="Wallbox", serial="wb 4711"))
    assert (answer.state, answer.conflict, answer.item_id, answer.serial) == (
        "conflict",
        "serial",
        None,
        "wb 4711",
    )
    assert InstalledItem.objects.count() == 1
    with clock.at(ON_SITE), refused("a_serial_number_stands_once"):
        visits.judge_record(record=answer.pk, counts=True, by=cast.by("jonas"))


@pytest.mark.parametrize("how", ["moved", "handed", "cancelled", "missed"])
def test_a_visit_that_changed_meanwhile_keeps_it_as_a_conflict(cast: Cast, row: Journey, how: str) -> None:
    visit = fixed(cast, row)
    by = cast.by("jonas")
    with clock.at(ON_SITE):
        if how == "moved":
            visits.move_visit(visit=visit.pk, window=window(10), words="Thursday, please", by=by)
        elif how == "handed":
            visits.hand_visit(visit=visit.pk, to=cast.iris.pk, by=by)
        elif how == "cancelled":
            visits.cancel_visit(visit=visit.pk, words="No need any more", by_them=True, by=by)
        else:
            visits.miss_visit(visit=visit.pk, words="Nobody there", by_them=True, by=by)
    answer = [keep(cast, visit, new("hours", quantity=Decimal(2))), keep(cast, visit, new("begun"))]
    assert [(record.state, record.conflict) for record in answer] == [("conflict", how)] * 2
    visit.refresh_from_db()
    assert visit.begun_at is None
    assert counted(row) == []
    step = NextStep.objects.get(journey=row, kind="look_at_records", done_at__isnull=True)
    assert step.handler_id is None  # its holder's
    with clock.at(ON_SITE):
        visits.judge_record(record=answer[0].pk, counts=True, by=by)
        visits.judge_record(record=answer[1].pk, counts=False, words="Pressed too early", by=by)
    assert counted(row) == [(2, "HUR")]
    step.refresh_from_db()
    assert step.done_at is not None


def test_a_record_is_dropped_with_its_reason(cast: Cast, row: Journey) -> None:
    answer = keep(cast, fixed(cast, row), new("hours", quantity=Decimal(30)))
    with clock.at(ON_SITE):
        with refused("invalid_words"):
            visits.judge_record(record=answer.pk, counts=False, by=cast.by("jonas"))
        visits.judge_record(record=answer.pk, counts=False, words="It was 3", by=cast.by("jonas"))
        with refused("dropped_already"):
            visits.judge_record(record=answer.pk, counts=True, by=cast.by("jonas"))
    assert counted(row) == []


def test_nothing_is_lost_when_the_journey_has_ended(cast: Cast, row: Journey) -> None:
    visit = fixed(cast, row)
    with clock.at(ON_SITE):
        cancel(journey=row.pk, why="Not now", by=cast.by("ana"), by_them=True)
        visits.end_visits()
    answer = keep(cast, visit, new("hours", quantity=Decimal(2)))
    assert (answer.state, answer.conflict) == ("conflict", "cancelled")


def test_a_record_goes_on_with_a_merged_journey(cast: Cast) -> None:
    row, into = people.opened(cast), people.opened(cast)
    plan = VisitPlan(person=cast.lea.pk, place="Königstraße 4, Dresden", words="Put the line in")
    visit = visits.fix_visit(journey=row.pk, plan=plan, window=window(), by=cast.by("tom"))
    with clock.at(ON_SITE - DAY):
        join(journey=row.pk, into=into.pk, why="The same line", by=cast.by("ana"))
        visits.end_visits()
    answer = keep(cast, visit, new("hours", quantity=Decimal(2)))
    assert (answer.journey_id, answer.conflict) == (into.pk, "")


def test_a_record_needs_the_right_to_read_or_to_go(cast: Cast, row: Journey) -> None:
    """Everybody who may read the journey, and whoever was to go there, also where it is confidential."""
    visit = fixed(cast, row)
    with clock.at(ON_SITE):
        make_confidential(journey=row.pk, confidential=True, by=cast.by("ana"))
        with refused("not_yours_to_do"):
            keep(cast, visit, new("work", words="I was there, too"), "iris")
        keep(cast, visit, new("work", words="Line drawn"))
        visits.hand_visit(visit=visit.pk, to=cast.jonas.pk, by=cast.by("jonas"))
        answer = keep(cast, visit, new("work", words="And swept"))
    assert answer.conflict == "handed"


@pytest.mark.parametrize(
    "record",
    [
        new("hours"), new("hours", quantity=Decimal(0)), new("hours", quantity=Decimal("NaN")),
        new("hours", quantity=Decimal("0.00001")), new("part", quantity=Decimal(1), words="Cable", unit="metres"),
        new("work", words=" "), new("signature", words=""), new("photo"), new("nap"),
        new("photo", picture=Picture(name="a.svg", media_type="image/svg+xml", content=b"<svg/>")),
        new("work", words="x" * 4001),
    ],
)  # fmt: skip
def test_a_record_that_says_nothing_is_refused(cast: Cast, row: Journey, record: NewRecord) -> None:
    visit = fixed(cast, row)
    before = Event.objects.count()
    with pytest.raises(Refusal) as refusal:
        keep(cast, visit, record)
    assert refusal.value.code.startswith("invalid_")
    assert Event.objects.count() == before


def test_nothing_is_recorded_before_a_time_is_fixed(cast: Cast, row: Journey) -> None:
    plan = VisitPlan(person=cast.lea.pk, place="Königstraße 4", words="Put the line in")
    visit = visits.offer_visit(journey=row.pk, plan=plan, windows=[window()], by=cast.by("jonas"))
    with refused("visit_not_fixed"):
        keep(cast, visit, new("work", words="Line drawn"))
