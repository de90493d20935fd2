"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.kernel.text import Text
from wellkept.visits import facts as visits

_RECORDED: dict[str, Text] = {
    "begun": _("recorded when the visit began"),
    "check": _("ticked at the visit"),
    "work": _("recorded what was done at the visit"),
    "hours": _("recorded {quantity} hours at the visit"),
    "part": _("recorded a part used at the visit"),
    "kilometres": _("recorded {quantity} kilometres for the visit"),
    "item": _("recorded an installed item at the visit"),
    "photo": _("took a photograph at the visit"),
    "signature": _("had the visit signed by the customer"),
    "ended": _("recorded when the visit ended"),
}

LINES: tuple[Line, ...] = (
    Line(visits.VisitOffered, _("planned a visit"), _("We planned a visit with you."), "flag", "said"),
    Line(visits.WindowsOffered, _("offered other times for the visit"), None, "flag"),
    Line(
        visits.VisitFixed,
        _("fixed the visit for {starts}"),
        _("A visit was fixed for {starts}."),
        "flag",
        written_down=_("wrote down that the customer wants the visit on {starts}"),
    ),
    Line(
        visits.VisitMoved,
        _("moved the visit from {starts_before} to {starts}"),
        _("The visit moved to {starts}."),
        "flag",
        "said",
    ),
    Line(visits.VisitHanded, _("lets {person} go to the visit"), None, "handoff"),
    Line(
        visits.VisitLate,
        _("told the customer that the visit will be late"),
        _("We told you that we come later."),
        "flag",
        alone=_("The customer was told that the visit will be late"),
    ),
    Line(visits.VisitBegun, _("is at the customer's"), _("Our visit began."), "flag"),
    Line(visits.VisitDone, _("ended the visit"), _("Our visit is done."), "flag"),
    Line(
        visits.VisitMissed,
        lambda facts: (
            _("did not meet the customer there") if facts["by_them"] else _("did not come to the visit")
        ),
        lambda facts: (
            _("We came and did not meet you.") if facts["by_them"] else _("Our visit did not take place.")
        ),
        "flag",
        "said",
    ),
    Line(
        visits.VisitCancelled,
        _("cancelled the visit"),
        _("The visit was cancelled."),
        "flag",
        "said",
        written_down=_("wrote down that the customer cancels the visit"),
    ),
    Line(
        visits.VisitRecorded,
        lambda facts: (
            _("recorded at a visit that had changed") if facts["conflict"] else _RECORDED[str(facts["kind"])]
        ),
        None,
        "note",
        "said",
    ),
    Line(
        visits.RecordJudged,
        lambda facts: (
            _("lets a record of the visit count") if facts["counts"] else _("dropped a record of the visit")
        ),
        None,
        "note",
        "said",
    ),
)
