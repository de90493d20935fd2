"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "members_are_active": Law(1, _("Only people who have not left can be members of a team.")),
    "who_accepts_by_rule_is_active": Law(
        1, _("Somebody who has left cannot answer for a rule."), _("Let somebody else answer for it first.")
    ),
    "the_lead_is_a_member": Law(1, _("The lead is one of the team's members.")),
    "who_is_in_turn_is_a_member": Law(1, _("Only members of the team are in its rota.")),
    "who_stands_on_these_days_is_a_member": Law(1, _("Only a member of the team can be on duty for it.")),
    "each_day_has_one_who_stands": Law(
        1, _("Somebody is on duty on some of these days already."), _("Remove those days first.")
    ),
    "the_standing_member_is_a_member": Law(1, _("The standing member is one of the team's members.")),
    "who_has_left_has_no_access": Law(1, _("Somebody who has left has no access.")),
    "an_administrator_has_access": Law(
        1, _("Somebody without access is no administrator."), _("Give them access first.")
    ),
    "an_administrator_remains": Law(
        1,
        _("The company always has an administrator."),
        _("Make another colleague an administrator first."),
    ),
    "another_administrator_decides": Law(
        11,
        _("Who is an administrator is decided by another administrator."),
        _("Ask an administrator."),
    ),
    "another_administrator_resets": Law(
        11,
        _("Second factors are reset by another administrator, never by the person themselves."),
        _("Sign in with a recovery code, or remove them on your own page."),
    ),
    "a_reset_removes_every_second_factor": Law(
        11, _("A reset leaves no second factor."), _("Try again: the person has just added one.")
    ),
    "nobody_is_their_own_deputy": Law(1, _("Nobody is their own deputy.")),
    "there_is_one_company": Law(0, _("This installation is set up already.")),
    "one_person_for_each_address": Law(0, _("Somebody signs in with this address already.")),
    "a_team_does_a_stage_that_exists": Law(
        0, _("A team does sales, orders, delivery or support, or none of them.")
    ),
    "a_turn_lasts_weeks": Law(0, _("How many weeks does each duty last? One to 52.")),
    "days_end_after_they_begin": Law(0, _("The last day comes before the first.")),
    "places_of_a_rota_have_their_order": Law(0, _("Each place of the rota belongs to one person.")),
    "each_has_one_turn_in_a_rota": Law(0, _("Each person is in the order once.")),
    "an_absence_ends_after_it_starts": Law(0, _("The absence ends before it starts.")),
    "one_rule_between_two_teams": Law(0, _("There is a rule between these teams already.")),
    "the_counter_counts_the_members": Law(1, _("A team has as many members as it counts.")),
    "a_discount_limit_is_in_percent": Law(0, _("A discount limit is between 0 and 100 percent.")),
    "a_usual_discount_limit_is_in_percent": Law(0, _("A discount limit is between 0 and 100 percent.")),
    "a_person_has_a_name": Law(0, _("What is the person called?")),
    "a_team_has_a_name": Law(0, _("What is the team called?")),
    "a_company_has_a_name": Law(0, _("What is the company called?")),
    "a_key_has_a_name": Law(0, _("Name the program that will use this token.")),
    "who_holds_a_key_has_access": Law(
        1, _("Somebody without access has no tokens that work."), _("Revoke them in the same act.")
    ),
    "nobody_acts_in_anothers_name": Law(
        11,
        _("Everybody chooses their own password and makes their own tokens and second factors."),
        _("Ask the person themselves."),
    ),
    "a_key_is_revoked_after_it_is_made": Law(11, _("A token is revoked after it was made.")),
}
