"""What PostgreSQL refuses, in words: each constraint that holds a law, with the law and what to do instead.

The constraint's name is its sentence already; here stands the one for people. The table of laws in ARCHITECTURE.md
names the same constraints with the tests that try to break them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError

from wellkept.kernel.refusal import Refusal


@dataclass(frozen=True)
class Law:
    """One constraint: the number of its law (0 where it only keeps data sound), its sentence, the way out."""

    law: int
    sentence: str
    instead: str = ""


LAWS: dict[str, Law] = {
    # 1. Always in someone's hands
    "always_in_someones_hands": Law(1, "An open journey is always in somebody's hands.", "Name its holder."),
    "no_holder_runs_on_at_rest": Law(1, "A journey at rest or ended is in nobody's hands."),
    "the_owner_is_active": Law(
        1, "Somebody who has left cannot own a journey.", "Put their journeys into other hands first."
    ),
    "the_holder_is_a_member": Law(
        1,
        "The holder is a member of the team that does the stage.",
        "Put what they hold there into other hands first.",
    ),
    "the_team_does_the_stage": Law(1, "This team does not do this stage."),
    "the_handler_is_active": Law(
        1, "Somebody who has left cannot have work to do.", "Put their steps into other hands first."
    ),
    "who_looks_at_a_miss_is_active": Law(
        1,
        "Somebody who has left cannot look at what was not found.",
        "Put what they look at into other hands first.",
    ),
    "the_handler_of_a_nonconformity_is_active": Law(
        1,
        "Somebody who has left cannot have a nonconformity in hand.",
        "Put their nonconformities into other hands first.",
    ),
    "a_nonconformity_has_its_next_step": Law(1, "What is done about it next?"),
    "what_was_wrong_stays": Law(
        11, "What was wrong stays as it was written.", "Raise it anew if it came back."
    ),
    "members_are_active": Law(1, "Only people who have not left can be members of a team."),
    "a_needed_team_keeps_a_member": Law(
        1, "Open journeys need this team, and this is its last member.", "Let somebody else join it first."
    ),
    "a_needed_team_has_a_member": Law(
        1, "A team that this kind of work needs has nobody in it.", "Let somebody join it first."
    ),
    "who_accepts_by_rule_is_active": Law(
        1, "Somebody who has left cannot answer for a rule.", "Let somebody else answer for it first."
    ),
    "the_lead_is_a_member": Law(1, "The lead is one of the team's members."),
    "who_is_in_turn_is_a_member": Law(1, "Only members of the team take their turn in its rota."),
    "who_stands_on_these_days_is_a_member": Law(1, "Only a member of the team stands for it."),
    "each_day_has_one_who_stands": Law(
        1, "Somebody stands on some of these days already.", "Take those days out first."
    ),
    "the_standing_member_is_a_member": Law(1, "The standing member is one of the team's members."),
    "who_has_left_has_no_access": Law(1, "Who has left has no access."),
    "nobody_is_their_own_deputy": Law(1, "Nobody is their own deputy."),
    "one_open_offer_at_a_time": Law(1, "It is offered already.", "Withdraw that offer first."),
    "an_offer_is_open_accepted_declined_or_withdrawn": Law(
        1, "An offer is open, accepted, declined or withdrawn."
    ),
    "an_answered_offer_says_who_and_when": Law(1, "An answered offer says who answered it, and when."),
    "an_offer_is_declined_with_a_reason": Law(1, "An offer is declined with a reason."),
    "the_handler_of_an_item_is_active": Law(
        1,
        "Somebody who has left cannot have mail to look at.",
        "Put what waits with them into other hands first.",
    ),
    "who_answers_for_a_rule_is_active": Law(
        3, "Somebody who has left cannot answer for a rule.", "Hand the rule over, or end it."
    ),
    # 2. Always a next step
    "always_a_next_step": Law(
        2, "An open journey always has a next step.", "Say what happens next and by when."
    ),
    "the_next_step_is_open_and_its_own": Law(2, "The next step is one that is still to be done."),
    "a_next_step_says_what": Law(2, "A next step says what is to happen."),
    "a_step_awaits_one_of_three": Law(2, "A step waits for us, for the customer or for a third party."),
    "a_step_names_the_third_party": Law(2, "Whom do we wait for?"),
    "an_open_journey_is_in_one_court": Law(
        2, "An open journey waits for exactly one: us, them or a third party."
    ),
    "a_third_party_has_a_name": Law(2, "Whom do we wait for?"),
    # 5. Stages move by the customer's trigger
    "a_stage_moves_by_an_accepted_handoff": Law(
        5, "A stage moves in the moment in which its handoff is accepted."
    ),
    "a_move_has_its_accepted_handoff": Law(
        5, "A stage moves in the moment in which its handoff is accepted."
    ),
    "a_handoff_moves_once": Law(5, "This handoff has moved the journey already."),
    "a_trigger_moves_once": Law(5, "This trigger has moved the journey already.", "Record the new one."),
    "only_what_rests_is_woken": Law(5, "Only a journey at rest is woken."),
    "one_move_at_a_time": Law(5, "Somebody else has just moved this journey.", "Look at it again."),
    "a_move_starts_where_the_last_one_ended": Law(5, "A move starts where the last one ended."),
    "a_journey_stands_where_its_last_move_ended": Law(5, "A journey stands where its last move ended."),
    "a_route_is_taken_by_its_trigger": Law(
        5, "A stage moves by the customer's trigger.", "Record the trigger with its evidence first."
    ),
    "a_move_has_the_trigger_of_its_journey": Law(5, "The trigger belongs to another journey."),
    "a_trigger_goes_with_its_kind": Law(5, "A move names its trigger and the trigger's kind."),
    "a_return_has_its_reason": Law(5, "Going back to an earlier stage needs a reason."),
    "a_trigger_has_evidence": Law(5, "A trigger has its evidence."),
    "triggers_are_known": Law(5, "The triggers are decision, agreement, acceptance and next need."),
    "spoken_words_have_a_writer_and_are_told": Law(
        5, "Spoken words are written down by a named person, and the customer is told what was recorded."
    ),
    "deemed_needs_the_notice_that_said_so": Law(5, "Silence counts only after a notice that said so."),
    "rest_comes_after_acceptance": Law(5, "A journey rests after the customer has accepted."),
    "an_ended_journey_stays_ended": Law(
        5,
        "An ended journey does not come back.",
        "A new need is the next journey; open one for the same customer.",
    ),
    "an_ended_journey_has_its_end": Law(5, "An ended journey says when it ended."),
    "an_end_has_its_evidence": Law(5, "A journey ends in one way, with its evidence."),
    "only_the_ended_have_an_ending": Law(5, "A journey with an ending is ended."),
    "an_ending_says_why": Law(5, "Say why it ends."),
    "happy_is_the_next_need": Law(5, "A journey ends happy with the next need."),
    "a_merged_journey_names_the_other": Law(4, "A merged journey names the one in which it goes on."),
    "a_journey_does_not_end_in_itself": Law(4, "A journey cannot be joined with itself."),
    "a_journey_goes_on_with_its_own_customer": Law(4, "These are two customers' journeys."),
    "a_customer_is_not_merged_with_itself": Law(4, "This is one customer already."),
    "a_merged_customer_goes_on_as_one_who_stands": Law(
        4,
        "One of these two goes on as another customer.",
        "Look them up again: one step leads to who they are.",
    ),
    "contacts_are_of_a_customer_who_stands": Law(
        4, "This customer was merged with another a moment ago.", "Look at it again, and save once more."
    ),
    "sites_are_of_a_customer_who_stands": Law(
        4, "This customer was merged with another a moment ago.", "Look at it again, and save once more."
    ),
    "journeys_are_of_a_customer_who_stands": Law(
        4, "This customer was merged with another a moment ago.", "Look at it again, and save once more."
    ),
    "who_goes_on_has_their_merge": Law(4, "A customer goes on as another by a merge that can be undone."),
    "a_customer_is_merged_once": Law(
        4, "Somebody else has just merged this customer.", "Look at both of them again."
    ),
    "a_merge_is_of_two": Law(4, "This is one customer already."),
    "a_merge_moves_a_thing_once": Law(4, "This merge has moved that already."),
    # 6. The process is the document
    "moves_follow_the_blueprint": Law(6, "The blueprint does not lead there."),
    "offers_follow_the_blueprint": Law(6, "The blueprint does not lead there."),
    "stages_are_of_the_version": Law(6, "The blueprint has no such stage."),
    "a_move_takes_an_approved_version": Law(
        6,
        "A journey takes the version that is in force when it enters a stage.",
        "Try again.",
    ),
    "a_journey_follows_its_own_blueprint": Law(6, "A journey follows the versions of its own blueprint."),
    "a_move_leaves_the_version_it_was_pinned_to": Law(
        6, "A move starts in the version that the journey follows."
    ),
    "a_handoff_is_of_the_version_left": Law(6, "This handoff was offered under another version."),
    "an_approved_version_never_changes": Law(6, "An approved version never changes.", "Approve a new one."),
    "stages_are_done_by_their_teams": Law(6, "This team does not do this stage."),
    "a_step_is_recorded_once": Law(6, "This step is on record already."),
    "goals_are_recorded_once_a_stage": Law(6, "The goals of this stage are on record already."),
    "an_item_is_ticked_once": Law(6, "This item is ticked already."),
    # 7. Promises
    "the_ledger_is_not_edited": Law(
        7,
        "A promise is not edited.",
        "Keep it, move it with a notice, or let the customer release it.",
    ),
    "a_promise_moves_by_a_told_notice": Law(
        7, "A promise moves only by a notice that was told and not refused."
    ),
    "a_promise_is_due_as_its_moves_say": Law(7, "A promise is due as its moves say."),
    "a_move_starts_at_what_was_due": Law(7, "A new date is later than the promised one."),
    "a_second_delay_needs_their_yes": Law(7, "A second delay needs the customer's yes."),
    "a_move_is_told_when_its_notice_is": Law(8, "A new date is told when its notice is."),
    "a_dated_promise_has_its_date": Law(7, "By when is it promised?"),
    "a_promised_price_is_money": Law(7, "Which price is promised, in which currency?"),
    "a_release_quotes_the_customer": Law(7, "Only the customer's word releases a promise."),
    "only_what_was_not_told_is_struck": Law(
        7,
        "A promise that was told cannot be struck.",
        "Move it with a notice, or let the customer release it.",
    ),
    "a_promise_ends_one_way": Law(7, "A promise ends kept, released or struck, once."),
    "a_promise_says_what": Law(7, "What is promised?"),
    "a_moved_promise_says_why": Law(7, "The customer is told the reason for a delay."),
    "a_new_date_is_accepted_or_refused": Law(7, "A new date is accepted or refused."),
    "an_answer_has_its_time": Law(7, "An answer has its time."),
    "one_untold_move_at_a_time": Law(8, "A new date is on its way to the customer already."),
    "an_ended_journey_owes_nothing": Law(
        7, "Something is still promised.", "Keep it, or let the customer release it, before the journey ends."
    ),
    "a_move_is_of_its_promises_journey": Law(7, "This promise belongs to another journey."),
    # 8. They hear it from us
    "no_cancellation_without_its_notice": Law(8, "A journey is not cancelled without telling the customer."),
    "the_notice_is_of_this_journey": Law(8, "The notice is about another journey."),
    "a_moved_promise_has_its_notice": Law(8, "A promise does not move without its notice."),
    "a_delay_is_told_as_it_is_made": Law(8, "A delay is told by a notice that is made with it."),
    "a_cancellation_is_told_as_it_is_made": Law(
        8, "A cancellation is told by a notice that is made with it."
    ),
    "a_notice_keeps_what_it_says": Law(8, "A notice keeps what it says.", "Write another one."),
    # 10. Agreed once
    "one_agreement_in_force": Law(10, "A journey has one agreement in force."),
    "one_agreement_to_answer": Law(10, "The customer has an agreement to answer already."),
    "an_agreement_is_frozen": Law(
        10, "An agreement is frozen once the customer can see it.", "Put another one forward."
    ),
    "an_agreement_gives_way_to_another": Law(10, "An agreement gives way only to another that is agreed."),
    "an_agreement_has_its_time": Law(10, "An agreement says when it was agreed."),
    # 11. The record
    "the_record_cannot_be_rewritten": Law(11, "The record cannot be rewritten."),
    "every_change_has_its_event": Law(11, "Every change has its event in the log."),
    "a_digest_has_its_body": Law(11, "What is recorded is recorded whole."),
    "one_event_at_each_place": Law(11, "Somebody else has just written here.", "Try again."),
    "nothing_is_recorded_before_it_happened": Law(11, "This has not happened yet."),
    "events_have_a_subject": Law(11, "There is nothing to record this of."),
    "the_number_is_for_life": Law(4, "A journey keeps its number for life."),
    "a_reference_stays": Law(4, "What was ever noted finds for ever.", "Note the right one beside it."),
    "a_likeness_grows": Law(4, "What a customer was ever known by finds them for ever."),
    # 3. Nothing arrives and vanishes
    "nothing_arrives_and_vanishes": Law(3, "What arrived is kept as it arrived."),
    "what_is_handled_ended_somewhere": Law(3, "Mail ends on a journey, or in somebody's hands."),
    "an_item_waits_or_ended_somewhere": Law(3, "What came in waits, is on a journey, or is set aside."),
    "somebody_answers_for_what_is_set_aside": Law(3, "Say why it is set aside, and who says so."),
    "a_rule_says_what_it_sets_aside": Law(3, "Which sender, domain or list?"),
    "a_rule_says_why": Law(3, "Why is this set aside?"),
    "a_rule_is_made_once": Law(0, "There is such a rule already."),
    "an_item_is_due_after_it_arrived": Law(2, "What waits has a time by which it is looked at."),
    "a_mailbox_is_an_address": Law(0, "This is not a mail address."),
    "a_mailbox_has_its_address_alone": Law(0, "This mailbox is set up already."),
    "an_account_is_read_once": Law(0, "This mailbox is read already."),
    "an_account_is_somewhere": Law(0, "Where is this mailbox, and by which name is it signed in to?"),
    "an_account_has_a_port": Law(0, "Ports are numbers from 1 to 65535; 993 is usual."),
    "an_account_is_read_encrypted": Law(0, "Mail is read encrypted: by TLS or STARTTLS."),
    "an_account_is_signed_in_to_in_a_known_way": Law(0, "A mailbox is opened by a password or by OAuth."),
    "an_account_takes_all_or_new": Law(0, "Is everything taken that is in it, or what comes from now on?"),
    "what_is_moved_goes_somewhere": Law(0, "To which folder is a mail moved once we have it?"),
    "account_states_are_known": Law(0, "A mailbox is read, paused or removed."),
    "a_trouble_has_its_time": Law(0, "A trouble says since when."),
    "a_mail_is_taken_once": Law(15, "This mail is taken already."),
    "one_sample_a_week": Law(0, "This week's sample is drawn already."),
    "an_item_is_sampled_once": Law(0, "This stands in the sample already."),
    "what_is_said_of_a_sample_has_its_time": Law(0, "What is said of a sample has its time."),
    # 13 and 15
    "arrival_channels_are_known": Law(0, "Things come in by mail, form, call or message."),
    "item_channels_are_known": Law(0, "Things come in by mail, form, call or message."),
    "who_fills_in_a_form_gets_a_number": Law(3, "Who fills in a form is given a number."),
    "a_number_is_given_once": Law(4, "This number was given to somebody else."),
    "a_touch_leaves_on_record": Law(11, "That a contact counts elsewhere stands on both journeys."),
    "a_given_number_is_its_own": Law(4, "This number was given to somebody else."),
    "a_form_has_an_address": Law(0, "The address of a form is made of small letters, digits and hyphens."),
    "a_form_is_answered_in_time": Law(0, "In how many hours is what comes by this form looked at?"),
    "a_form_speaks_a_language": Law(0, "In which languages is the form shown?"),
    "what_is_settled_has_its_time": Law(0, "Who has settled it, and when?"),
    "a_repeat_changes_nothing": Law(15, "This mail has arrived before."),
    "a_paper_names_its_content": Law(0, "A paper names its content by its SHA-256."),
    "a_paper_is_not_empty": Law(0, "This file is empty."),
    "a_mail_has_an_address": Law(8, "There is no address to send this to."),
    # A company's own order
    "there_is_one_company": Law(0, "This installation is set up already."),
    "one_person_for_each_address": Law(0, "Somebody signs in with this address already."),
    "a_hold_says_why": Law(0, "A hold says why."),
    "one_hold_of_a_kind": Law(0, "There is such a hold already."),
    # What they tell us
    "who_told_us_speaks_for_this_customer": Law(0, "This contact belongs to another customer."),
    "an_interview_is_with_one_customer": Law(0, "An interview is with one customer."),
    "who_attends_an_interview_is_active": Law(
        1, "Somebody who has left cannot attend an interview.", "Let somebody else ask."
    ),
    "who_writes_at_an_interview_is_active": Law(
        1, "Somebody who has left cannot attend an interview.", "Let somebody else write."
    ),
    "who_meets_them_is_active": Law(
        1, "Somebody who has left cannot meet a customer.", "Put their meetings into other hands first."
    ),
    "who_answers_for_a_key_customer_is_active": Law(
        1,
        "Somebody who has left cannot answer for a key customer.",
        "Put their key customers into other hands first.",
    ),
    "a_rhythm_has_its_next_date": Law(
        2, "Meetings that come again have a next date.", "Name the next one, or end them."
    ),
    "what_was_read_back_stays": Law(
        11,
        "What was read back to them stays as they read it.",
        "They can correct it, then it is read back anew.",
    ),
    "questions_that_were_asked_stay": Law(
        0, "Questions that somebody was asked stay as they are.", "Load them as a new version."
    ),
    "statements_are_known": Law(0, "They told us an expectation, a goal, a pressure or an obstacle."),
    "a_statement_says_something": Law(0, "What did they say?"),
    "a_statement_ends_with_a_reason": Law(0, "Why does it no longer hold?"),
    "a_statement_does_not_replace_itself": Law(0, "Words give way to other words."),
    "nothing_is_noted_before_it_is_told": Law(0, "They have not told us this yet."),
    "an_answer_is_taken_up_once": Law(0, "This answer is taken up already."),
    "question_sets_are_numbered_once": Law(
        0, "Somebody else has just loaded a version.", "Look at it again."
    ),
    "a_question_stands_once": Law(0, "Two questions have the same key."),
    "questions_become_what_is_known": Law(
        0, "An answer becomes an expectation, a goal, a pressure, an obstacle, or nothing."
    ),
    "who_asks_does_not_write": Law(0, "Two of us attend: one asks, another writes."),
    "an_interview_is_held_or_called_off": Law(0, "An interview is held or called off, not both."),
    "an_interview_is_called_off_with_a_reason": Law(0, "Why is it called off?"),
    "a_question_is_answered_once": Law(0, "This question is answered already.", "Change the answer."),
    "an_answer_says_something": Law(0, "What did they answer?"),
    "one_read_back_of_an_interview_to_answer": Law(0, "The customer has a read-back to answer already."),
    "what_we_read_back_is_confirmed_corrected_or_replaced": Law(
        0, "What we read back is confirmed, corrected or replaced."
    ),
    "a_correction_of_an_interview_says_what": Law(0, "What is different?"),
    "the_seven_questions_are_known": Law(0, "This is none of the seven questions."),
    "the_seven_are_answered_yes_no_or_unknown": Law(0, "The answer is yes, no, or that we do not know."),
    "a_yes_says_what": Law(0, "If yes: what is it, in their words?"),
    "no_answer_is_noted_before_it_is_told": Law(0, "They have not told us this yet."),
    "a_rhythm_comes_round": Law(0, "After how many days do we meet again?"),
    "a_rhythm_ends_with_a_reason": Law(0, "Why do the meetings end?"),
    "one_rhythm_at_a_time": Law(0, "We meet this customer regularly already.", "Change that."),
    "a_meeting_says_what_was_said": Law(0, "What was said?"),
    "a_key_customer_is_one_for_a_reason": Law(0, "Why does much hang on this customer?"),
    "a_key_customer_stops_being_one_for_a_reason": Law(0, "Why is this no key customer any more?"),
    "a_key_customer_is_marked_once": Law(0, "This is a key customer already."),
    "a_strength_says_what": Law(0, "What are we good at?"),
    "a_strength_ends_with_a_reason": Law(0, "Why are we no longer good at it?"),
    "a_strength_stands_once": Law(0, "This stands in the list already."),
    "fits_are_known": Law(0, "It is for us, in part, or not."),
    "a_fit_says_what_the_need_asks": Law(0, "What does this need ask for?"),
    "what_does_not_fit_says_why": Law(0, "Why is it not for us?"),
    "who_can_help_has_a_name_and_can_be_reached": Law(0, "Who can help, and how do they reach them?"),
    "a_fit_names_a_strength_once": Law(0, "This strength is named already."),
    "quiet_hours_begin_and_end": Law(0, "Quiet hours begin and end, at two different times."),
    "ways_of_hearing_of_us_are_known": Law(0, "We do not know this way of hearing of us."),
    "who_has_gone_speaks_for_nothing_open": Law(
        8,
        "Whom we talk to on an open journey speaks for the customer.",
        "Name somebody else, or note that they are back.",
    ),
    # What only keeps data sound
    "a_journey_has_a_need": Law(0, "What is the problem, in the customer's words?"),
    "a_journey_is_open_at_rest_or_ended": Law(0, "A journey is open, at rest or ended."),
    "a_number_is_eight_digits_or_more": Law(0, "A number has eight digits or more."),
    "a_customer_has_a_name": Law(0, "What is the customer called?"),
    "a_customer_is_an_organisation_or_a_person": Law(0, "A customer is an organisation or a person."),
    "contact_channels_are_known": Law(0, "A contact is reached by mail, telephone, page or letter."),
    "touch_channels_are_known": Law(0, "A contact is by mail, call, page, message, visit or letter."),
    "notice_channels_are_known": Law(0, "A notice goes by mail, page, call or letter."),
    "only_the_customer_chases": Law(0, "Only the customer can have to ask."),
    "a_rating_is_one_to_five": Law(0, "A rating is a number from 1 to 5."),
    "a_reader_is_named_once": Law(0, "This person may read it already."),
    "holds_are_known": Law(0, "A hold stops billing or delivery."),
    "promise_kinds_are_known": Law(0, "A promise is a date, a call back, a price or a scope."),
    "what_ended_elsewhere_was_never_open_here": Law(
        5, "What was open here ends here, with its evidence.", "Say how it really ended."
    ),
    "an_old_key_is_brought_in_once": Law(
        15, "This old number was brought in already.", "It is found by it; nothing needs to be done."
    ),
    "a_table_is_brought_once": Law(0, "This table is among the files of this import already."),
    "states_of_imports_are_known": Law(0, "An import is not at such a point."),
    "nouns_of_imports_are_known": Law(0, "Such a table is not known here."),
    "problems_of_imports_are_known": Law(0, "Such a problem is not known here."),
    "states_of_exports_are_known": Law(0, "An export is not at such a point."),
    "endings_are_known": Law(0, "A journey does not end in this way."),
    "one_read_back_to_answer": Law(0, "The customer has a read-back to answer already."),
    "a_read_back_is_put_confirmed_corrected_or_replaced": Law(
        0, "A read-back is confirmed, corrected or replaced."
    ),
    "a_correction_says_what": Law(0, "What is different?"),
    "agreement_states_are_known": Law(0, "An agreement is put, agreed, withdrawn, declined or replaced."),
    "an_agreement_has_words": Law(0, "What is to be agreed?"),
    "a_total_is_not_negative": Law(0, "A total is not negative."),
    "a_team_does_a_stage_that_exists": Law(
        0, "A team does sales, orders, delivery or support, or none of them."
    ),
    "a_turn_lasts_weeks": Law(0, "For how many weeks does each stand? One to 52."),
    "days_end_after_they_begin": Law(0, "The last day comes before the first."),
    "places_of_a_rota_have_their_order": Law(0, "Each place of the rota is one person's."),
    "each_has_one_turn_in_a_rota": Law(0, "Each has one turn in the order."),
    "an_absence_ends_after_it_starts": Law(0, "The absence ends before it starts."),
    "one_rule_between_two_teams": Law(0, "There is a rule between these teams already."),
    "a_team_does_a_stage_once": Law(0, "This team does this stage already."),
    "one_team_at_each_place": Law(0, "Another team stands at this place."),
    "versions_are_numbered_once": Law(0, "Somebody else has just approved a version.", "Look at it again."),
    "a_stage_stands_once_in_a_version": Law(0, "A stage stands once in a blueprint."),
    "a_route_stands_once": Law(0, "A route stands once in a blueprint."),
    "a_step_stands_once": Law(0, "Two steps of the blueprint have the same key."),
    "a_checklist_item_stands_once": Law(0, "Two items of the checklist have the same key."),
    "blueprint_stages_are_known": Law(0, "The stages are sales, orders, delivery and support."),
    "blueprint_triggers_are_known": Law(0, "The triggers are decision, agreement, acceptance and next need."),
    "a_reference_says_something": Law(0, "What may they ask by?"),
    "a_reference_is_noted_once": Law(0, "This is noted already."),
    "reference_kinds_are_known": Law(0, "There is no such kind of reference."),
    "a_paper_has_a_name": Law(0, "What is the paper called?"),
    "a_mailbox_is_answered_in_time": Law(0, "In how many hours is this mailbox answered?"),
    "a_pair_is_found_once": Law(0, "These two were found to be alike already."),
    "a_pair_has_its_order": Law(0, "A pair is of two customers."),
    "a_probability_is_one_at_most": Law(0, "A probability lies between nothing and one."),
    "a_verdict_has_who_and_when": Law(0, "What was said of a pair was said by somebody."),
    "a_linkage_key_stands_once": Law(0, "A customer stands once under a key."),
    "a_linkage_level_stands_once": Law(0, "A level stands once in the table."),
    "linkage_levels_are_shares": Law(0, "How often two agree lies between nothing and one."),
    "a_miss_says_what_was_asked": Law(0, "What was looked for?"),
    "a_miss_ends_in_one_of_three_ways": Law(
        0, "What was not found becomes a reference, a nonconformity, or was not ours for a reason."
    ),
    "a_pair_is_noted_once": Law(0, "These two searches stand side by side already."),
    "pairs_are_known": Law(0, "Two searches had the same words, or others."),
    "a_person_says_otherwise_and_why": Law(0, "What did they mean, then?"),
    "a_nonconformity_says_what_is_wrong": Law(0, "What is not as it was to be?"),
    "a_nonconformity_is_closed_with_correction_and_cause": Law(
        0, "It is closed with what was done to put it right, and why it came to this."
    ),
    "a_request_is_answered_once": Law(15, "The same request is being answered.", "Ask again in a moment."),
}


def refusal(error: IntegrityError) -> Refusal:
    """What PostgreSQL refused, as a refusal for people. What has no sentence here is a fault of ours, and says so."""
    name = constraint_of(error)
    found = LAWS.get(name or "")
    if found is None:
        return Refusal(
            name or "refused",
            f"The record refuses this: {(name or 'it would not be sound').replace('_', ' ')}.",
            instead="Nothing was changed. Look at the page again.",
        )
    return Refusal(name or "refused", found.sentence, law=found.law or None, instead=found.instead or None)


def constraint_of(error: IntegrityError) -> str | None:
    """The name of the constraint that was hit."""
    cause = error.__cause__
    return getattr(getattr(cause, "diag", None), "constraint_name", None)
