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
    "a_visit_ends_one_way": Law(0, _("A visit is done, cancelled or missed, once.")),
    "a_visit_says_where_and_what": Law(0, _("Where is the visit, and what is done there?")),
    "a_fixed_visit_has_its_window": Law(0, _("A visit ends after it starts.")),
    "a_visit_can_be_changed_until_some_hours_before": Law(0, _("Between 0 and 720 hours.")),
    "a_window_ends_after_it_starts": Law(0, _("The visit ends after it starts.")),
    "a_window_is_offered_once": Law(0, _("This window is offered already.")),
}
