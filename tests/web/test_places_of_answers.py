"""A page that opens an act of a journey in its dialog has the place that the answer takes."""

from __future__ import annotations

import re
from pathlib import Path

from wellkept import web

TEMPLATES = Path(web.__file__).parent / "templates"


def with_its_parts(name: str, seen: frozenset[str] = frozenset()) -> str:
    """The text of a template and of all that it includes."""
    if name in seen or not (TEMPLATES / name).exists():
        return ""
    text = (TEMPLATES / name).read_text()
    parts = re.findall(r'{%\s+include\s+"([^"]+)"', text)
    return text + "".join(with_its_parts(part, seen | {name}) for part in parts)


def test_the_answer_to_an_act_has_its_place() -> None:
    pages = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if "link_dialog" in path.read_text()
    ]
    whole = {page: with_its_parts(page) for page in pages}
    with_acts = {
        page for page, text in whole.items() if re.search(r"{% dialog_link (here|w\.|line\.|row\.)", text)
    }
    assert {"web/journeys/page.html", "web/journeys/quote.html", "web/desk/desk.html"} <= with_acts
    assert [page for page in sorted(with_acts) if 'id="live"' not in whole[page]] == []
