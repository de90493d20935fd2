"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_handler_of_a_payment_is_active": Law(
        1, _("Somebody who has left cannot handle a payment."), _("Give it to somebody else first.")
    ),
    "a_payment_has_its_next_step": Law(1, _("What happens next with this payment?")),
    "an_entry_of_a_bank_is_booked_once": Law(10, _("This entry of the bank is booked already.")),
    "a_payment_has_its_source": Law(0, _("A payment comes from a bank's entry, or is typed by hand.")),
    "a_payment_is_not_nothing": Law(0, _("A payment is of some amount.")),
    "a_payment_names_its_currency": Law(0, _("In which currency was it paid?")),
    "a_payment_is_settled_after_it_is_booked": Law(11, _("A payment is settled after it was booked.")),
    "what_is_set_aside_is_settled": Law(0, _("What is set aside waits no longer.")),
}
