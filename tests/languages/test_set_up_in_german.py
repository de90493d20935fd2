"""The built-in set-up speaks the company's language throughout: blueprints, questions and teams."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import wellkept
from wellkept.blueprints.models import ChecklistItem, Stage, Step, Version
from wellkept.people.founder import Founder, Region
from wellkept.people.models import Team
from wellkept.setup.commands import found_company
from wellkept.voice.models import Question, QuestionSet

ROOT = Path(wellkept.__file__).parent
SHELVES = {"blueprints/library": {"title", "summary", "customer_goal", "business_goal", "customer_words", "first_step",
                                  "instruction", "evidence", "text"},
           "voice/questions": {"title", "summary", "ask", "listen_for"}}  # fmt: skip
FILES = [
    pytest.param(shelf, path.name, id=f"{shelf}/{path.name}")
    for shelf in SHELVES
    for path in sorted((ROOT / shelf).glob("*.toml"))
]


def parts(content: Any, words: set[str], name: str = "") -> tuple[Any, list[str]]:
    """Split a file's content into what a program reads, and the texts that people read."""
    if isinstance(content, dict):
        split = {key: parts(value, words, key) for key, value in content.items()}
        return {key: rest for key, (rest, _) in split.items()}, [
            text for _, texts in split.values() for text in texts
        ]
    if isinstance(content, list):
        rows = [parts(value, words, name) for value in content]
        return [rest for rest, _ in rows], [text for _, texts in rows for text in texts]
    return ("", [content]) if name in words else (content, [])


@pytest.mark.parametrize(("shelf", "file"), FILES)
def test_a_german_file_differs_in_its_words_alone(shelf: str, file: str) -> None:
    """The same keys, limits, routes and proofs; each text is another one."""
    words = SHELVES[shelf]
    english, german = (
        parts(tomllib.loads((ROOT / shelf / folder / file).read_text()), words) for folder in ("", "de")
    )
    assert english[0] == german[0]
    assert len(english[1]) == len(german[1]) > 10
    assert [text for text, other in zip(english[1], german[1], strict=True) if text == other] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "folder", "team"),
    [("de", "de", "Lieferung"), ("en", "", "Delivery"), ("fr", "", "Delivery")],
)
def test_a_company_is_set_up_in_its_language(language: str, folder: str, team: str) -> None:
    found_company(
        name="Lindenau Elektro",
        founder=Founder(name="Ana Ruiz", email="ana@lindenau.example", password="three words nobody joined"),
        region=Region(language=language, time_zone="Europe/Berlin", currency="EUR", country="DE"),
    )
    texts: set[str] = set()
    for shelf, words in SHELVES.items():
        for path in (ROOT / shelf / folder).glob("*.toml"):
            texts |= set(parts(tomllib.loads(path.read_text()), words)[1])
    shown: set[str] = set()
    for model, columns in (
        (Version, ("title", "summary")),
        (Stage, ("customer_goal", "business_goal", "customer_words", "first_step")),
        (Step, ("title", "instruction", "evidence")),
        (ChecklistItem, ("text",)),
        (QuestionSet, ("title", "summary")),
        (Question, ("ask", "listen_for")),
    ):
        for row in model.objects.values_list(*columns):
            shown |= set(row)
    assert shown == texts
    assert Team.objects.get(stage="delivery").name == team
