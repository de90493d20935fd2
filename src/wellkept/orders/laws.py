"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "one_agreement_in_force": Law(10, _("A journey has one agreement in force.")),
    "one_agreement_to_answer": Law(10, _("The customer has an agreement to answer already.")),
    "an_agreement_is_frozen": Law(
        10, _("An agreement is frozen once the customer can see it."), _("Put another one forward.")
    ),
    "an_agreement_gives_way_to_another": Law(
        10, _("An agreement is replaced only by another that is agreed.")
    ),
    "an_agreement_has_its_time": Law(10, _("An agreement says when it was agreed.")),
    "agreement_states_are_known": Law(0, _("An agreement is put, agreed, withdrawn, declined or replaced.")),
    "an_agreement_has_words": Law(0, _("What is to be agreed?")),
    "a_total_is_not_negative": Law(0, _("A total is not negative.")),
    "an_agreement_is_put_before_it_is_agreed": Law(
        10, _("An agreement is put to the customer before they agree.")
    ),
    "an_agreement_is_the_customers": Law(10, _("An agreement is the customer's, with its evidence.")),
    "an_agreement_is_agreed_after_it_is_put": Law(
        10, _("They cannot have agreed before this page was put to them.")
    ),
}
