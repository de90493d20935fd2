"""The sentences of this room's events, for staff and for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.events.line import Line
from wellkept.mailboxes import facts as mailboxes

LINES: tuple[Line, ...] = (
    Line(mailboxes.MailboxSet, _("set the mailbox {address}"), None, "system"),
    Line(mailboxes.AccountSet, _("settled how the mailbox {address} is read"), None, "system"),
)
