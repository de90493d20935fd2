"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line, Words
from wellkept.promises import facts as promises


def _released(facts: dict[str, Any]) -> Words:
    return {
        "said": _("released the promise “{text}”"),
        "agreed_anew": _("released the promise “{text}”: it was agreed again"),
        "joined": _("released the promise “{text}”: it goes on with {number}"),
        "no_answer": _("released the promise “{text}”: the customer did not answer"),
    }[facts["because"]]


LINES: tuple[Line, ...] = (
    Line(promises.PromiseMade, _("promised: {text}{by_due}"), _("We promised: {text}{by_due}."), "flag"),
    Line(
        promises.PromiseKept,
        lambda facts: (
            _("kept the promise “{text}”") if facts["on_time"] else _("kept the promise “{text}”, late")
        ),
        _("Done: {text}."),
        "flag",
    ),
    Line(
        promises.PromiseMoveAsked,
        _("tells them that “{text}” moves from {due_before} to {due}"),
        _("“{text}” will be {due}, not {due_before}."),
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
    ),
    Line(promises.PromiseReleased, _released, None, "flag", "said"),
    Line(promises.PromiseStruck, _("struck a promise entered in error"), None, "system", "reason"),
    Line(promises.PromiseBroken, _("the promise “{text}” for {due} is broken"), None, "chase"),
)
