"""Keep what was done at a visit, as the device of whoever was there sends it: each record once, under its own key."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.delivery.commands.install import install
from wellkept.delivery.new_item import NewItem
from wellkept.delivery.rules import cannot_enter_items
from wellkept.events.commands import Audience, Entry, record
from wellkept.files import commands as files
from wellkept.journeys.commands.handoffs import tick_items
from wellkept.journeys.commands.turn import Turn, turn, wait_for_turn
from wellkept.journeys.models import NextStep
from wellkept.journeys.state import JourneyState
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, missing, refuse
from wellkept.kernel.rows import insert
from wellkept.people.actor import Actor
from wellkept.people.queries import fresh
from wellkept.visits import facts, rules
from wellkept.visits.commands.visit_ends import begin, finish
from wellkept.visits.commands.visit_offers import of_key
from wellkept.visits.models import Visit, VisitRecord
from wellkept.visits.new_record import NewRecord


@transaction.atomic
def keep_record(*, visit: int, new: NewRecord, by: Actor) -> VisitRecord:
    """Keep one record, unless its key is same: then nothing changes.

    Everybody of ours who may read the journey may record, and whoever was to go. Nothing is lost: a record of a visit
    that was moved, handed on or called off meanwhile is kept as a conflict, and somebody says later whether it counts.
    """
    by = fresh(by)
    refuse(new.refusal())
    row = _goes_on_as(visit)
    if row.pk != visit:
        new = replace(new, seen=new.seen + 1)  # the visit before was cancelled with its journey
    wait_for_turn(row.journey_id)
    same = VisitRecord.objects.filter(key=new.key, person_id=by.as_staff()).first()
    if same is not None:
        return same
    row = of_key(row.pk)
    goes = by.person == row.person_id or _was_to_go(row, by.as_staff())

    def check(state: JourneyState) -> Refusal | None:
        return rules.cannot_record(state, row, goes=goes)

    if row.journey.state == "ended":
        refuse(check(JourneyState(row.journey, by)))
        return _keep_after_the_end(row, new, by)
    with turn(journey=row.journey_id, by=by, check=check) as t:
        return _keep(t, row, new)


def _keep(t: Turn, row: Visit, new: NewRecord) -> VisitRecord:
    kept = _record(row, new, by=t.by.as_staff(), now=t.now)
    earlier = kept.happened_at if t.row.opened_at <= kept.happened_at < t.now else None
    at = t.place
    if new.kind == "item" and not kept.conflict:
        _install(t, kept)
    insert(kept)
    t.say(_fact(kept), happened=earlier, at=at)
    t.audience_people |= {row.person_id, kept.person_id}
    if kept.conflict:
        _ask_the_holder(t, row)
    elif new.kind == "check" and any(item.key == new.checked for item in t.plan.checklist):
        tick_items(t, {new.checked: ""})
    elif new.kind == "begun" and rules.cannot_begin_visit(t.state, row) is None:
        begin(t, row, happened=earlier)
    elif new.kind == "ended" and rules.cannot_move_visit(t.state, row) is None:
        finish(t, row, happened=earlier)
    return kept


def _keep_after_the_end(row: Visit, new: NewRecord, by: Actor) -> VisitRecord:
    """Keep a record of a journey that has ended: nothing else changes there."""
    kept = _record(row, new, by=by.as_staff(), now=clock.now())
    insert(kept)
    people = {row.person_id, row.journey.owner_id, row.journey.holder_id}
    record(Entry(row.journey_id, _fact(kept)), by=by.by, audience=Audience(people, {row.journey.team_id}))
    return kept


def _record(row: Visit, new: NewRecord, *, by: int, now: datetime) -> VisitRecord:
    conflict = rules.conflict_of(row, seen=new.seen, person=by)
    return VisitRecord(
        visit=row,
        journey_id=row.journey_id,
        key=new.key,
        kind=new.kind,
        state="conflict" if conflict else "counts",
        conflict=conflict,
        words=new.words.strip(),
        quantity=new.amount,
        unit=new.unit_code,
        serial=new.serial.strip() if new.kind == "item" else "",
        checked=new.checked if new.kind == "check" else "",
        file=None
        if new.picture is None or not new.is_pictured
        else files.keep(
            subject=row.journey_id,
            name=new.picture.name,
            media_type=new.picture.media_type,
            content=new.picture.content,
        ),
        person_id=by,
        happened_at=max(min(new.happened or now, now), row.offered_at),
        recorded_at=now,
    )


def _fact(kept: VisitRecord) -> facts.VisitRecorded:
    return facts.VisitRecorded(
        visit=kept.visit_id,
        record=kept.pk,
        kind=kept.kind,
        conflict=kept.conflict,
        quantity=kept.quantity,
        unit=kept.unit,
        checked=kept.checked,
        file=kept.file_id,
        item=kept.item_id,
        serial=kept.serial,
        said=kept.words,
    )


def _install(t: Turn, kept: VisitRecord) -> None:
    """Enter the item, so that its serial number is found at once. What cannot be entered waits for somebody's word."""
    if cannot_enter_items(t.state) is not None:
        kept.state, kept.conflict = "conflict", "item"
        return
    try:
        with transaction.atomic():
            item = NewItem(product=kept.words, serial=kept.serial, place=kept.visit.place)
            kept.item = install(t, item)
    except (Refusal, IntegrityError):
        kept.state, kept.conflict = "conflict", "serial"


def _ask_the_holder(t: Turn, row: Visit) -> None:
    """Plan that somebody looks at what was recorded. A journey at rest has its owner, who is told by the page."""
    parameters = {"records_of": str(row.pk)}
    if t.row.state == "open" and not any(step.parameters == parameters for step in t.steps()):
        t.plan_step("look_at_records", row.words, hours=t.stage.answer_hours, parameters=parameters)


def _goes_on_as(visit: int) -> Visit:
    """The visit of this key, or the one as which it goes on in the journey into which its own was merged."""
    row = Visit.objects.select_related("journey").filter(pk=visit).first()
    if row is None:
        raise missing("visit", _("There is no such visit."))
    if row.journey.state != "ended":
        return row
    onward = Visit.objects.filter(uid=row.uid, pk__gt=row.pk).exclude(journey__state="ended")
    return onward.select_related("journey").order_by("pk").last() or row


def _was_to_go(row: Visit, person: int) -> bool:
    """Whether this person was to go there once: the step of the visit was theirs."""
    return NextStep.objects.filter(
        journey_id=row.journey_id, kind="visit", handler_id=person, parameters__visit=str(row.pk)
    ).exists()
