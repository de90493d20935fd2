"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "nobody_is_on_two_visits_at_once": Law(
        7,
        _("This person is on another visit then."),
        _("Choose another time, or let somebody else go."),
    ),
    "who_goes_is_active": Law(
        1, _("Somebody who has left goes to no visit."), _("Give the visit to somebody else first.")
    ),
    "a_fixed_visit_is_promised": Law(7, _("A fixed visit is a promise on its journey's ledger.")),
    "a_visit_is_of_an_open_journey": Law(
        7, _("The journey of this visit is not open."), _("Wake it, or open the next one.")
    ),
    "a_visit_that_ended_stays": Law(11, _("A visit that has ended keeps how it ended.")),
    "a_record_is_kept_once": Law(15, _("This was recorded already.")),
    "a_visit_record_stays": Law(
        11, _("What was recorded at a visit stays."), _("Drop it, and record it again.")
    ),
    "a_record_stands_with_its_visit": Law(
        11, _("A record of a visit, its file and its item stand on the journey of the visit.")
    ),
    "a_record_of_a_changed_visit_is_judged": Law(
        11, _("A record of a visit that had changed counts when somebody says so.")
    ),
    "a_record_is_kept_after_it_happened": Law(0, _("This has not happened yet.")),
    "a_record_says_what": Law(0, _("What was done?")),
    "a_counted_record_says_how_much": Law(0, _("How much is it, and in which unit?")),
    "a_pictured_record_has_its_file": Law(0, _("A photograph and a signature have their picture.")),
    "a_visit_ends_one_way": Law(0, _("A visit is done, cancelled or missed, once.")),
    "a_visit_says_where_and_what": Law(0, _("Where is the visit, and what is done there?")),
    "a_fixed_visit_has_its_window": Law(0, _("A visit ends after it starts.")),
    "a_visit_can_be_changed_until_some_hours_before": Law(0, _("Between 0 and 720 hours.")),
    "a_window_ends_after_it_starts": Law(0, _("The visit ends after it starts.")),
    "a_window_is_offered_once": Law(0, _("This window is offered already.")),
}
