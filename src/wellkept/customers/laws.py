"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_actor_exists": Law(11, _("There is nobody of that kind who could have done this.")),
    "a_customer_is_not_merged_with_itself": Law(4, _("This is already one customer.")),
    "a_merged_customer_continues_as_one_who_stands": Law(
        4,
        _("One of these two was merged into another customer."),
        _("Look the customer up again: one step leads to the remaining one."),
    ),
    "contacts_are_of_a_customer_who_stands": Law(
        4,
        _("This customer was merged with another a moment ago."),
        _("Look at it again, and save once more."),
    ),
    "sites_are_of_a_customer_who_stands": Law(
        4,
        _("This customer was merged with another a moment ago."),
        _("Look at it again, and save once more."),
    ),
    "quiet_hours_begin_and_end": Law(
        0, _("Quiet hours have a beginning and an end, at two different times.")
    ),
    "ways_of_hearing_of_us_are_known": Law(0, _("This is not in the list of ways to hear of us.")),
    "a_customer_has_a_name": Law(0, _("What is the customer called?")),
    "a_customer_is_an_organisation_or_a_person": Law(0, _("A customer is an organisation or a person.")),
    "contact_channels_are_known": Law(0, _("A contact is reached by mail, telephone, page or letter.")),
    "a_contact_has_a_name": Law(0, _("What is the contact called?")),
    "a_link_ends_after_it_is_made": Law(0, _("A link ends after it was made.")),
}
