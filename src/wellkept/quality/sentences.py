"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.quality import facts as quality

LINES: tuple[Line, ...] = (
    Line(quality.NonconformityRaised, _("raised a nonconformity: {what}"), None, "chase", "what"),
    Line(quality.NonconformityPlanned, _("planned what is done about it: {next_step}"), None, "step"),
    Line(quality.NonconformityHanded, _("put it into the hands of {handler}"), None, "handoff"),
    Line(
        quality.NonconformityOverdue, _("told {warned} that nothing was done about it in time"), None, "chase"
    ),
    Line(quality.NonconformityClosed, _("put it right: {correction}"), None, "kept", "correction"),
)
