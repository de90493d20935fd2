"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.facts import Erased
from wellkept.events.line import Line

LINES: tuple[Line, ...] = (Line(Erased, _("erased the words of an earlier event: {reason}"), None, "system"),)
