"""What came in by telephone and by forms, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from wellkept.catalogue.line import Line, Words
from wellkept.intake import facts as intake
from wellkept.journeys.correction_facts import RestedAgain, TouchPutElsewhere, TouchTakenOver, TouchTold


def _told(facts: dict[str, Any]) -> Words:
    return _("noted that they had to ask") if facts.get("chase") else _("wrote down what was said")


def _told_kind(facts: dict[str, Any]) -> str:
    return "chase" if facts.get("chase") else "call"


def _taken_over(facts: dict[str, Any]) -> Words:
    if facts.get("unanswered"):
        return _("put a call here that nobody answered; it had stood on {from_number}")
    return _("put a contact here that had stood on {from_number}")


ARRIVED: tuple[Line, ...] = (
    Line(TouchTold, _told, None, _told_kind, "said"),
    Line(TouchPutElsewhere, _("put a contact on {to_number}, where it belongs: it counts there"), None),
    Line(RestedAgain, _("at rest again until the check-in {check_in}: {why}"), None, "system"),
    Line(TouchTakenOver, _taken_over, None, "call", "said"),
    Line(intake.CallPlaced, _("put the call here, as the likeliest of {of}: {why}"), None),
    Line(intake.ItemClockSet, _("said that it is looked at by {due}"), None),
    Line(intake.WebFormSet, _("settled the form “{form}” for the website"), None),
)
