"""A touch before it is logged: its direction, its channel, its words, and the trouble that it was."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid


@dataclass(frozen=True, kw_only=True, slots=True)
class Effort:
    """Trouble that the customer had with us: they had to ask, to explain it again, or to wait on the phone."""

    chase: bool = False
    explained_again: bool = False
    seconds_waited: int | None = None

    def refusal(self, *, incoming: bool) -> Refusal | None:
        """Refuse a chase in which we spoke first."""
        if self.chase and not incoming:
            return invalid("chase", _("Only the customer can have had to ask."))
        return None


NO_EFFORT = Effort()


@dataclass(frozen=True)
class NewTouch:
    """A touch before it is logged, in either direction.

    `contact` is the customer's contact; without one it is the journey's. `happened` is empty for just now.
    `unanswered` is a call that nobody took. `needs_answer` is said by the person who logs it; without it the
    channel decides.
    """

    incoming: ClassVar[bool]
    channel: str
    words: str = ""
    _: KW_ONLY
    contact: int | None = None
    happened: datetime | None = None
    unanswered: bool = False
    effort: Effort = NO_EFFORT
    title: str | None = None
    needs_answer: bool | None = None

    @property
    def asks(self) -> bool:
        """Whether we owe an answer to it."""
        return False


@dataclass(frozen=True)
class IncomingTouch(NewTouch):
    """A touch in which the customer speaks first. It needs an answer, except for a call that was taken."""

    incoming = True

    @property
    def asks(self) -> bool:
        """Whether we owe an answer to it."""
        if self.needs_answer is not None:
            return self.needs_answer
        return self.channel != "call" or self.unanswered


@dataclass(frozen=True)
class OutgoingTouch(NewTouch):
    """A touch in which we speak first. It asks nothing of us."""

    incoming = False
