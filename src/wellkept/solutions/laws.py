"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

_KEYS = _("Small letters, digits and hyphens: heat-pump.")
LAWS: dict[str, Law] = {
    "a_solution_has_a_name": Law(0, _("What is it called?")),
    "a_solution_has_a_name_of_its_own": Law(0, _("Another solution is called that.")),
    "a_product_has_a_key": Law(0, _KEYS),
    "a_product_has_a_key_of_its_own": Law(0, _("Another product has this key.")),
    "a_product_has_a_name_and_a_unit": Law(0, _("What is it called, and in which unit is it sold?")),
    "a_lead_time_is_not_negative": Law(0, _("How many working days until it is there?")),
    "kinds_of_sale_are_known": Law(0, _("Goods, a service, an electronic service, or work on a building?")),
    "kinds_of_product_are_known": Law(0, _("Once, recurring, metered or by the hour?")),
    "a_recurring_product_has_its_interval": Law(0, _("Every how many months is it paid?")),
    "kinds_of_option_are_known": Law(0, _("Once, recurring, metered or by the hour?")),
    "a_recurring_option_has_its_interval": Law(0, _("Every how many months is it paid?")),
    "an_option_has_a_key": Law(0, _KEYS),
    "an_option_has_a_key_of_its_own": Law(0, _("Another option of this product has this key.")),
    "an_option_has_a_name_and_a_unit": Law(0, _("What is it called, and in which unit is it sold?")),
    "a_rule_has_a_key_of_its_own": Law(0, _("Another rule of this product has this key.")),
    "kinds_of_rules_are_known": Law(0, _("There is no such kind of rule.")),
    "a_rule_says_its_reason": Law(0, _("Why? The customer reads it.")),
    "a_multiple_is_of_something": Law(0, _("It is a multiple of something greater than zero.")),
    "a_price_list_has_a_name": Law(0, _("What is it called?")),
    "one_price_list_for_each_customer_and_for_all": Law(0, _("There is such a list already.")),
    "a_cost_is_not_negative": Law(0, _("A cost is not negative.")),
    "a_listed_price_is_not_negative": Law(0, _("A price is not negative.")),
    "a_price_begins_at_a_quantity": Law(0, _("From which quantity on?")),
    "a_price_names_its_currency": Law(0, _("In which currency?")),
    "a_price_ends_after_it_begins": Law(0, _("Its last day comes before its first.")),
    "one_price_on_a_day": Law(
        0, _("Another price counts on one of these days."), _("End that one first, or begin this one later.")
    ),
    "the_option_is_of_the_product": Law(0, _("This option belongs to another product.")),
    "a_tax_rate_names_its_country": Law(0, _("In which country?")),
    "a_tax_rate_has_a_key": Law(0, _KEYS),
    "categories_of_tax_rates_are_known": Law(0, _("Taxed, at a rate of zero, or exempt?")),
    "a_rate_of_nothing_says_its_reason": Law(
        0, _("A rate is more than zero and at most 100, or zero with the reason that stands on the paper.")
    ),
    "a_tax_rate_ends_after_it_begins": Law(0, _("Its last day comes before its first.")),
    "one_tax_rate_on_a_day": Law(
        0, _("Another rate counts on one of these days."), _("End that one first, or begin this one later.")
    ),
}
