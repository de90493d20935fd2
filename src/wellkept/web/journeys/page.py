"""The journey page: what is the truth about this one?"""

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
from wellkept.kernel.refusal import Refusal
from wellkept.web import access, labels
from wellkept.web.journeys import promises, side, timeline, touches


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
    except Refusal as no:
        if no.status == 404 and (given := numbers.parse(number)) and (item := in_intake_under([given])):
            return redirect(f"/intake/{item.pk}")
        if no.code != "confidential":
            raise
        return render(
            request,
            "web/journeys/outline.html",
            _outline(journeys.outline(number), no),
            status=403,
        )
    if request.path != f"/journeys/{row.number}":
        return redirect(f"/journeys/{row.number}")
    if row.confidential and not access.is_live(request) and not access.is_fragment(request):
        note_reading(journey=row.pk, by=by)
    w = JourneyRecord(row, by)
    return render(request, "web/journeys/page.html", _context(request, w))


def _outline(outline: journeys.Outline, no: Refusal) -> dict[str, Any]:
    return {
        "outline": outline,
        "refused": no,
        "stage": labels.stage(outline.stage),
        "state": labels.court(outline.court, since=outline.court_since, waits_for=_("a third party")),
        "section": "",
    }


def _context(request: HttpRequest, w: JourneyRecord) -> dict[str, Any]:
    row = w.row
    every = acts.acts_of(w)
    primary = acts.first_act(w)
    second = _second(every, primary)
    only = request.GET.get("only", "")
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    forms: dict[str, Any] = {"w": w, "keys": {}, "asked": {}}
    contact = row.contact
    no_letter = cannot_write_to_customer(w) or no_mail_address(w)
    return {
        "w": w,
        "row": row,
        "number": numbers.show(row.number),
        "section": "",
        "here": f"/journeys/{row.number}",
        "state": _state(w),
        "flags": _flags(w),
        "rail": _rail(w),
        "checklist": _checklist(w),
        "primary": primary,
        "second": second,
        "groups": _groups(every, [primary, *second]),
        "not_now": _not_now(every),
        "timeline": timeline.read(row.pk, only=only, before=before),
        "filters": timeline.FILTERS,
        "only": only if only in timeline.FILTERS else "",
        "before": before,
        "calls": [(one, others_of(one)) for one in calls_to_settle(row.pk)] if row.state != "ended" else [],
        "steps": side.open_steps(w),
        "ledger": side.lines_of(w.promises),
        "letter": None if no_letter else touches.Letter(None, **forms),
        "note": touches.Note(None, **forms),
        "touch": touches.Touch(None, **forms),
        "promise": promises.Made(None, **forms),
        "first_name": contact.name.split(" ")[0] if contact else row.customer.name,
        "references": _references(w),
        "back_to": {act.noun: act for act in every},
        "ended_words": str(labels.ENDINGS.get(w.ending.how, "")) if w.ending else "",
        "now": w.now,
    }


def _state(w: JourneyRecord) -> labels.State:
    """`Waiting on us · Delivery · 4 days`"""
    row = w.row
    stage = labels.stage(row.stage)
    if row.state == "ended":
        return labels.State(str(labels.ENDINGS[w.ending.how]) if w.ending else _("Ended"), "plain")
    if row.state == "at_rest":
        return labels.State(_("At rest"), "plain")
    length = wording.duration(clock.now() - row.court_since)
    where = {
        "us": _("Waiting on us"),
        "customer": _("Waiting on customer"),
        "third": _("Waiting on %(whom)s") % {"whom": row.waits_for},
    }[row.court]
    return labels.State(f"{where} · {stage} · {length}", row.court)


def _flags(w: JourneyRecord) -> list[labels.State]:
    """Warnings: a broken promise, one in jeopardy, a silence."""
    row, found = w.row, []
    if row.state != "open":
        return []
    due = [one.due for one in w.owed if one.due is not None]
    if any(one < w.now for one in due):
        found.append(labels.State(_("promise broken"), "broken"))
    elif row.next_step is not None and any(one < row.next_step.due_at for one in due):
        found.append(labels.State(_("promise in jeopardy"), "moved"))
    if row.silent_at is not None and row.silent_at < w.now:
        length = wording.duration(w.now - row.heard_at)
        found.append(labels.State(_("no word for %(length)s") % {"length": length}, "broken"))
    return found


def _checklist(w: JourneyRecord) -> list[tuple[Any, Any]]:
    """The next team's checklist, with ticks. Empty where nobody hands over to themselves."""
    if w.onward is None or w.alone or w.row.state != "open":
        return []
    return list(w.checklist(w.onward.stage))


def _rail(w: JourneyRecord) -> list[Stage]:
    row = w.row
    over = row.state != "open"
    here = w.stage.place
    goals = {goal.stage: goal for goal in w.goals}
    found = []
    for stage in w.plan.stages:
        name = labels.stage(stage.stage)
        if over or stage.place < here:
            missed = goals.get(stage.stage)
            line = _ended_by(w, stage.trigger)
            if missed is not None and not missed.customer_met:
                line = f"{line} · {_('not as they wanted')}" if line else _("Not as they wanted")
            found.append(Stage(name, "done", line=line))
        elif stage.place == here:
            found.append(Stage(name, "current", theirs=stage.customer_goal, ours=stage.business_goal))
        else:
            found.append(Stage(name, "ahead", line=stage.customer_goal))
    return found


def _ended_by(w: JourneyRecord, kind: str) -> str:
    """`Agreed on 10 Nov · €18,400`"""
    given = next((one for one in reversed(w.triggers) if one.kind == kind), None)
    if given is None:
        return ""
    day = wording.day(given.given_at)
    if kind == "agreement" and w.agreement is not None:
        money = str(w.agreement.price)
        return _("Agreed on %(day)s · %(money)s") % {"day": day, "money": money}
    said = {
        "decision": _("They decided on %(day)s"),
        "agreement": _("Agreed on %(day)s"),
        "acceptance": _("Accepted on %(day)s"),
        "next_need": _("Their next need on %(day)s"),
    }[kind]
    return said % {"day": day}


def _second(every: list[acts.Act], primary: acts.Act | None) -> list[acts.Act]:
    """At most two further buttons for this moment."""
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
    found: dict[tuple[str, str], list[acts.Act]] = {}
    for act in every:
        if not act.possible:
            found.setdefault((act.why_not, act.instead), []).append(act)
    return [(wording.names([act.words for act in same]), same) for same in found.values()]


def _references(w: JourneyRecord) -> list[str]:
    own = numbers.show(w.row.number)
    said = [numbers.show(one.said) if one.kind == "number" else one.said for one in w.references]
    return [one for one in dict.fromkeys(said) if one != own]
