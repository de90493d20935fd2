"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.exports import facts as exports

LINES: tuple[Line, ...] = (Line(exports.ExportMade, _("exported everything into one file"), None, "system"),)
