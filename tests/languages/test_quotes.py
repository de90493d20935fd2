"""Somebody's words stand in the quotation marks of the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import wellkept

SOURCE = Path(wellkept.__file__).parent
FIXED = re.compile(r"f\"[^\"\n]*[“”]|[“”]\s*\{\{")
GERMAN = re.compile(r"„[^„“]*“")


@pytest.mark.parametrize(
    "room", ["web", "portal", "desk", "journey_page", "imports", "duplicates", "find", "intake"]
)
def test_no_page_has_quotation_marks_that_no_translation_can_change(room: str) -> None:
    fixed = [
        (path.name, line)
        for path in sorted((SOURCE / room).rglob("*.py"))
        for line in path.read_text().splitlines()
        if FIXED.search(line)
    ]
    assert fixed == []


def test_german_sentences_have_german_quotation_marks() -> None:
    wrong = []
    for path in sorted(SOURCE.glob("**/locale/de/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="de"):
                texts = [message.string] if isinstance(message.string, str) else list(message.string)
                wrong += [text for text in texts if re.search("[“”]", GERMAN.sub("", text))]
    assert wrong == []
