"""Values of a visit: its window of time, and what is planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.kernel import wording
from wellkept.kernel.instants import has_passed
from wellkept.kernel.refusal import Refusal, invalid

LONGEST = timedelta(days=2)
MOST_WINDOWS = 12
CHANGE_HOURS = 24  # the usual limit before a visit


@dataclass(frozen=True, order=True)
class Window:
    """The time in which somebody of ours is there."""

    starts: datetime
    ends: datetime

    def refusal(self, *, now: datetime) -> Refusal | None:
        """Refuse a window that has begun, ends before it starts, or is too long to be told."""
        if self.ends <= self.starts:
            return invalid("ends", gettext_lazy("The visit ends after it starts."))
        if self.ends - self.starts > LONGEST:
            return invalid(
                "ends", gettext_lazy("A visit takes two days at most. Plan another one for the rest.")
            )
        if has_passed(self.starts, now=now):
            return invalid("starts", gettext_lazy("This time has passed already."))
        return None

    def overlaps(self, other: Window) -> bool:
        """Whether both have a moment in common."""
        return self.starts < other.ends and other.starts < self.ends

    def __str__(self) -> str:
        return window_in_words(self)

    @property
    def span(self) -> str:
        """Both ends as one text, as the log keeps it."""
        return f"{self.starts.isoformat()}/{self.ends.isoformat()}"


def window_in_words(window: Window) -> str:
    """`Thursday 5 March, 09:00 to 11:00`, in the reader's language and time zone."""
    starts, ends = window.starts, window.ends
    parts = {"day": wording.long_day(starts), "starts": wording.hour(starts), "ends": wording.hour(ends)}
    if wording.long_day(ends) != parts["day"]:
        parts["ends"] = f"{wording.long_day(ends)}, {parts['ends']}"
    return _("%(day)s, %(starts)s to %(ends)s") % parts


@dataclass(frozen=True)
class VisitPlan:
    """The person who goes, where, what for, and until when the customer may change it."""

    person: int
    place: str
    words: str
    change_hours: int = CHANGE_HOURS

    def refusal(self) -> Refusal | None:
        """Refuse a plan that does not say where or what."""
        if not self.place.strip():
            return invalid("place", gettext_lazy("Where is it?"))
        if not self.words.strip():
            return invalid("words", gettext_lazy("What is done there?"))
        if not 0 <= self.change_hours <= 720:
            return invalid("change_hours", gettext_lazy("Between 0 and 720 hours."))
        return None
