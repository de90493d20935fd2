"""Visits: one command for each act."""

from wellkept.visits.commands.ended_journey import end_visits
from wellkept.visits.commands.judged_records import judge_record
from wellkept.visits.commands.visit_changes import cancel_visit, hand_visit, move_visit, pick_window
from wellkept.visits.commands.visit_ends import (
    begin_visit,
    finish_visit,
    miss_visit,
    tell_late,
    tell_of_late_visits,
)
from wellkept.visits.commands.visit_offers import fix_visit, fix_window, offer_visit, offer_windows
from wellkept.visits.commands.visit_records import keep_record

__all__ = [
    "begin_visit",
    "cancel_visit",
    "end_visits",
    "finish_visit",
    "fix_visit",
    "fix_window",
    "hand_visit",
    "judge_record",
    "keep_record",
    "miss_visit",
    "move_visit",
    "offer_visit",
    "offer_windows",
    "pick_window",
    "tell_late",
    "tell_of_late_visits",
]
