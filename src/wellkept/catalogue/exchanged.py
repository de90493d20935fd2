"""What came from other systems and what left for them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.catalogue.line import Line
from wellkept.customers import facts as customers
from wellkept.exchange import facts as exchange

EXCHANGED: tuple[Line, ...] = (
    Line(exchange.ImportRan, _("began import {number}"), None, "system"),
    Line(exchange.ImportTakenBack, _("took import {number} back"), None, "system"),
    Line(exchange.ExportMade, _("took everything out, in one file"), None, "system"),
    Line(customers.CustomerTakenBack, _("took the customer back: brought in by error"), None, "system"),
)
