"""What came from other systems and what left for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.catalogue.line import Line
from wellkept.customers import facts as customers
from wellkept.exports import facts as exports
from wellkept.imports import facts as imports

EXCHANGED: tuple[Line, ...] = (
    Line(imports.ImportRan, _("began import {number}"), None, "system"),
    Line(imports.ImportTakenBack, _("took import {number} back"), None, "system"),
    Line(exports.ExportMade, _("took everything out, in one file"), None, "system"),
    Line(customers.CustomerTakenBack, _("took the customer back: brought in by error"), None, "system"),
)
