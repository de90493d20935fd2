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
    say_otherwise,
)
from wellkept.find.commands.successful import forget_led, note_led

__all__ = [
    "end_as_nonconformity",
    "end_as_not_ours",
    "end_as_reference",
    "explain_miss",
    "forget_led",
    "hand_miss",
    "hand_over",
    "note_led",
    "note_miss",
    "say_otherwise",
    "warn_of_overdue",
]
