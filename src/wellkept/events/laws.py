"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "the_record_cannot_be_rewritten": Law(11, _("The record cannot be rewritten.")),
    "every_change_has_its_event": Law(11, _("Every change has its event in the log.")),
    "the_event_allows_the_change": Law(11, _("What is on record does not say this change.")),
    "a_digest_has_its_body": Law(11, _("A record is always complete.")),
    "one_event_at_each_place": Law(11, _("Somebody else has just written here."), _("Try again.")),
    "nothing_is_recorded_before_it_happened": Law(11, _("This has not happened yet.")),
    "nothing_is_recorded_in_the_future": Law(
        11, _("The clock of this program is ahead."), _("Let an administrator set the clocks right.")
    ),
    "the_record_is_written_read_committed": Law(
        11, _("This connection to the database does not see what others have just written.")
    ),
    "a_cause_comes_before_its_effect": Law(11, _("A cause comes before its effect.")),
    "nothing_is_put_off_for_good": Law(
        15, _("This is further ahead than anything waits."), _("Let an administrator set the clocks right.")
    ),
    "what_is_given_up_was_tried": Law(15, _("An event is given up only after all its tries.")),
    "a_change_is_allowed_by_one_row": Law(0, _("This change is listed twice for a type of event.")),
    "event_types_are_known": Law(11, _("There is no such kind of event.")),
    "events_stand_on_their_kind_of_subject": Law(11, _("This event belongs to another kind of subject.")),
    "facts_have_the_shape_of_their_type": Law(11, _("The facts of this event have another shape.")),
    "an_event_has_bounds": Law(11, _("This is more than one entry of the record can hold.")),
    "an_erasure_erases": Law(11, _("Words are erased in the act that records it.")),
    "events_have_a_subject": Law(11, _("There is no such subject.")),
    "instants_have_bounds": Law(0, _("This date is not between 1900 and 2199.")),
    "days_have_bounds": Law(0, _("This day is not between 1900 and 2199.")),
    "acts_count_from_their_record": Law(11, _("What we do counts from the moment in which it is recorded.")),
    "nothing_happened_after_its_record": Law(11, _("What is written down has happened already.")),
    "a_row_stays_with_its_subject": Law(11, _("What is on record stays where it is recorded.")),
}
