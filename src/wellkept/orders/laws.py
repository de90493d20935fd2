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
    "a_total_is_net_and_tax": Law(10, _("A total is the net sum and its tax.")),
    "an_agreement_has_lines": Law(10, _("An agreement has at least one line.")),
    "an_agreement_says_when_it_is_paid": Law(0, _("When is it billed, and within how many days is it paid?")),
    "a_deposit_is_a_part_of_the_price": Law(0, _("A deposit is a part of the price.")),
    "the_lines_make_the_total": Law(10, _("The lines of an agreement make its total.")),
    "a_line_is_its_agreements": Law(
        10,
        _("The lines of an agreement are put with it, and none comes later."),
        _("Put another one forward."),
    ),
    "a_line_goes_on_with_one_in_force": Law(
        10,
        _("A line goes on with one of the agreement in force, in its unit and currency, and paid as it was."),
        _("Leave the one out, and add another."),
    ),
    "a_line_goes_on_once": Law(10, _("A line of the agreement before goes on in one line.")),
    "a_net_amount_is_quantity_by_price": Law(
        10, _("The amount of a line is its quantity by its price, less the discount, rounded half up.")
    ),
    "a_line_has_its_own_place": Law(10, _("Each line of an agreement has its own place.")),
    "places_of_lines_begin_with_one": Law(0, _("The first line has the place 1.")),
    "a_line_has_words": Law(0, _("What is it?")),
    "a_unit_has_its_code": Law(0, _("A unit is a code of UN/ECE Recommendation 20.")),
    "kinds_of_lines_are_known": Law(0, _("A line is paid once, each period, by use or by the hour.")),
    "tax_categories_are_known": Law(0, _("This kind of tax is not known.")),
    "only_the_normal_tax_has_a_rate": Law(0, _("The normal tax has a rate, and every other has none.")),
    "a_price_is_not_negative": Law(0, _("A price is not negative.")),
    "a_discount_is_a_part_of_the_price": Law(0, _("A discount is between nothing and all.")),
    "a_line_has_its_quantity": Law(0, _("How many?")),
    "what_recurs_has_its_period": Law(0, _("What recurs has a period, and what is paid once has none.")),
    "a_ceiling_is_for_what_is_counted": Law(
        10, _("A ceiling is for what is counted later, and above what is expected.")
    ),
    "a_quote_has_its_own_number": Law(0, _("Each quote of a journey has its own number.")),
    "one_draft_of_a_quote": Law(0, _("There is a draft already: go on with it.")),
    "one_quote_to_answer": Law(10, _("The customer has a quote to answer already.")),
    "numbers_of_quotes_begin_with_one": Law(0, _("The first quote has the number 1.")),
    "a_quote_is_agreed_by_its_agreement": Law(
        10, _("A quote is agreed by the agreement that was chosen from it.")
    ),
    "states_of_quotes_are_known": Law(0, _("A quote is a draft, sent, agreed, replaced or declined.")),
    "a_sent_quote_is_complete": Law(10, _("A quote that is sent has its dates, its sender and its digest.")),
    "a_quote_is_reviewed_before_it_is_sent": Law(
        10, _("A quote is reviewed before it is sent."), _("Say what is required, and that we can do it.")
    ),
    "a_quote_is_declined_with_a_reason": Law(0, _("Why not?")),
    "a_sent_quote_never_changes": Law(10, _("A quote that was sent never changes."), _("Begin another one.")),
    "a_quoted_line_has_words": Law(0, _("What is it?")),
    "an_alternative_answers_a_choice": Law(0, _("An alternative says between what they choose.")),
    "an_optional_line_has_bounds": Law(0, _("An optional line has a least and a most quantity.")),
    "a_discount_is_within_a_limit": Law(
        0,
        _("A discount beyond your limit needs an approval of exactly this version."),
        _("Ask for the approval on the quote's page."),
    ),
    "an_approval_is_within_a_limit": Law(0, _("Who approves a discount has a limit that allows it.")),
    "a_discount_has_its_reason": Law(0, _("Why this discount?")),
    "an_approval_has_a_name_and_a_time": Law(0, _("An approval says who gave it, and when.")),
    "nobody_approves_their_own_discount": Law(0, _("Nobody approves their own discount.")),
    "a_question_has_words": Law(0, _("What would you like to know?")),
    "an_answer_has_words_and_a_name": Law(0, _("An answer has words, and who gave it.")),
    "an_answer_follows_its_question": Law(0, _("An answer follows its question.")),
}
