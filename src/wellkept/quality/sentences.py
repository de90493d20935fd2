"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.quality import facts as quality

LINES: tuple[Line, ...] = (
    Line(quality.NonconformityRaised, _("raised a nonconformity: {what}"), None, "chase", "what"),
    Line(quality.NonconformityPlanned, _("planned the next step: {next_step}"), None, "step"),
    Line(quality.NonconformityHanded, _("gave it to {handler}"), None, "handoff"),
    Line(quality.NonconformityOverdue, _("told {warned} that it is overdue"), None, "chase"),
    Line(quality.NonconformityClosed, _("corrected it: {correction}"), None, "kept", "correction"),
)
