"""Commands for misses, for how they end, and for successful searches."""

from wellkept.find.commands.misses import (
    explain_miss,
    hand_miss,
    hand_over,
    note_miss,
    warn_of_overdue,
)
from wellkept.find.commands.resolutions import (
    end_as_nonconformity,
    end_as_not_ours,
    end_as_reference,
    reject_counterpart,
)
from wellkept.find.commands.successful import forget_old_searches, note_successful_search

__all__ = [
    "end_as_nonconformity",
    "end_as_not_ours",
    "end_as_reference",
    "explain_miss",
    "forget_old_searches",
    "hand_miss",
    "hand_over",
    "note_miss",
    "note_successful_search",
    "reject_counterpart",
    "warn_of_overdue",
]
