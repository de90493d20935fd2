"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_notice_keeps_what_it_says": Law(8, _("A notice keeps what it says."), _("Write another one.")),
    "a_mail_has_an_address": Law(8, _("There is no address to send this to.")),
    "a_letter_goes_to_its_contact": Law(
        8,
        _("A letter goes to the address of its contact: it has their own link."),
        _("Change the address with the contact first."),
    ),
    "notice_channels_are_known": Law(0, _("A notice goes by mail, page, call or letter.")),
    "a_notice_goes_in_order": Law(8, _("A notice is written, then told, then perhaps returned.")),
    "a_letter_is_tried_or_ended": Law(8, _("A letter that nobody carried is tried again within days.")),
    "a_notice_is_told_or_given_up": Law(8, _("A notice that was told is not given up.")),
}
