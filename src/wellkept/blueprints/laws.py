"""The constraints of this room's tables, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.law import Law

LAWS: dict[str, Law] = {
    "an_approved_version_never_changes": Law(
        6, _("An approved version never changes."), _("Approve a new one.")
    ),
    "stages_are_done_by_their_teams": Law(6, _("This team does not do this stage.")),
    "a_team_does_a_stage_once": Law(0, _("This team does this stage already.")),
    "one_team_at_each_place": Law(0, _("Another team has this place.")),
    "versions_are_numbered_once": Law(
        0, _("Somebody else has just approved a version."), _("Look at it again.")
    ),
    "a_stage_stands_once_in_a_version": Law(0, _("A blueprint has each stage only once.")),
    "a_route_stands_once": Law(0, _("A blueprint has each route only once.")),
    "a_step_stands_once": Law(0, _("Two steps of the blueprint have the same key.")),
    "a_checklist_item_stands_once": Law(0, _("Two items of the checklist have the same key.")),
    "blueprint_stages_are_known": Law(0, _("The stages are sales, orders, delivery and support.")),
    "blueprint_triggers_are_known": Law(
        0, _("The triggers are decision, agreement, acceptance and next need.")
    ),
    "the_latest_version_is_in_force": Law(6, _("The latest version of a process is in force.")),
    "a_step_of_a_process_says_what": Law(6, _("A step of a process says what to do.")),
    "a_checklist_item_says_what": Law(6, _("An item of a checklist says what is needed.")),
}
