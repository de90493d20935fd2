"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_handler_of_an_item_is_active": Law(
        1,
        _("Somebody who has left cannot have mail to look at."),
        _("Put what waits with them into other hands first."),
    ),
    "an_item_is_due_after_it_arrived": Law(2, _("What waits has a time by which it is looked at.")),
    "who_answers_for_a_rule_is_active": Law(
        3, _("Somebody who has left cannot answer for a rule."), _("Hand the rule over, or end it.")
    ),
    "nothing_arrives_and_vanishes": Law(3, _("What arrived is kept as it arrived.")),
    "what_we_left_behind_is_stored": Law(
        3, _("A mail is passed by, marked or moved at its provider only once it is stored here.")
    ),
    "a_mails_number_is_its_accounts": Law(
        3, _("The number of a mail at its provider comes with the mailbox in which it lay.")
    ),
    "what_is_handled_ended_somewhere": Law(3, _("Mail ends on a journey, or in somebody's hands.")),
    "an_item_waits_or_ended_somewhere": Law(3, _("What came in waits, is on a journey, or is set aside.")),
    "somebody_answers_for_what_is_set_aside": Law(3, _("Say why it is set aside, and who says so.")),
    "a_rule_says_what_it_sets_aside": Law(3, _("Which sender, domain or list?")),
    "a_rule_says_why": Law(3, _("Why is this set aside?")),
    "who_fills_in_a_form_gets_a_number": Law(3, _("Everyone who fills in a form gets a number.")),
    "a_number_is_given_once": Law(4, _("This number was given to somebody else.")),
    "a_given_number_is_its_own": Law(4, _("This number was given to somebody else.")),
    "a_repeat_changes_nothing": Law(15, _("This mail has arrived before.")),
    "a_rule_is_made_once": Law(0, _("This rule exists already.")),
    "one_sample_a_week": Law(0, _("This week's sample is drawn already.")),
    "an_item_is_sampled_once": Law(0, _("This is in the sample already.")),
    "what_is_said_of_a_sample_has_its_time": Law(0, _("What is said of a sample has its time.")),
    "arrival_channels_are_known": Law(0, _("Things come in by mail, form, call or message.")),
    "item_channels_are_known": Law(0, _("Things come in by mail, form, call or message.")),
    "a_form_has_an_address": Law(0, _("The address of a form is made of small letters, digits and hyphens.")),
    "a_form_is_answered_in_time": Law(0, _("In how many hours is what comes by this form looked at?")),
    "a_form_speaks_a_language": Law(0, _("In which languages is the form shown?")),
    "what_is_settled_has_its_time": Law(0, _("Who has settled it, and when?")),
    "what_arrived_is_handled_later": Law(3, _("What arrived is handled after it arrived.")),
    "what_is_handled_says_by_which_event": Law(3, _("What is handled says on record where it ended.")),
    "a_call_is_settled_on_record": Law(3, _("Who says on record that the call belongs here?")),
    "an_item_is_decided_after_it_arrived": Law(3, _("An item is decided after it arrived.")),
    "a_rule_ends_after_it_is_made": Law(3, _("A rule ends after it was made.")),
}
