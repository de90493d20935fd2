"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "an_entity_has_a_name": Law(0, _("What do colleagues call it?")),
    "an_entity_has_a_legal_name": Law(0, _("What is its name on papers?")),
    "an_entity_names_its_country": Law(0, _("In which country is it?")),
    "an_entity_names_its_currency": Law(0, _("In which currency does it sell?")),
    "an_entity_has_a_name_of_its_own": Law(0, _("Another entity is called that.")),
    "one_usual_entity": Law(0, _("Another entity is the usual one.")),
    "a_usual_entity_remains": Law(
        0, _("One entity is the usual one."), _("Make another one the usual one first.")
    ),
    "the_usual_entity_has_not_ended": Law(
        0, _("The usual entity cannot end."), _("Make another one the usual one first.")
    ),
    "an_entity_says_when_it_is_paid": Law(0, _("When does it bill, and within how many days is it paid?")),
    "an_entity_has_a_colour": Law(0, _("A colour is # and six digits from 0 to f.")),
    "a_logo_is_a_file_of_its_entity": Law(0, _("A logo is a file of its entity.")),
    "a_paper_says_one_thing_in_a_language": Law(0, _("There is a text of this paper in this language.")),
    "a_text_is_of_a_kind_of_paper": Law(0, _("On which paper does this stand?")),
    "an_account_has_a_holder": Law(0, _("Whose account is it?")),
    "an_account_has_its_iban": Law(0, _("This is no IBAN.")),
    "an_iban_has_its_check_digits": Law(0, _("A character of this IBAN is wrong.")),
    "an_account_has_its_bic": Law(0, _("This is no BIC.")),
    "an_account_names_its_currency": Law(0, _("In which currency is the account?")),
    "an_open_account_is_listed_once": Law(0, _("This account is listed already.")),
    "one_preferred_account": Law(0, _("Another account of this currency stands on papers.")),
    "a_preferred_account_is_open": Law(
        0, _("The account that stands on papers is open."), _("Choose another one for papers first.")
    ),
    "an_account_is_closed_after_it_is_added": Law(11, _("An account is closed after it was added.")),
}
