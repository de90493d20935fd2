"""Parse and check a file of questions, and say when a fit may be judged."""

from __future__ import annotations

import hashlib
import tomllib
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wellkept.journeys.rules import not_agreed, open_to_workers
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill

if TYPE_CHECKING:
    from wellkept.journeys.state import JourneyState


_BECOMES = ("", "expectation", "goal", "pressure", "obstacle")
_KNOWN = {"key", "ask", "listen_for", "becomes"}


def read(source: str) -> dict[str, Any]:
    """Parse a file of questions. Refuse a question without words or without a key of its own."""
    try:
        file = tomllib.loads(source)
    except tomllib.TOMLDecodeError as wrong:
        raise invalid("source", fill(_("The file is not readable: %(wrong)s"), wrong=wrong)) from None
    questions = file.get("question")
    if not isinstance(questions, list) or not questions or not _words(file.get("title")):
        raise invalid("source", _("Questions have a title, and there is at least one."))
    for question in questions:
        if (
            not isinstance(question, dict)
            or not _words(question.get("key"))
            or not _words(question.get("ask"))
        ):
            raise invalid("source", _("Every question has a key and its words."))
        if question.get("becomes", "") not in _BECOMES:
            raise invalid(
                "source",
                fill(
                    _(
                        "What “%(question)s” becomes is an expectation, a goal, a pressure, an obstacle, or nothing."
                    ),
                    question=question["key"],
                ),
            )
        if more := set(question) - _KNOWN:
            raise invalid("source", fill(_("A question has no %(name)s."), name=sorted(more)[0]))
    keys = [question["key"] for question in questions]
    if len(set(keys)) != len(keys):
        raise invalid("source", _("Two questions have the same key."))
    return file


def digest_of(text: str) -> bytes:
    """SHA-256 of the text."""
    return hashlib.sha256(text.encode()).digest()


def _words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def cannot_judge_fit(state: JourneyState) -> Refusal | None:
    """Judge a fit before anything is agreed."""
    return open_to_workers(state) or not_agreed(state)
