"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.blueprints import facts as blueprints
from wellkept.events.line import Line

LINES: tuple[Line, ...] = (
    Line(blueprints.ProcessOwnerNamed, _("made {owner} the process owner"), None, "handoff"),
    Line(blueprints.VersionApproved, _("approved version {version} of “{title}”"), None, "paper"),
)
