"""The journey page: everything about one journey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wellkept.intake.queries import calls_to_settle, others_of
from wellkept.intake.senders import in_intake_under
from wellkept.journey_page import acts
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys import queries as journeys
from wellkept.journeys.commands.details import note_reading
from wellkept.journeys.rules import cannot_write_to_customer, no_mail_address
from wellkept.kernel import clock, wording
from wellkept.kernel import number as numbers
from wellkept.kernel.given_name import given_name
from wellkept.kernel.refusal import Refusal
from wellkept.people.stages import stage_name
from wellkept.web import access, labels
from wellkept.web.journeys import promises, side, timeline, touches
from wellkept.web.journeys.progress import progress


@dataclass(frozen=True)
class Stage:
    """A stage of the rail."""

    name: str
    state: str
    line: str = ""
    theirs: str = ""
    ours: str = ""


@access.page
@require_safe
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show the page; of a confidential journey only the outline. Reading a confidential one is an event.

    The number of an intake item leads to that item.
    """
    by = access.actor(request)
    try:
        row = journeys.journey(number, by=by)
    except Refusal as refusal:
        if (
            refusal.status == 404
            and (parsed := numbers.parse(number))
            and (item := in_intake_under([parsed]))
        ):
            return redirect(f"/intake/{item.pk}")
        if refusal.code != "confidential":
            raise
        return render(
            request,
            "web/journeys/outline.html",
            _outline(journeys.outline(number), refusal),
            status=403,
        )
    if request.path != f"/journeys/{row.number}":
        return redirect(f"/journeys/{row.number}")
    if row.confidential and not access.is_live(request) and not access.is_fragment(request):
        note_reading(journey=row.pk, by=by)
    journey_record = JourneyRecord(row, by)
    return render(request, "web/journeys/page.html", _context(request, journey_record))


def _outline(outline: journeys.Outline, refusal: Refusal) -> dict[str, object]:
    return {
        "outline": outline,
        "refused": refusal,
        "stage": labels.stage(outline.stage),
        "state": labels.court(outline.court, since=outline.court_since),
        "section": "",
    }


def _context(request: HttpRequest, record: JourneyRecord) -> dict[str, Any]:
    row = record.row
    every = acts.acts_of(record)
    primary = acts.first_act(record)
    second = _second(every, primary)
    only = request.GET.get("only", "")
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    forms: dict[str, Any] = {"record": record, "keys": {}, "asked": {}}
    contact = row.contact
    no_letter = cannot_write_to_customer(record) or no_mail_address(record)
    return {
        "w": record,
        "row": row,
        "number": numbers.show(row.number),
        "section": "",
        "here": f"/journeys/{row.number}",
        "state": _state(record),
        "flags": _flags(record),
        "rail": _rail(record),
        "checklist": _checklist(record),
        "receiver": stage_name(record.onward.stage) if record.onward else "",
        "primary": primary,
        "second": second,
        "groups": _groups(every, [primary, *second]),
        "not_now": _not_now(every),
        "timeline": timeline.read(row.pk, only=only, before=before),
        "filters": timeline.filters_of(confidential=row.confidential),
        "only": only if only in timeline.FILTERS else "",
        "before": before,
        "calls": [(item, others_of(item)) for item in calls_to_settle(row.pk)]
        if row.state != "ended"
        else [],
        "steps": side.open_steps(record),
        "delivery": progress(record),
        "ledger": side.lines_of(record.promises),
        "letter": None if no_letter else touches.Letter(None, **forms),
        "note": touches.Note(None, **forms),
        "touch": touches.Touch(None, **forms),
        "promise": promises.Made(None, **forms),
        "first_name": given_name(contact.name) if contact else row.customer.name,
        "references": _references(record),
        "back_to": {act.noun: act for act in every},
        "ended_words": str(labels.ENDINGS.get(record.ending.how, "")) if record.ending else "",
        "now": record.now,
    }


def _state(record: JourneyRecord) -> labels.State:
    """`Waiting on us · Delivery · 4 days`"""
    row = record.row
    stage = labels.stage(row.stage)
    if row.state == "ended":
        return labels.State(str(labels.ENDINGS[record.ending.how]) if record.ending else _("Ended"), "plain")
    if row.state == "at_rest":
        return labels.State(_("At rest"), "plain")
    length = wording.duration(clock.now() - row.court_since)
    where = {
        "us": _("Waiting on us"),
        "customer": _("Waiting on customer"),
        "third": _("Waiting on %(whom)s") % {"whom": row.waits_for},
    }[row.court]
    return labels.State(f"{where} · {stage} · {length}", row.court)


def _flags(record: JourneyRecord) -> list[labels.State]:
    """Warnings: a broken promise, one in jeopardy, a silence."""
    row, results = record.row, []
    if row.state != "open":
        return []
    due = [promise.due for promise in record.owed if promise.due is not None]
    if any(moment < record.now for moment in due):
        results.append(labels.State(_("promise broken"), "broken"))
    elif row.next_step is not None and any(moment < row.next_step.due_at for moment in due):
        results.append(labels.State(_("promise in jeopardy"), "moved"))
    if row.silent_at is not None and row.silent_at < record.now:
        results.append(labels.State(wording.no_word_for(record.now - row.heard_at), "broken"))
    return results


def _checklist(record: JourneyRecord) -> list[tuple[object, object]]:
    """The next team's checklist, with ticks. Empty where nobody hands over to themselves."""
    if record.onward is None or record.alone or record.row.state != "open":
        return []
    return list(record.checklist(record.onward.stage))


def _rail(record: JourneyRecord) -> list[Stage]:
    row = record.row
    over = row.state != "open"
    here = record.stage.place
    goals = {goal.stage: goal for goal in record.goals}
    stages = []
    for stage in record.plan.stages:
        name = labels.stage(stage.stage)
        if over or stage.place < here:
            missed = goals.get(stage.stage)
            line = _ended_by(record, stage.trigger)
            if missed is not None and not missed.customer_met:
                failed = _("not as they wanted")
                line = f"{line} · {failed}" if line else _("Not as they wanted")
            stages.append(Stage(name, "done", line=line))
        elif stage.place == here:
            stages.append(Stage(name, "current", theirs=stage.customer_goal, ours=stage.business_goal))
        else:
            stages.append(Stage(name, "ahead", line=stage.customer_goal))
    return stages


def _ended_by(record: JourneyRecord, kind: str) -> str:
    """`Agreed on 10 Nov · €18,400`"""
    trigger = next((row for row in reversed(record.triggers) if row.kind == kind), None)
    if trigger is None:
        return ""
    day = wording.day(trigger.given_at)
    if kind == "agreement" and record.agreement is not None:
        money = str(record.agreement.price)
        return _("Agreed on %(day)s · %(money)s") % {"day": day, "money": money}
    text = {
        "decision": _("They decided on %(day)s"),
        "agreement": _("Agreed on %(day)s"),
        "acceptance": _("Accepted on %(day)s"),
        "next_need": _("Their next need on %(day)s"),
    }[kind]
    return text % {"day": day}


def _second(every: list[acts.Act], primary: acts.Act | None) -> list[acts.Act]:
    """Choose at most two further buttons for this moment."""
    likely = [
        act for act in every if act.possible and act.group in (acts.FORWARD, acts.STAGE) and act != primary
    ]
    beside = [act for act in likely if "?" not in act.noun and act.noun != "no-answer-needed"]
    if primary is not None and primary.noun.endswith("/acceptance"):  # who is asked does not take it back
        beside = [act for act in beside if not act.noun.endswith("/withdrawal")]
    return beside[:2]


def _groups(every: list[acts.Act], shown: list[acts.Act | None]) -> list[list[acts.Act]]:
    """The menu: all possible acts, in groups."""
    order = (acts.FORWARD, acts.STAGE, acts.CARE, acts.HANDS, acts.END)
    groups = [
        [act for act in every if act.possible and act.group == group and act not in shown] for group in order
    ]
    return [group for group in groups if group]


def _not_now(every: list[acts.Act]) -> list[tuple[str, list[acts.Act]]]:
    """Impossible acts, grouped by reason."""
    values: dict[tuple[str, str], list[acts.Act]] = {}
    for act in every:
        if not act.possible:
            values.setdefault((act.why_not, act.instead), []).append(act)
    return [(wording.names([act.words for act in same]), same) for same in values.values()]


def _references(record: JourneyRecord) -> list[str]:
    own = numbers.show(record.row.number)
    references = [
        numbers.show(reference.said) if reference.kind == "number" else reference.said
        for reference in record.references
        if reference.kind != "need"  # the page has the whole sentence above
    ]
    return [row for row in dict.fromkeys(references) if row != own]
