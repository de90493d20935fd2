"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.intake import facts as intake

LINES: tuple[Line, ...] = (
    Line(intake.IntakeRuleMade, _("answers for a rule that sets mail aside: {why}"), None, "system"),
    Line(intake.IntakeRuleEnded, _("ended a rule that set mail aside"), None, "system"),
    Line(intake.IntakeRuleHandedOver, _("made {answerable} answer for a rule"), None, "system"),
    Line(
        intake.ItemArrived,
        lambda facts: _("came in from {sender}: {title}") if facts["title"] else _("came in from {sender}"),
        None,
        "mail",
    ),
    Line(
        intake.ItemWroteAgain,
        lambda facts: _("wrote again: {title}") if facts["title"] else _("called again"),
        None,
        "mail",
    ),
    Line(intake.ItemHanded, _("put it into {handler}'s hands"), None, "handoff", "why"),
    Line(intake.ItemOverdue, _("the time to look at it has passed; {warned} is told"), None, "chase"),
    Line(intake.ItemBecameJourney, _("opened {number} from it"), None, "flag"),
    Line(intake.ItemAttached, _("put it on {number}"), None, "flag"),
    Line(intake.ItemSetAside, _("set it aside"), None, "tick", "reason"),
    Line(
        intake.ItemTakenBack,
        lambda facts: (
            _("took it back: a mistake of the rule, seen in the weekly sample")
            if facts.get("in_sample")
            else _("took it back")
        ),
        None,
        "system",
        "reason",
    ),
    Line(intake.ItemSetAsideRightly, _("looked at it again: it was set aside rightly"), None, "tick"),
    Line(intake.AutomaticMailCame, _("an automatic answer came: {title}"), None, "system", "said"),
    Line(intake.DeliveryReportCame, _("a mail server reports on our letter"), None, "system", "why"),
    Line(intake.CallPlaced, _("put the call here, as the likeliest of {of}: {signs}"), None),
    Line(intake.CallConfirmed, _("said that the call belongs here"), None, "call"),
    Line(intake.ItemClockSet, _("said that it is looked at by {due}"), None),
    Line(intake.WebFormSet, _("settled the form “{form}” for the website"), None),
)
