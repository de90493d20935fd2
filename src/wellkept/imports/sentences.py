"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.imports import facts as imports

LINES: tuple[Line, ...] = (
    Line(imports.ImportRan, _("began import {number}"), None, "system"),
    Line(imports.ImportTakenBack, _("took import {number} back"), None, "system"),
)
