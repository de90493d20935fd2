"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.facts import LoggedFacts
from wellkept.events.line import Line, Words
from wellkept.voice import facts as voice

KINDS: dict[str, Words] = {
    "expectation": _("an expectation"),
    "goal": _("a goal"),
    "pressure": _("a pressure"),
    "obstacle": _("an obstacle"),
}


SEVEN: dict[str, Words] = {
    "exist": _("Do they know that we exist?"),
    "capabilities": _("Do they know everything that we can do?"),
    "need": _("Do we know what they need from us?"),
    "satisfied": _("Are they satisfied?"),
    "fix": _("Is there something that we can fix?"),
    "better": _("Is there something that would make it better between us?"),
    "whom": _("Do they know who to contact?"),
}


ANSWERS: dict[str, Words] = {"yes": _("yes"), "no": _("no"), "unknown": _("we do not know")}


def _noted(facts: LoggedFacts) -> Words:
    if facts.get("replaces"):
        return _("noted what {contact} says now ({kind_words})")
    return _("noted what {contact} told {told_to}: {kind_words}")


def _interview(facts: LoggedFacts) -> Words:
    if facts.get("due_before"):
        return _("moved the interview with {contact} to {due}; {asks} asks")
    return _("planned an interview with {contact}, {due}; {asks} asks")


def _fit(facts: LoggedFacts) -> Words:
    if facts.get("helper"):
        return _("judged it not to be for us; {helper} can help")
    return {
        "ours": _("judged it to be for us"),
        "partly": _("judged it to be for us in part: {why}"),
        "not_ours": _("judged it not to be for us: {why}"),
    }[facts["verdict"]]


def _meetings_ended(facts: LoggedFacts) -> Words:
    if facts.get("one_with"):
        return _("ended the meetings: merged with {one_with}, whose meetings go on")
    return _("ended the meetings: {why}")


def _unmarked(facts: LoggedFacts) -> Words:
    if facts.get("one_with"):
        return _("removed the mark of a key customer: merged with {one_with}, whose mark stays")
    return _("removed the mark of a key customer: {why}")


LINES: tuple[Line, ...] = (
    Line(voice.StatementNoted, _noted, None, "message", "words"),
    Line(voice.StatementEnded, _("noted that it is no longer true: {why}"), None, "note"),
    Line(voice.QuestionsLoaded, _("loaded version {version} of the questions “{title}”"), None, "paper"),
    Line(voice.InterviewPlanned, _interview, None, "note"),
    Line(voice.InterviewCalledOff, _("called the interview off: {why}"), None, "note"),
    Line(voice.InterviewAnswered, _("wrote down an answer to: {question}"), None, "message", "words"),
    Line(voice.InterviewHeld, _("held the interview: {answers} answers"), None, "call"),
    Line(voice.InterviewReadBackPut, _("read back what we understood"), None, "mail", "text"),
    Line(voice.InterviewConfirmed, _("confirmed what we read back"), None, "tick", "text"),
    Line(voice.InterviewCorrected, _("corrected what we read back"), None, "message", "correction"),
    Line(voice.AnswersTakenUp, _("took up their answers: {statements}"), None, "note"),
    Line(voice.SevenAnswered, _("noted: {seven_words} {answer_words}"), None, "message", "words"),
    Line(
        voice.RhythmSet,
        _("set the next meeting: {due}, with {person}, every {every_days} days"),
        None,
        "note",
    ),
    Line(voice.MeetingHeld, _("met the customer; the next meeting is {due}"), None, "call", "said"),
    Line(voice.MeetingMoved, _("moved the next meeting to {due}: {why}"), None, "note"),
    Line(voice.RhythmEnded, _meetings_ended, None, "note"),
    Line(voice.KeyCustomerMarked, _("marked a key customer, for whom {person} answers: {why}"), None, "flag"),
    Line(voice.KeyCustomerUnmarked, _unmarked, None, "note"),
    Line(voice.StrengthNoted, _("added a strength: {words}"), None, "note"),
    Line(voice.StrengthEnded, _("removed “{words}” from our strengths: {why}"), None, "note"),
    Line(voice.FitJudged, _fit, None, "note", "asks"),
)
