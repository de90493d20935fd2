"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_mail_is_taken_once": Law(15, _("This mail is taken already.")),
    "a_mailbox_is_an_address": Law(0, _("This is not a mail address.")),
    "a_mailbox_has_its_address_alone": Law(0, _("This mailbox is set up already.")),
    "an_account_is_read_once": Law(0, _("This mailbox is read already.")),
    "an_account_is_somewhere": Law(0, _("Where is this mailbox, and by which name is it signed in to?")),
    "an_account_has_a_port": Law(0, _("Ports are numbers from 1 to 65535; 993 is usual.")),
    "an_account_is_read_encrypted": Law(0, _("Mail is read encrypted: by TLS or STARTTLS.")),
    "an_account_is_signed_in_to_in_a_known_way": Law(0, _("A mailbox is opened by a password or by OAuth.")),
    "an_account_takes_all_or_new": Law(0, _("Is everything taken that is in it, or what comes from now on?")),
    "what_is_moved_goes_somewhere": Law(0, _("To which folder is a mail moved once we have it?")),
    "account_states_are_known": Law(0, _("A mailbox is read, paused or removed.")),
    "where_reading_begins_is_on_record": Law(
        3, _("From where a mailbox is read is set with the mailbox, and stands in the log.")
    ),
    "a_trouble_has_its_time": Law(0, _("A problem with a mailbox has the time at which it began.")),
    "a_mailbox_is_answered_in_time": Law(0, _("In how many hours is this mailbox answered?")),
}
