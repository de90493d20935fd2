"""Say of a record of a visit whether it counts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.delivery.commands.install import install
from wellkept.delivery.new_item import NewItem
from wellkept.journeys.commands.turn import turn
from wellkept.kernel.refusal import invalid, missing
from wellkept.people.actor import Actor
from wellkept.visits import facts, rules
from wellkept.visits.models import VisitRecord


def judge_record(*, record: int, counts: bool, by: Actor, words: str = "") -> VisitRecord:
    """Let a record of a visit that had changed count, or drop one. An item that counts is entered with it.

    What was dropped stays on record, and is billed by nobody.
    """
    journey = VisitRecord.objects.filter(pk=record).values_list("journey_id", flat=True).first()
    if journey is None:
        raise missing("record", _("There is no such record."))
    if not counts and not words.strip():
        raise invalid("words", _("Why does it not count?"))

    with turn(
        journey=journey, by=by, check=lambda state: rules.cannot_judge(state, _of_key(record), counts=counts)
    ) as t:
        row = _of_key(record)
        at = t.place
        if counts and row.kind == "item":
            row.item = install(t, NewItem(product=row.words, serial=row.serial, place=row.visit.place))
        row.state = "counts" if counts else "dropped"
        row.judged_at, row.judged_by_id, row.judged_words = t.now, t.by.as_staff(), words.strip()
        row.save(update_fields=["state", "judged_at", "judged_by", "judged_words", "item"])
        fact = facts.RecordJudged(
            visit=row.visit_id, record=row.pk, counts=counts, item=row.item_id, said=row.judged_words
        )
        t.say(fact, at=at)
        t.audience_people.add(row.person_id)
        if not VisitRecord.objects.filter(visit_id=row.visit_id, state="conflict").exists():
            parameters = {"records_of": str(row.visit_id)}
            t.finish([step for step in t.steps() if step.parameters == parameters], how="judged")
            if not t.steps():
                t.plan_step("act", hours=t.stage.answer_hours)
        return row


def _of_key(record: int) -> VisitRecord:
    return VisitRecord.objects.select_related("visit").get(pk=record)
