"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "journeys_are_of_a_customer_who_stands": Law(
        4,
        _("This customer was merged with another a moment ago."),
        _("Look at it again, and save once more."),
    ),
    "who_goes_on_has_their_merge": Law(4, _("Customers are merged so that it can be undone.")),
    "a_customer_is_merged_once": Law(
        4, _("Somebody else has just merged this customer."), _("Look at both of them again.")
    ),
    "a_merge_is_of_two": Law(4, _("This is already one customer.")),
    "a_merge_moves_a_thing_once": Law(4, _("This merge has already moved that.")),
    "a_pair_is_found_once": Law(0, _("These two were already found to be similar.")),
    "a_pair_has_its_order": Law(0, _("A pair consists of two customers.")),
    "a_probability_is_one_at_most": Law(0, _("A probability is between zero and one.")),
    "a_verdict_has_who_and_when": Law(0, _("A judgement of a pair names the person who made it.")),
    "a_linkage_key_stands_once": Law(0, _("A customer has each key only once.")),
    "a_linkage_level_stands_once": Law(0, _("The table has each level only once.")),
    "linkage_levels_are_shares": Law(0, _("The rate of agreement is between zero and one.")),
    "a_merge_is_undone_later_by_somebody": Law(4, _("Somebody undoes a merge after it was made.")),
}
