"""The timeline of a journey: acts, each with its consequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept import catalogue
from wellkept.catalogue import Sentence
from wellkept.events.queries import Happening, latest
from wellkept.journeys.queries import steps_called
from wellkept.kernel import wording
from wellkept.notices.queries import of as notices_of
from wellkept.web.labels import State

PAGE = 60

# What each filter shows. What it does not name stands in no other filter than everything.
READINGS = ("confidential_read",)
"""Readings of a confidential journey. Among everything else they would push the talk off the page."""
FILTERS: dict[str, tuple[object, tuple[str, ...]]] = {
    "talk": (
        gettext_lazy("Mails and calls"),
        (
            "journey_opened",
            "touch_logged",
            "wrote_to_customer",
            "no_answer_needed",
            "notice_queued",
            "notice_returned",
            "notice_given_up",
            "notice_sent_again",
            "could_not_be_told",
            "automatic_mail_came",
            "delivery_report_came",
        ),
    ),
    "promises": (
        gettext_lazy("Promises"),
        (
            "promise_made",
            "promise_kept",
            "promise_reopened",
            "promise_move_asked",
            "promise_moved",
            "new_date_answered",
            "promise_released",
            "promise_struck",
            "promise_broken",
            "silence_warned",
        ),
    ),
    "agreed": (
        gettext_lazy("What they said"),
        (
            "need_corrected",
            "read_back_put",
            "need_confirmed",
            "read_back_corrected",
            "triggered",
            "trigger_objected",
            "quote_sent",
            "quote_declined",
            "line_questioned",
            "line_question_answered",
            "agreement_put",
            "agreement_withdrawn",
            "agreement_declined",
            "agreed",
            "part_delivered",
            "item_installed",
            "item_corrected",
            "item_taken_out",
            "delivered",
            "accepted",
            "rejected",
            "went_to_rest",
            "journey_ended",
        ),
    ),
    "steps": (
        gettext_lazy("Steps and handoffs"),
        (
            "step_planned",
            "step_moved",
            "step_done",
            "item_ticked",
            "item_unticked",
            "blueprint_step_done",
            "deviated",
            "hold_placed",
            "hold_lifted",
            "handoff_called",
            "handoff_offered",
            "handoff_accepted",
            "handoff_declined",
            "handoff_withdrawn",
            "handoff_escalated",
            "goals_recorded",
            "owner_changed",
            "holder_changed",
            "woke",
            "rested_again",
            "journey_joined",
            "problem_split_off",
        ),
    ),
    "notes": (gettext_lazy("Notes"), ("note_written",)),
    "readings": (gettext_lazy("Who read it"), READINGS),
}
# Bookkeeping that says nothing to a reader; it stands in the log, and in its words elsewhere on the page.
_QUIET = frozenset({"court_marked", "step_done"})
# What names a step by its key only.
_OF_A_STEP = frozenset({"step_done", "step_moved", "no_answer_needed"})


@dataclass
class Entry:
    """An act as it is printed: who did what, their words, and its consequences."""

    id: int
    sentence: Sentence
    at: str
    when: str
    said: State | None = None
    follows: list[tuple[str, State | None]] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"e{self.id}"

    @property
    def actor_name(self) -> str:
        """Name of the actor, or empty."""
        return self.sentence.who if self.sentence.who_key is not None or self.sentence.by_customer else ""

    @property
    def kind(self) -> str:
        return self.sentence.kind if self.actor_name or self.sentence.kind == "chase" else "system"

    @property
    def text(self) -> str:
        return self.sentence.text if self.actor_name else _alone(self.sentence)

    @property
    def face(self) -> object:
        """The key of the avatar. Contacts and colleagues have separate keys."""
        key = self.sentence.who_key
        return f"contact-{key}" if self.sentence.by_customer else key

    @property
    def is_note(self) -> bool:
        return self.sentence.kind == "note"


@dataclass(frozen=True)
class Timeline:
    """A page of the timeline, newest first. `before` leads to the next page."""

    entries: list[Entry]
    before: int | None


def filters_of(*, confidential: bool) -> dict[str, tuple[object, tuple[str, ...]]]:
    """The filters that have something to choose on this journey."""
    return {name: chosen for name, chosen in FILTERS.items() if confidential or name != "readings"}


def read(journey: int, *, only: str = "", before: int | None = None) -> Timeline:
    """The newest acts, or those before an event."""
    types = FILTERS[only][1] if only in FILTERS else None
    events = latest(
        journey, before=before, limit=PAGE + 1, types=types, but=() if only == "readings" else READINGS
    )
    more = len(events) > PAGE
    events = events[:PAGE]
    if more:
        events = _whole_batches(events)
    names = catalogue.names_for(events)
    states = _told(journey, events)
    steps = steps_called([event.facts["step"] for event in events if event.type in _OF_A_STEP])
    known = {event.id for event in events}
    entries: dict[int, Entry] = {}
    for event in reversed(events):
        if event.type in _QUIET and event.cause in known:
            continue
        if event.type == "court_marked" or (
            event.type == "notice_told" and event.facts.get("notice") in states
        ):
            continue
        sentence = catalogue.staff(event, names)
        if what := steps.get(event.facts.get("step", 0)) if event.type in _OF_A_STEP else None:
            sentence = replace(sentence, text=f"{sentence.text}: {what}", alone=f"{_alone(sentence)}: {what}")
        state = states.get(str(event.facts.get("notice"))) if event.type == "notice_queued" else None
        if event.cause in entries:
            entries[event.cause].follows.append((_alone(sentence), state))
        else:
            entries[event.id] = Entry(
                event.id, sentence, wording.stamp(event.happened), event.happened.isoformat(), state
            )
    return Timeline(list(reversed(entries.values())), events[-1].id if more and events else None)


def _whole_batches(happenings: list[Happening]) -> list[Happening]:
    """Cut the list at the beginning of an act, so that its consequences stay with it."""
    known = {event.id for event in happenings}
    end = len(happenings)
    while end > 1 and happenings[end - 1].cause is not None and happenings[end - 1].cause not in known:
        end -= 1
    return happenings[:end] if end > 1 else happenings


def _told(journey: int, happenings: Sequence[Happening]) -> dict[str, State]:
    """The delivery state of each notice that was written here."""
    keys = {str(event.facts["notice"]) for event in happenings if event.type == "notice_queued"}
    if not keys:
        return {}
    states = {}
    for notice in notices_of(journey):
        if str(notice.pk) not in keys:
            continue
        if notice.told_at is not None:
            states[str(notice.pk)] = State(
                _("told %(when)s") % {"when": wording.stamp(notice.told_at)}, "kept"
            )
        elif notice.returned_at is not None:
            states[str(notice.pk)] = State(_("came back"), "broken")
        elif notice.given_up_at is not None:
            states[str(notice.pk)] = State(_("could not be sent"), "broken")
        elif notice.channel in ("call", "letter"):
            words = _("to be called") if notice.channel == "call" else _("to be sent by letter")
            states[str(notice.pk)] = State(words, "moved")
        else:
            states[str(notice.pk)] = State(_("on its way"), "open")
    return states


def _alone(sentence: Sentence) -> str:
    """The sentence as it stands without the author."""
    return sentence.alone or _capital(sentence.text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
