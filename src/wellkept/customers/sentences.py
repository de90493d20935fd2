"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.customers import facts as customers
from wellkept.events.line import Line

LINES: tuple[Line, ...] = (
    Line(customers.CustomerAdded, _("added a customer"), None, "flag"),
    Line(customers.CustomerChanged, _("changed the customer's details"), None, "note"),
    Line(customers.ContactAdded, _("added {name} as a contact"), None, "note"),
    Line(customers.ContactChanged, _("changed a contact's details"), None, "note"),
    Line(customers.SiteAdded, _("added the site {address}"), None, "note"),
    Line(customers.ContactLeft, _("noted that {contact} no longer speaks for them: {why}"), None, "note"),
    Line(customers.ContactBack, _("noted that {contact} speaks for them again"), None, "note"),
    Line(customers.SiteChanged, _("changed the site to {address}"), None, "note"),
    Line(customers.SiteClosed, _("closed the site {address}"), None, "note"),
    Line(customers.SiteOpenedAgain, _("opened the site {address} again"), None, "note"),
    Line(customers.LinkRevoked, _("revoked the personal links of {contact}"), None, "system"),
    Line(customers.CustomerTakenBack, _("took the customer back: imported by error"), None, "system"),
)
