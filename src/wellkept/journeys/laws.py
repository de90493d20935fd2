"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_seller_stays_once_agreed": Law(
        10,
        _("The customer has agreed with this seller."),
        _("What another entity sells is a journey of its own: their next need."),
    ),
    "always_in_someones_hands": Law(1, _("An open journey always has a holder."), _("Name its holder.")),
    "no_holder_runs_on_at_rest": Law(1, _("A journey at rest or ended has no holder.")),
    "the_owner_is_active": Law(
        1, _("Somebody who has left cannot own a journey."), _("Give their journeys to somebody else first.")
    ),
    "the_holder_is_a_member": Law(
        1,
        _("The holder is a member of the team that does the stage."),
        _("Give what they hold there to somebody else first."),
    ),
    "the_team_does_the_stage": Law(1, _("This team does not do this stage.")),
    "the_handler_is_active": Law(
        1, _("Somebody who has left cannot have work to do."), _("Give their steps to somebody else first.")
    ),
    "a_needed_team_keeps_a_member": Law(
        1,
        _("Open journeys need this team, and this is its last member."),
        _("Let somebody else join it first."),
    ),
    "a_needed_team_has_a_member": Law(
        1, _("A team that this kind of work needs has nobody in it."), _("Let somebody join it first.")
    ),
    "one_open_offer_at_a_time": Law(1, _("It is offered already."), _("Withdraw that offer first.")),
    "an_offer_is_open_accepted_declined_or_withdrawn": Law(
        1, _("An offer is open, accepted, declined or withdrawn.")
    ),
    "an_answered_offer_says_who_and_when": Law(1, _("An answered offer says who answered it, and when.")),
    "an_offer_is_declined_with_a_reason": Law(1, _("An offer is declined with a reason.")),
    "always_a_next_step": Law(
        2, _("An open journey always has a next step."), _("Say what happens next and by when.")
    ),
    "the_next_step_is_open_and_its_own": Law(2, _("The next step is one that is still to be done.")),
    "step_kinds_are_known": Law(2, _("There is no such kind of step.")),
    "a_next_step_says_what": Law(2, _("A next step says what is to happen.")),
    "a_step_awaits_one_of_three": Law(2, _("A step waits for us, for the customer or for a third party.")),
    "a_step_names_the_third_party": Law(2, _("Who do we wait for?")),
    "an_open_journey_is_in_one_court": Law(
        2, _("An open journey waits for exactly one side: us, the customer or a third party.")
    ),
    "a_third_party_has_a_name": Law(2, _("Who do we wait for?")),
    "a_merged_journey_names_the_other": Law(4, _("A merged journey names the one in which it goes on.")),
    "a_journey_does_not_end_in_itself": Law(4, _("A journey cannot be joined with itself.")),
    "a_journey_goes_on_with_its_own_customer": Law(4, _("These are two customers' journeys.")),
    "the_number_is_for_life": Law(4, _("A journey keeps its number for life.")),
    "a_stage_moves_by_an_accepted_handoff": Law(
        5, _("A stage moves in the moment in which its handoff is accepted.")
    ),
    "a_move_has_its_accepted_handoff": Law(
        5, _("A stage moves in the moment in which its handoff is accepted.")
    ),
    "a_handoff_moves_once": Law(5, _("This handoff has already moved the journey.")),
    "a_trigger_moves_once": Law(
        5, _("This trigger has already moved the journey."), _("Record the new one.")
    ),
    "only_what_rests_is_woken": Law(5, _("Only a journey at rest is woken.")),
    "one_move_at_a_time": Law(5, _("Somebody else has just moved this journey."), _("Look at it again.")),
    "a_move_starts_where_the_last_one_ended": Law(5, _("A move starts where the last one ended.")),
    "a_journey_stands_where_its_last_move_ended": Law(5, _("A journey is where its last move ended.")),
    "a_route_is_taken_by_its_trigger": Law(
        5, _("A stage moves by the customer's trigger."), _("Record the trigger with its evidence first.")
    ),
    "a_move_has_the_trigger_of_its_journey": Law(5, _("The trigger belongs to another journey.")),
    "a_trigger_goes_with_its_kind": Law(5, _("A move names its trigger and the trigger's kind.")),
    "a_return_has_its_reason": Law(5, _("Going back to an earlier stage needs a reason.")),
    "a_trigger_has_evidence": Law(5, _("A trigger has its evidence.")),
    "triggers_are_known": Law(5, _("The triggers are decision, agreement, acceptance and next need.")),
    "spoken_words_have_a_writer_and_are_told": Law(
        5, _("Spoken words are written down by a named person, and the customer is told what was recorded.")
    ),
    "deemed_needs_the_notice_that_said_so": Law(5, _("Silence counts only after a notice that said so.")),
    "rest_comes_after_acceptance": Law(5, _("A journey rests after the customer has accepted.")),
    "an_ended_journey_stays_ended": Law(
        5,
        _("An ended journey does not come back."),
        _("A new need is the next journey; open one for the same customer."),
    ),
    "an_ended_journey_has_its_end": Law(5, _("An ended journey says when it ended.")),
    "an_end_has_its_evidence": Law(5, _("A journey ends in one way, with its evidence.")),
    "only_the_ended_have_an_ending": Law(5, _("A journey with an ending is ended.")),
    "an_ending_says_why": Law(5, _("Say why it ends.")),
    "happy_is_the_next_need": Law(5, _("A journey ends happy with the next need.")),
    "what_ended_elsewhere_was_never_open_here": Law(
        5, _("What was open here ends here, with its evidence."), _("Say how it really ended.")
    ),
    "moves_follow_the_blueprint": Law(6, _("The blueprint does not lead there.")),
    "offers_follow_the_blueprint": Law(6, _("The blueprint does not lead there.")),
    "stages_are_of_the_version": Law(6, _("The blueprint has no such stage.")),
    "a_move_takes_an_approved_version": Law(
        6,
        _("A journey takes the version that is in force when it enters a stage."),
        _("Try again."),
    ),
    "a_journey_follows_its_own_blueprint": Law(6, _("A journey follows the versions of its own blueprint.")),
    "a_move_leaves_the_version_it_was_pinned_to": Law(
        6, _("A move starts in the version that the journey follows.")
    ),
    "a_handoff_is_of_the_version_left": Law(6, _("This handoff was offered under another version.")),
    "a_step_is_recorded_once": Law(6, _("This step is on record already.")),
    "goals_are_recorded_once_a_stage": Law(6, _("The goals of this stage are on record already.")),
    "an_item_is_ticked_once": Law(6, _("This item is ticked already.")),
    "no_cancellation_without_its_notice": Law(
        8, _("A journey is not cancelled without telling the customer.")
    ),
    "the_notice_is_of_this_journey": Law(8, _("The notice is about another journey.")),
    "a_cancellation_is_told_as_it_is_made": Law(8, _("A cancellation comes with a notice to the customer.")),
    "who_has_gone_speaks_for_nothing_open": Law(
        8,
        _("The contact of an open journey speaks for the customer."),
        _("Name somebody else, or note that they are back."),
    ),
    "a_touch_leaves_on_record": Law(11, _("Both journeys show that a touch was moved.")),
    "a_hold_says_why": Law(0, _("A hold has a reason.")),
    "one_hold_of_a_kind": Law(0, _("This hold exists already.")),
    "a_journey_has_a_need": Law(0, _("What is the problem, in the customer's words?")),
    "a_journey_is_open_at_rest_or_ended": Law(0, _("A journey is open, at rest or ended.")),
    "a_number_is_eight_digits_or_more": Law(0, _("A number has eight digits or more.")),
    "touch_channels_are_known": Law(0, _("A contact is by mail, call, page, message, visit or letter.")),
    "only_the_customer_chases": Law(0, _("Only the customer can have had to ask.")),
    "a_rating_is_one_to_five": Law(0, _("A rating is a number from 1 to 5.")),
    "a_reader_is_named_once": Law(0, _("This person may read it already.")),
    "holds_are_known": Law(0, _("A hold stops billing or delivery.")),
    "endings_are_known": Law(0, _("A journey does not end in this way.")),
    "a_stage_keeps_a_team": Law(
        1, _("A stage of a process in use has a team."), _("Name another team for this stage first.")
    ),
    "a_journey_is_at_its_last_move": Law(5, _("A journey is where its last move ended.")),
    "an_acceptance_is_the_customers": Law(5, _("An acceptance is the customer's, with its evidence.")),
    "a_number_has_its_check_digit": Law(4, _("The last digit of this number is wrong.")),
    "a_journeys_times_are_in_order": Law(11, _("A journey is opened, then accepted, then at rest or ended.")),
    "a_journey_comes_from_an_earlier_one": Law(4, _("A journey comes from an earlier one.")),
    "a_journey_keeps_its_origin": Law(6, _("A journey keeps its process and where it came from.")),
    "a_next_need_comes_later": Law(4, _("The next need comes after this one.")),
    "an_offer_is_answered_after_it_is_made": Law(5, _("A handoff is offered before it is answered.")),
    "an_offer_is_answered_later": Law(5, _("A handoff is answered after it was offered.")),
    "a_giver_accepts_only_as_a_receiver": Law(
        5, _("The giver of a handoff does not accept it for another team.")
    ),
    "a_trigger_is_somebodys": Law(5, _("Somebody named gave the trigger or wrote it down.")),
    "a_trigger_is_given_before_it_is_recorded": Law(5, _("A trigger is recorded after it was given.")),
    "nothing_is_decided_before_the_first_word": Law(
        5, _("Nothing is decided or promised before the customer's first word.")
    ),
    "a_step_is_done_after_it_is_asked_for": Law(2, _("A step is done after it was planned.")),
    "a_hold_is_lifted_later_by_somebody": Law(0, _("Somebody lifts a hold after it was placed.")),
    "a_later_acceptance_is_the_customers": Law(5, _("An acceptance is the customer's, with its evidence.")),
    "a_journey_does_not_end_in_a_circle": Law(
        4, _("A journey does not go on as one that goes on as this one.")
    ),
    "the_contact_speaks_for_the_customer": Law(0, _("This contact belongs to another customer.")),
    "the_site_is_of_the_customer": Law(0, _("This site belongs to another customer.")),
    "a_touch_is_with_this_customer": Law(0, _("This contact belongs to another customer.")),
    "evidence_is_of_its_journey": Law(5, _("The evidence belongs to another journey or another customer.")),
    "silence_counts_after_a_told_notice": Law(
        5, _("Silence counts only after a notice that said so has reached the customer.")
    ),
    "spoken_words_are_told_as_they_are_recorded": Law(
        5, _("Spoken words are told to the customer in a notice that is made with them.")
    ),
}
