"""Build the ribbon of a journey from its history. It reads only the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from wellkept.blueprints.queries import plan
from wellkept.events.queries import Happening
from wellkept.journey_page.touches import CORRECTIONS, as_they_count
from wellkept.journeys import time_in_court
from wellkept.kernel import clock, wording
from wellkept.kernel.refusal import Refusal
from wellkept.people.stages import stage_name
from wellkept.promises.purposes import in_words
from wellkept.ui.ribbon import Band, Court, Flag, Ribbon, Seam, Silence, Touch
from wellkept.ui.ribbon.data import FlagState

AT_MOST = 400  # what a row of a list is drawn from: the newest of one journey

_COURTS: dict[str, Court] = {"us": "us", "customer": "customer", "third": "third"}
# The events that draw something. What marks a court is drawn too, whatever its type.
DRAWN = (
    "journey_opened",
    "touch_logged",
    *CORRECTIONS,
    "wrote_to_customer",
    "notice_told",
    "handoff_offered",
    "handoff_accepted",
    "handoff_declined",
    "handoff_withdrawn",
    "promise_made",
    "promise_kept",
    "promise_reopened",
    "promise_moved",
    "promise_released",
    "promise_struck",
    "step_planned",
    "went_to_rest",
    "woke",
    "journey_ended",
    # further acts that may change the court, and what a row says of where it stands
    "no_answer_needed",
    "step_done",
    "court_marked",
    "triggered",
    "trigger_objected",
    "read_back_put",
    "need_confirmed",
    "read_back_corrected",
    "agreement_put",
    "agreed",
    "agreement_declined",
    "part_delivered",
    "delivered",
    "accepted",
    "rejected",
    "new_date_answered",
    "problem_split_off",
    "journey_joined",
    "step_moved",
    "silence_warned",
    "handoff_escalated",
)


def of(history: Sequence[Happening], *, now: datetime | None = None, outline: bool = False) -> Ribbon:
    """Build the ribbon of one history, in the order recorded.

    With `outline`, it shows only what everybody may know of a confidential journey.
    """
    instant = now or clock.now()
    history = as_they_count(history)
    ordered = sorted(history, key=lambda event: (event.happened, event.id))
    start = ordered[0].happened if ordered else instant
    end = _end(ordered)
    until = min(end or instant, instant)
    touches = tuple(_touches(ordered))
    flags = tuple(_flags(history, instant))
    whole = Ribbon(
        start=start,
        now=instant,
        end=end,
        bands=tuple(_bands(history, start=start, until=until, end=end, flags=flags)),
        seams=tuple(_seams(history)),
        touches=touches,
        flags=flags,
        silences=() if _was_elsewhere(ordered) else tuple(_silences(ordered, start=start, until=until)),
        notes=_notes(history),
    )
    return whole.outline if outline else whole


def _end(ordered: Sequence[Happening]) -> datetime | None:
    end = None
    for event in ordered:
        if event.type in ("journey_ended", "went_to_rest"):
            end = event.happened
        elif event.type == "woke":
            end = None
    return end


def _was_elsewhere(ordered: Sequence[Happening]) -> bool:
    """Whether it ended before it came here: what was said there, nobody brought along."""
    return any(event.type == "journey_ended" and event.facts.get("how") == "elsewhere" for event in ordered)


def _bands(
    history: Sequence[Happening],
    *,
    start: datetime,
    until: datetime,
    end: datetime | None,
    flags: Sequence[Flag],
) -> Iterator[Band]:
    spans = time_in_court.spans(_marks(history), start=start, end=until)
    for span in spans[:-1]:
        yield Band(span.start, span.end, _COURTS[span.court], span.whom)
    if not spans:
        return
    last = spans[-1]
    band = Band(last.start, last.end, _COURTS[last.court], last.whom)
    # What is still to come is drawn up to the next date that the customer relies on, else to our next step.
    ahead = [flag.due for flag in flags if flag.state == "open" and flag.due > until]
    if end is None and last.end == until:
        planned = min(ahead, default=None) or _next_due(history, until)
        if planned is not None:
            band = replace(band, end=planned)
    yield band


def _marks(history: Sequence[Happening]) -> list[time_in_court.Mark]:
    """Each change of court. A third party's name stands in the step that was planned by the same act."""
    marks = []
    third = ""
    batch: dict[int, str] = {}
    for event in history:
        if event.type == "step_planned" and event.facts.get("awaits") == "third":
            third = event.facts.get("whom") or ""
            batch[event.cause or event.id] = third
    third = ""
    for event in history:
        if event.type == "step_planned" and event.facts.get("awaits") == "third":
            third = event.facts.get("whom") or third
        if event.court is None:
            continue
        waits_for = (
            event.facts.get("waits_for") or batch.get(event.id) or third if event.court == "third" else ""
        )
        marks.append(time_in_court.Mark(event.happened, event.court, str(waits_for)))
    return marks


def _next_due(history: Sequence[Happening], until: datetime) -> datetime | None:
    open_steps: dict[int, datetime] = {}
    for event in history:
        if event.type == "step_planned" or event.type == "step_moved":
            open_steps[event.facts["step"]] = datetime.fromisoformat(event.facts["due"])
        elif event.type in ("step_done", "no_answer_needed"):
            open_steps.pop(event.facts["step"], None)
        elif event.type in ("handoff_accepted", "woke", "went_to_rest"):
            open_steps.clear()
    ahead = [due for due in open_steps.values() if until < due < until + timedelta(days=30)]
    return min(ahead, default=None)


def _seams(history: Sequence[Happening]) -> Iterator[Seam]:
    offers: dict[int, Seam] = {}
    for event in history:
        if event.type == "handoff_offered":
            stage = str(event.facts["to_stage"])
            offers[event.facts["handoff"]] = Seam(event.happened, None, str(stage_name(stage)))
        elif event.type == "handoff_accepted" and event.facts["handoff"] in offers:
            key = event.facts["handoff"]
            offers[key] = replace(offers[key], accepted_at=event.happened)
        elif event.type in ("handoff_declined", "handoff_withdrawn"):
            offers.pop(event.facts["handoff"], None)
        elif event.type == "journey_ended":
            offers = {key: seam for key, seam in offers.items() if seam.accepted_at is not None}
    yield from offers.values()


def _touches(ordered: Sequence[Happening]) -> Iterator[Touch]:
    for event in ordered:
        if event.type == "journey_opened":
            yield Touch(event.happened, "them")
        elif event.type == "wrote_to_customer":
            yield Touch(event.happened, "us")
        elif event.type == "touch_logged":
            yield Touch(
                event.happened,
                "them" if event.facts.get("incoming") else "us",
                chase=bool(event.facts.get("chase")),
                unanswered=bool(event.facts.get("unanswered")),
            )


@dataclass
class _Promise:
    text: str
    due: datetime
    first: datetime
    kept: datetime | None = None
    released: bool = False
    struck: bool = False


def _flags(history: Sequence[Happening], now: datetime) -> Iterator[Flag]:
    """Promises with a date, each on the date that holds now."""
    ledger: dict[int, _Promise] = {}
    for event in history:
        key = event.facts.get("promise")
        if event.type == "promise_made" and event.facts.get("due"):
            due = datetime.fromisoformat(event.facts["due"])
            ledger[event.facts["promise"]] = _Promise(
                in_words(str(event.facts.get("purpose") or ""), str(event.facts.get("text") or "")), due, due
            )
        elif key not in ledger:
            continue
        elif event.type == "promise_moved":
            ledger[key].due = datetime.fromisoformat(event.facts["due"])
        elif event.type == "promise_kept":
            ledger[key].kept = event.recorded
        elif event.type == "promise_reopened":
            ledger[key].kept = None
        elif event.type == "promise_released":
            ledger[key].released = True
        elif event.type == "promise_struck":
            ledger[key].struck = True
    for promise in ledger.values():
        if promise.struck:
            continue
        late = (promise.kept or now) > promise.due
        state: FlagState
        if promise.released:
            state = "released"
        elif late:
            state = "broken"
        else:
            state = "kept" if promise.kept else "open"
        yield Flag(
            promise.due,
            promise.text,
            state,
            first_due=promise.first if promise.first != promise.due else None,
            kept_at=promise.kept,
        )


def _silences(ordered: Sequence[Happening], *, start: datetime, until: datetime) -> Iterator[Silence]:
    """The times in which the customer heard nothing for longer than the limit of the stage it was in."""
    heard, limit, resting = start, _limit(ordered), False
    for event in ordered:
        if not resting and _was_heard(event):
            yield from _gap(heard, event.happened, limit)
            heard = max(heard, event.happened)
        if event.type in ("handoff_accepted", "woke") and event.facts.get("version"):
            limit = _hours(event.facts["version"], str(event.facts.get("to_stage") or "support")) or limit
        if event.type == "went_to_rest":
            yield from _gap(heard, event.happened, limit)
            resting = True
        elif event.type == "woke":
            resting, heard = False, event.happened
    if not resting:
        yield from _gap(heard, until, limit)


def _gap(heard: datetime, at: datetime, limit: timedelta) -> Iterator[Silence]:
    if at - heard > limit:
        yield Silence(heard, at, _silent(at - heard))


def _silent(length: timedelta) -> str:
    return wording.no_word_for(length)


def _was_heard(happening: Happening) -> bool:
    if happening.type == "wrote_to_customer":
        return True
    if happening.type == "notice_told":
        return bool(happening.facts.get("new"))
    if happening.type == "touch_logged":
        if happening.facts.get("spoke") is not None:
            return bool(happening.facts["spoke"])
        staff = happening.actor_kind in ("person", "token")
        spoken = not happening.facts.get("incoming") or (happening.facts.get("channel") == "call" and staff)
        return spoken and not happening.facts.get("unanswered")
    return False


def _limit(ordered: Sequence[Happening]) -> timedelta:
    opened = next((event for event in ordered if event.type == "journey_opened"), None)
    hours = _hours(opened.facts["version"], opened.facts["stage"]) if opened else None
    return hours or timedelta(days=3)


def _hours(version: int, stage: str) -> timedelta | None:
    try:
        stages = plan(version).stages
    except Refusal:  # an event that names no version that there is
        return None
    hours = next((row for row in stages if row.stage == stage), None)
    return timedelta(hours=hours.silence_hours) if hours else None


def _notes(history: Sequence[Happening]) -> tuple[str, ...]:
    """Count the colleagues whom the customer has dealt with."""
    people = {
        event.actor_id
        for event in history
        if event.type in ("touch_logged", "wrote_to_customer")
        and event.actor_kind == "person"
        and event.actor_id
    }
    if len(people) < 2:
        return ()
    return (ngettext("%(count)s person", "%(count)s people", len(people)) % {"count": len(people)},)
