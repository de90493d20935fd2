"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.facts import LoggedFacts
from wellkept.events.line import Line, Words
from wellkept.promises import facts as promises


def _released(facts: LoggedFacts) -> Words:
    return {
        "said": _("released the promise “{text}”"),
        "agreed_anew": _("released the promise “{text}”: it was agreed again"),
        "joined": _("released the promise “{text}”: it goes on with {number}"),
        "no_answer": _("released the promise “{text}”: the customer did not answer"),
    }[facts["because"]]


def _released_alone(facts: LoggedFacts) -> Words:
    return {
        "said": _("Promise released: “{text}”"),
        "agreed_anew": _("Promise released, because it was agreed again: “{text}”"),
        "joined": _("Promise released, because it goes on with {number}: “{text}”"),
        "no_answer": _("Promise released, because the customer did not answer: “{text}”"),
    }[facts["because"]]


LINES: tuple[Line, ...] = (
    Line(
        promises.PromiseMade,
        _("promised: {text}{by_due}"),
        _("We promised: {text}{by_due}."),
        "flag",
        alone=_("Promised: {text}{by_due}"),
    ),
    Line(
        promises.PromiseKept,
        lambda facts: (
            _("kept the promise “{text}”") if facts["on_time"] else _("kept the promise “{text}”, late")
        ),
        _("Done: {text}."),
        "flag",
        alone=lambda facts: (
            _("Promise kept: “{text}”") if facts["on_time"] else _("Promise kept late: “{text}”")
        ),
    ),
    Line(
        promises.PromiseReopened,
        _("the promise “{text}” is not kept: the customer did not accept what was delivered"),
        _("Not done yet: {text}."),
        "flag",
    ),
    Line(
        promises.PromiseMoveAsked,
        _("tells them that “{text}” moves from {due_before} to {due}"),
        _("New date for “{text}”: {due}, not {due_before}."),
        "flag",
        "reason",
    ),
    Line(promises.PromiseMoved, _("the new date {due} is in force"), None, "flag"),
    Line(
        promises.NewDateAnswered,
        lambda facts: (
            _("accepted the new date") if facts["answer"] == "accepted" else _("refused the new date")
        ),
        lambda facts: (
            _("You accepted the new date.")
            if facts["answer"] == "accepted"
            else _("You refused the new date.")
        ),
        "flag",
        "said",
        written_down=lambda facts: (
            _("wrote down that the customer accepts the new date")
            if facts["answer"] == "accepted"
            else _("wrote down that the customer refuses the new date")
        ),
    ),
    Line(promises.PromiseReleased, _released, None, "flag", "said", alone=_released_alone),
    Line(promises.PromiseStruck, _("struck a promise entered in error"), None, "system", "reason"),
    Line(promises.PromiseBroken, _("the promise “{text}” for {due} is broken"), None, "chase"),
)
