"""Visits with their windows and records."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Schema

from wellkept.api.times import Instant
from wellkept.visits.queries import records_of

if TYPE_CHECKING:
    from wellkept.visits.models import Visit, VisitRecord


class WindowOut(Schema):
    starts: Instant
    ends: Instant


class RecordOut(Schema):
    """One thing that was done. `conflict` says how the visit had changed when it came."""

    id: int
    key: UUID
    kind: str
    state: str
    conflict: str
    words: str
    quantity: Decimal | None
    unit: str
    serial: str
    checked: str
    item: int | None
    has_file: bool
    person: int
    happened_at: Instant
    recorded_at: Instant
    judged_words: str


class VisitOut(Schema):
    """A visit. `sequence` rises with each change; `windows` are those that the customer may pick from."""

    id: int
    state: str
    person: int
    place: str
    words: str
    change_hours: int
    sequence: int
    starts_at: Instant | None
    ends_at: Instant | None
    begun_at: Instant | None
    late_told_at: Instant | None
    ended_at: Instant | None
    windows: list[WindowOut]
    records: list[RecordOut]


class VisitsOut(Schema):
    visits: list[VisitOut]


def visits_out(rows: list[Visit]) -> list[VisitOut]:
    """Build the answers about these visits."""
    records = records_of([row.pk for row in rows])
    return [_visit_out(row, [record for record in records if record.visit_id == row.pk]) for row in rows]


def _visit_out(row: Visit, records: list[VisitRecord]) -> VisitOut:
    return VisitOut(
        id=row.pk,
        state=row.state,
        person=row.person_id,
        place=row.place,
        words=row.words,
        change_hours=row.change_hours,
        sequence=row.sequence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        begun_at=row.begun_at,
        late_told_at=row.late_told_at,
        ended_at=row.ended_at,
        windows=[WindowOut(starts=window.starts_at, ends=window.ends_at) for window in row.windows.all()],
        records=[_record_out(record) for record in records],
    )


def _record_out(row: VisitRecord) -> RecordOut:
    return RecordOut(
        id=row.pk,
        key=row.key,
        kind=row.kind,
        state=row.state,
        conflict=row.conflict,
        words=row.words,
        quantity=row.quantity,
        unit=row.unit,
        serial=row.serial,
        checked=row.checked,
        item=row.item_id,
        has_file=row.file_id is not None,
        person=row.person_id,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        judged_words=row.judged_words,
    )
