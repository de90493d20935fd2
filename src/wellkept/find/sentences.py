"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.facts import LoggedFacts
from wellkept.events.line import Line, Words
from wellkept.find import facts as find


def _paired(facts: LoggedFacts) -> Words:
    if facts["words"] == "same":
        return _("noticed that the same words found something for a colleague: “{asked}”")
    return _("noticed that “{asked}” found what other words had missed")


def _ended(facts: LoggedFacts) -> Words:
    return {
        "reference": _("made “{asked}”, which was not found, a reference"),
        "nonconformity": _("raised a nonconformity, because “{asked}” was not found"),
        "not_ours": _("noted that “{asked}” was not ours: {why}"),
    }[facts["how"]]


LINES: tuple[Line, ...] = (
    Line(find.LookUpFailed, _("searched “{asked}” and found nothing"), None, "system"),
    Line(
        find.LookUpExplained, _("noted what the customer said when nothing was found"), None, "note", "said"
    ),
    Line(find.CounterpartNoted, _paired, None, "system"),
    Line(find.CounterpartRejected, _("said that two searches did not mean the same: {why}"), None, "system"),
    Line(find.LookUpHanded, _("gave searches that found nothing to {handler}"), None, "handoff"),
    Line(
        find.LookUpsOverdue,
        _("told {warned} that nobody has looked at a search that found nothing"),
        None,
        "chase",
    ),
    Line(find.LookUpEnded, _ended, None, "system"),
)
