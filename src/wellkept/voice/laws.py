"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "who_attends_an_interview_is_active": Law(
        1, _("Somebody who has left cannot attend an interview."), _("Let somebody else ask.")
    ),
    "who_writes_at_an_interview_is_active": Law(
        1, _("Somebody who has left cannot attend an interview."), _("Let somebody else write.")
    ),
    "who_meets_them_is_active": Law(
        1,
        _("Somebody who has left cannot meet a customer."),
        _("Give their meetings to somebody else first."),
    ),
    "who_answers_for_a_key_customer_is_active": Law(
        1,
        _("Somebody who has left cannot answer for a key customer."),
        _("Give their key customers to somebody else first."),
    ),
    "a_rhythm_has_its_next_date": Law(
        2, _("Regular meetings have a next date."), _("Name the next one, or end them.")
    ),
    "what_was_read_back_stays": Law(
        11,
        _("A read-back stays as the customer read it."),
        _("The customer can correct it; then it is read back again."),
    ),
    "who_told_us_speaks_for_this_customer": Law(0, _("This contact belongs to another customer.")),
    "an_interview_is_with_one_customer": Law(0, _("An interview is with one customer.")),
    "questions_that_were_asked_stay": Law(
        0, _("Questions that somebody was asked stay as they are."), _("Load them as a new version.")
    ),
    "questions_come_with_their_set": Law(0, _("Questions are loaded with their whole set.")),
    "statements_are_known": Law(0, _("A statement is an expectation, a goal, a pressure or an obstacle.")),
    "a_statement_says_something": Law(0, _("What did they say?")),
    "a_statement_ends_with_a_reason": Law(0, _("Why is it no longer true?")),
    "a_statement_does_not_replace_itself": Law(0, _("A statement is replaced by another statement.")),
    "nothing_is_noted_before_it_is_told": Law(0, _("They have not told us this yet.")),
    "an_answer_is_taken_up_once": Law(0, _("This answer is taken up already.")),
    "question_sets_are_numbered_once": Law(
        0, _("Somebody else has just loaded a version."), _("Look at it again.")
    ),
    "a_question_stands_once": Law(0, _("Two questions have the same key.")),
    "questions_become_what_is_known": Law(
        0, _("An answer becomes an expectation, a goal, a pressure, an obstacle, or nothing.")
    ),
    "who_asks_does_not_write": Law(0, _("Two of us attend: one asks, another writes.")),
    "an_interview_is_held_or_called_off": Law(0, _("An interview is held or called off, not both.")),
    "an_interview_is_called_off_with_a_reason": Law(0, _("Why is it called off?")),
    "a_question_is_answered_once": Law(0, _("This question is answered already."), _("Change the answer.")),
    "an_answer_says_something": Law(0, _("What did they answer?")),
    "one_read_back_of_an_interview_to_answer": Law(0, _("The customer has a read-back to answer already.")),
    "what_we_read_back_is_confirmed_corrected_or_replaced": Law(
        0, _("What we read back is confirmed, corrected or replaced.")
    ),
    "a_correction_of_an_interview_says_what": Law(0, _("What is different?")),
    "the_seven_questions_are_known": Law(0, _("This is none of the seven questions.")),
    "the_seven_are_answered_yes_no_or_unknown": Law(0, _("The answer is yes, no, or that we do not know.")),
    "a_yes_says_what": Law(0, _("If yes: what is it, in their words?")),
    "no_answer_is_noted_before_it_is_told": Law(0, _("They have not told us this yet.")),
    "a_rhythm_comes_round": Law(0, _("After how many days do we meet again?")),
    "a_rhythm_ends_with_a_reason": Law(0, _("Why do the meetings end?")),
    "one_rhythm_at_a_time": Law(0, _("We meet this customer regularly already."), _("Change that.")),
    "a_meeting_says_what_was_said": Law(0, _("What was said?")),
    "a_key_customer_is_one_for_a_reason": Law(0, _("Why does much depend on this customer?")),
    "a_key_customer_stops_being_one_for_a_reason": Law(0, _("Why is this no key customer any more?")),
    "a_key_customer_is_marked_once": Law(0, _("This is a key customer already.")),
    "a_strength_says_what": Law(0, _("What are we good at?")),
    "a_strength_ends_with_a_reason": Law(0, _("Why are we no longer good at it?")),
    "a_strength_stands_once": Law(0, _("This is in the list already.")),
    "fits_are_known": Law(0, _("It is for us, in part, or not.")),
    "a_fit_says_what_the_need_asks": Law(0, _("What does this need ask for?")),
    "what_does_not_fit_says_why": Law(0, _("Why is it not for us?")),
    "who_can_help_has_a_name_and_can_be_reached": Law(0, _("Who can help, and how do they reach them?")),
    "a_fit_names_a_strength_once": Law(0, _("This strength is named already.")),
    "a_read_back_of_an_interview_is_answered_later": Law(
        11, _("What was read back is answered after it was put.")
    ),
    "a_read_back_of_an_interview_says_something": Law(11, _("What do you read back to them?")),
    "an_interview_ends_after_it_is_planned": Law(
        11, _("An interview is held or called off after it was planned.")
    ),
    "a_rhythm_ends_after_it_is_set": Law(11, _("A rhythm ends after it was set.")),
    "a_meeting_is_noted_after_it_is_held": Law(11, _("A meeting is noted after it was held.")),
    "a_key_customer_is_one_before_it_ends": Law(
        11, _("A customer stops being a key customer after they became one.")
    ),
    "a_strength_ends_after_it_is_noted": Law(11, _("A strength ends after it was noted.")),
    "a_statement_ends_after_it_is_noted": Law(11, _("A statement ends after it was noted.")),
    "a_statement_gives_way_to_a_later_one": Law(11, _("A statement gives way to a later one.")),
}
