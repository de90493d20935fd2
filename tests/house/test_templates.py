"""Templates can be read: short lines, short files, one tag for a link that opens the dialog."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wellkept

ROOT = Path(wellkept.__file__).parent
MOST_COLUMNS = 120
MOST_LINES = 120
TEMPLATES = sorted(path for path in ROOT.rglob("*.html") if "templates" in path.parts)
# Styles in which whitespace at the edge of an element is seen: kept line breaks, and quotation marks around the text.
SHOWS_WHITESPACE = re.compile(
    r"\.([\w-]+)\s*\{[^}]*white-space:\s*pre|\.([\w-]+)::before\s*\{[^}]*open-quote"
)


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_line_of_a_template_is_wider_than_a_screen() -> None:
    wide = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > MOST_COLUMNS
    ]
    assert wide == []


def test_no_template_is_longer_than_a_sitting() -> None:
    assert names([path for path in TEMPLATES if len(path.read_text().splitlines()) > MOST_LINES]) == []


def test_a_template_loads_no_library_that_is_a_builtin() -> None:
    loads = re.compile(r"\{% load [^%]*\b(i18n|ui)\b")
    assert names([path for path in TEMPLATES if loads.search(path.read_text())]) == []


def test_a_number_is_shown_by_a_filter() -> None:
    """Decimal writes a normalized hundred as `1E+2`."""
    assert [path.name for path in TEMPLATES if ".normalize" in path.read_text()] == []


def test_a_link_of_the_dialog_is_the_tag_of_the_kit() -> None:
    assert names([path for path in TEMPLATES if 'data-opens="act"' in path.read_text()]) == []


def tight_classes() -> set[str]:
    """Classes of elements whose text begins and ends beside the tags."""
    matches = (match for path in ROOT.rglob("*.css") for match in SHOWS_WHITESPACE.finditer(path.read_text()))
    return {match[1] or match[2] for match in matches}


def test_the_style_sheets_name_the_elements_in_question() -> None:
    assert {"entry-body", "letter-text", "quote", "said"} <= tight_classes()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_break_of_a_template_is_seen(path: Path) -> None:
    names = "|".join(sorted(tight_classes()))
    opening = re.compile(rf'<(\w+)[^>]*class="(?:[^"]*\s)?(?:{names})(?:\s[^"]*)?"[^>]*>')
    for match in opening.finditer(text := path.read_text()):
        inside = text[match.end() : text.index(f"</{match[1]}", match.end())]
        assert inside == inside.strip(), f"line {text[: match.start()].count(chr(10)) + 1}"
