"""Labels of statements, answers and interviews."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.customer_page.queries import Said
from wellkept.customer_page.voice import Talk
from wellkept.kernel import wording
from wellkept.kernel.number import show
from wellkept.ui.phrases import Phrase
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


def seven_rows(values: Mapping[str, Knowing | None]) -> list[Question]:
    """The seven in their order."""
    return [
        Question(key, str(SEVEN[key]), answer_words(row), _look(key, row), row) for key, row in values.items()
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


def by_kind(statements: list[Statement]) -> list[tuple[object, list[tuple[Statement, list[Phrase]]]]]:
    """Group current statements by kind, each with its source in words."""
    groups = [
        (words, [(statement, _source(statement)) for statement in statements if statement.kind == kind])
        for kind, words in KINDS.items()
    ]
    return [(words, rows) for words, rows in groups if rows]


def _source(statement: Statement) -> list[Phrase]:
    facts = {"whom": statement.told_to.name, "day": wording.day(statement.told_at)}
    if statement.told_by:
        phrases = [Phrase(_("%(who)s to %(whom)s, %(day)s") % {**facts, "who": statement.told_by.name})]
    else:
        phrases = [Phrase(_("to %(whom)s, %(day)s") % facts)]
    return phrases + ([_journey(statement.journey.number)] if statement.journey else [])


def sayings(rows: Iterable[Said]) -> list[tuple[Said, list[Phrase]]]:
    """List the latest words of the customer, each with its time and its journey."""
    return [
        (
            row,
            [
                Phrase(wording.moment(row.at)),
                _journey(row.journey.number),
                *([Phrase(_("had to ask"), "bad")] if row.chase else []),
            ],
        )
        for row in rows
    ]


def _journey(number: str) -> Phrase:
    return Phrase(show(number), "plain-link number", f"/journeys/{number}")


@dataclass(frozen=True)
class Line:
    """An interview as the customer page prints it."""

    of: Talk
    words: object
    look: str


def talk_lines(talks: list[Talk]) -> list[Line]:
    """Interviews with the words of their state."""
    return [Line(talk, *STATES[talk.state]) for talk in talks]
