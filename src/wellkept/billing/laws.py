"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "a_change_keeps_what_is_billed": Law(
        10,
        _(
            "A part of what was agreed is billed: a change keeps that line, with at least what is billed, at its price."
        ),
        _("Credit the invoice first; or keep the line as far as it is billed, and add another for the rest."),
    ),
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
    "the_handler_of_an_invoice_is_active": Law(
        1, _("Somebody who has left cannot handle an invoice."), _("Give it to somebody else first.")
    ),
    "an_invoice_has_its_next_step": Law(1, _("What happens next with this invoice?")),
    "one_series_a_year": Law(10, _("An entity has one series of numbers a year.")),
    "legal_numbers_have_no_gap": Law(10, _("The numbers of invoices have no gap.")),
    "a_legal_number_is_given_once": Law(10, _("This number was given already.")),
    "a_legal_number_is_the_next": Law(10, _("An invoice gets the next number.")),
    "an_invoice_is_drafted_first": Law(10, _("An invoice is drafted before it is issued.")),
    "an_invoice_is_a_draft_or_issued_or_discarded": Law(
        10, _("An invoice is a draft, issued, or discarded.")
    ),
    "an_issued_invoice_has_its_number": Law(10, _("An issued invoice has its number, its day and its file.")),
    "an_invoice_has_its_own_suffix": Law(10, _("Another invoice of this journey has this suffix.")),
    "an_invoice_is_net_and_tax": Law(10, _("The total is the net amount and the tax.")),
    "totals_are_those_of_the_lines": Law(10, _("The totals of an invoice are those of its lines.")),
    "lines_come_with_their_draft": Law(
        10,
        _("The lines of an invoice stay as they were drafted."),
        _("Discard the draft, and draft another."),
    ),
    "nothing_is_billed_while_held": Law(10, _("Billing is on hold."), _("Lift the hold first.")),
    "nothing_is_billed_before_acceptance": Law(10, _("The customer has not accepted it yet.")),
    "no_more_is_billed_than_was_delivered": Law(10, _("No more is billed than was delivered.")),
    "the_agreement_says_what_is_billed": Law(
        10, _("An invoice has the words and the prices of the agreement in force.")
    ),
    "an_agreed_line_is_billed_once": Law(
        10, _("This is billed already."), _("If the invoice was wrong, credit it first.")
    ),
    "a_deposit_is_billed_once": Law(
        10, _("The deposit is billed already."), _("If the invoice was wrong, credit it first.")
    ),
    "a_deposit_is_deducted_once": Law(
        10,
        _("A deposit is deducted once, and what is billed with it is at most what was agreed."),
        _("Credit the invoice of the deposit, or the one that deducts it."),
    ),
    "a_line_or_a_deposit_is_billed": Law(0, _("A line of an invoice bills an agreed line or a deposit.")),
    "a_moment_is_billed_once": Law(
        10, _("This period is billed already."), _("If the invoice was wrong, credit it first.")
    ),
    "every_line_was_agreed": Law(10, _("Every line was agreed, and only what was billed is credited.")),
    "what_is_billed_stays_billed": Law(
        10, _("What is billed stays billed."), _("If the invoice was wrong, credit it.")
    ),
    "a_credit_note_names_its_invoice": Law(10, _("A credit note names its invoice, and why.")),
    "an_invoice_is_due_within_a_year": Law(0, _("An invoice is due within a year.")),
    "a_payment_is_used_once": Law(10, _("No more of a payment is used than was paid.")),
    "an_invoice_is_paid_once": Law(
        10, _("No invoice is paid beyond what is open."), _("What is too much stays with the payment.")
    ),
    "what_is_settled_is_paid": Law(1, _("What is settled has nothing open, and what is open waits.")),
    "a_part_of_a_payment_goes_to_one_place": Law(
        0, _("A part of a payment pays an invoice or is given back.")
    ),
    "a_part_of_a_payment_is_not_nothing": Law(0, _("How much of it?")),
    "kinds_of_series_are_known": Law(0, _("A series counts invoices or credit notes.")),
    "an_invoice_line_has_its_own_place": Law(0, _("Two lines of an invoice stand at one place.")),
    "what_is_billed_for_a_period_has_both_ends": Law(0, _("A period begins before it ends.")),
}
