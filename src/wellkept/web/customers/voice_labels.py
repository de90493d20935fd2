"""Labels of statements, answers and interviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.customer_page.voice import Talk
from wellkept.voice.sentences import SEVEN

if TYPE_CHECKING:
    from wellkept.voice.models import Knowing, Statement

KINDS = {
    "expectation": gettext_lazy("What they expect"),
    "goal": gettext_lazy("What they want to reach"),
    "pressure": gettext_lazy("What presses them"),
    "obstacle": gettext_lazy("What keeps them from it"),
}
STATES = {
    "planned": (gettext_lazy("planned"), "open"),
    "called_off": (gettext_lazy("called off"), "released"),
    "held": (gettext_lazy("to be read back"), "us"),
    "put": (gettext_lazy("with them to confirm"), "customer"),
    "confirmed": (gettext_lazy("confirmed by them"), "kept"),
    "corrected": (gettext_lazy("corrected by them"), "us"),
}
# What an answer is to us: a good one, one that asks something of us, or one that says what is.
_GOOD = {
    "exist": ("yes", "no"),
    "capabilities": ("yes", "no"),
    "need": ("yes", "no"),
    "satisfied": ("yes", "no"),
    "fix": ("no", "yes"),
    "better": ("", "yes"),
    "whom": ("yes", "no"),
}


@dataclass(frozen=True)
class Question:
    """One of the seven questions, with the answer's words and looks."""

    key: str
    words: str
    answer: str
    look: str
    row: Knowing | None


def seven_rows(found: Mapping[str, Knowing | None]) -> list[Question]:
    """The seven in their order."""
    return [
        Question(key, str(SEVEN[key]), answer_words(row), _look(key, row), row) for key, row in found.items()
    ]


def answer_words(row: Knowing | None) -> str:
    """`Yes`, `No`, `We do not know`, `Not asked yet`"""
    if row is None:
        return _("Not asked yet")
    return {"yes": _("Yes"), "no": _("No"), "unknown": _("We do not know")}[row.answer]


def _look(key: str, row: Knowing | None) -> str:
    if row is None or row.answer == "unknown":
        return "released"
    good, bad = _GOOD[key]
    return "kept" if row.answer == good else "moved" if row.answer == bad else "open"


def by_kind(found: list[Statement]) -> list[tuple[Any, list[Statement]]]:
    """Current statements grouped by kind."""
    groups = [(words, [one for one in found if one.kind == kind]) for kind, words in KINDS.items()]
    return [(words, rows) for words, rows in groups if rows]


@dataclass(frozen=True)
class Line:
    """An interview as the customer page prints it."""

    of: Talk
    words: Any
    look: str


def talk_lines(found: list[Talk]) -> list[Line]:
    """Interviews with the words of their state."""
    return [Line(one, *STATES[one.state]) for one in found]
