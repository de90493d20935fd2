"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_ledger_is_not_edited": Law(
        7,
        _("A promise is not edited."),
        _("Keep it, move it with a notice, or let the customer release it."),
    ),
    "promise_purposes_are_known": Law(0, _("A promise has one of the known purposes.")),
    "a_promise_moves_by_a_told_notice": Law(
        7, _("A promise moves only by a notice that was told and not refused.")
    ),
    "a_promise_is_due_as_its_moves_say": Law(7, _("A promise is due as its moves say.")),
    "a_move_starts_at_what_was_due": Law(7, _("A new date is later than the promised one.")),
    "a_second_delay_needs_their_yes": Law(7, _("A second delay needs the customer's yes.")),
    "a_dated_promise_has_its_date": Law(7, _("By when is it promised?")),
    "a_promised_price_is_money": Law(7, _("Which price is promised, in which currency?")),
    "a_release_quotes_the_customer": Law(7, _("Only the customer's word releases a promise.")),
    "only_what_was_not_told_is_struck": Law(
        7,
        _("A promise that was told cannot be struck."),
        _("Move it with a notice, or let the customer release it."),
    ),
    "a_promise_ends_one_way": Law(7, _("A promise ends kept, released or struck, once.")),
    "a_promise_says_what": Law(7, _("What is promised?")),
    "a_moved_promise_says_why": Law(7, _("The customer is told the reason for a delay.")),
    "a_new_date_is_accepted_or_refused": Law(7, _("A new date is accepted or refused.")),
    "an_answer_has_its_time": Law(7, _("An answer has its time.")),
    "an_ended_journey_owes_nothing": Law(
        7,
        _("Something is still promised."),
        _("Keep it, or let the customer release it, before the journey ends."),
    ),
    "only_a_rejection_reopens_a_promise": Law(
        7, _("A promise that was kept is owed again only if the customer rejects the delivery.")
    ),
    "a_move_is_of_its_promises_journey": Law(7, _("This promise belongs to another journey.")),
    "a_move_is_told_when_its_notice_is": Law(8, _("A new date is told when its notice is.")),
    "one_untold_move_at_a_time": Law(8, _("A new date is on its way to the customer already.")),
    "a_moved_promise_has_its_notice": Law(8, _("A promise does not move without its notice.")),
    "a_delay_is_told_as_it_is_made": Law(8, _("A delay comes with a notice to the customer.")),
    "promise_kinds_are_known": Law(0, _("A promise is a date, a call back, a price or a scope.")),
    "a_late_promise_is_marked_broken": Law(
        7, _("A promise whose date has passed is marked broken, and no other is.")
    ),
    "a_promise_ends_after_it_is_made": Law(7, _("A promise ends after it was made.")),
    "a_promise_gives_way_to_a_later_one": Law(7, _("A promise gives way to a later one.")),
    "a_new_date_is_told_and_answered_later": Law(
        7, _("A new date is told and answered after it was asked for.")
    ),
    "a_move_follows_its_notice": Law(8, _("A new date is told while its notice is, and no longer.")),
}
