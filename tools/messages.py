"""Gather what is to be translated into the catalogue of each room, without the GNU tools.

Babel reads the Python files; templates are read here with Django's own grammar. What is already translated
stays, what no longer occurs is dropped, and what only resembles an old sentence is left for a person. The languages
without a gap are listed in kernel/locale/complete.txt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation.template import (
    block_re,
    constant_re,
    endblock_re,
    inline_re,
    plural_re,
)

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wellkept"
LANGUAGES = ("de",)
COMPLETE = SOURCE / "kernel" / "locale" / "complete.txt"
Memory = dict[tuple[str | None, object], str | tuple[str, ...]]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Found = tuple[str | tuple[str, ...], str | None]  # what, and in which context


def main() -> None:
    missing = dict.fromkeys(LANGUAGES, 0)
    memory = {language: _memory(language) for language in LANGUAGES}
    for folder, paths in sorted(_by_room().items()):
        fresh = Catalog(project="Wellkept", charset="utf-8")
        for path in paths:
            where = str(path.relative_to(ROOT / "src"))
            messages = _in_python(path) if path.suffix == ".py" else _in_template(path.read_text())
            for message, context in messages:
                fresh.add(message, locations=[(where, 0)], context=context)
        for language in LANGUAGES:
            place = folder / "locale" / language / "LC_MESSAGES" / "django.po"
            if len(fresh) or place.exists():
                missing[language] += _renew(place, language, fresh, memory[language])
    COMPLETE.write_text(
        "".join(f"{language}\n" for language in ("en", *LANGUAGES) if not missing.get(language))
    )
    count = sum(missing.values())
    print(f"{count} sentences are not translated" if count else "Everything is translated")


def _memory(language: str) -> Memory:
    """Everything that is translated in any room: a sentence that moves to another room keeps its translation."""
    known: Memory = {}
    for place in sorted(SOURCE.glob(f"**/locale/{language}/LC_MESSAGES/django.po")):
        for message in _existing(place, language):
            if message.id and _translated(message.string):
                known[message.context, message.id] = message.string
    return known


def _by_room() -> dict[Path, list[Path]]:
    """The files that may speak, by the room in whose folder their catalogue stands."""
    rooms: dict[Path, list[Path]] = defaultdict(list)
    for path in sorted(path for kind in ("*.py", "*.html", "*.txt") for path in SOURCE.rglob(kind)):
        inside = path.relative_to(SOURCE)
        if "migrations" not in inside.parts:
            rooms[SOURCE / inside.parts[0] if len(inside.parts) > 1 else SOURCE].append(path)
    return rooms


def _renew(place: Path, language: str, fresh: Catalog, memory: Memory) -> int:
    catalog = _existing(place, language)
    fresh.creation_date = catalog.creation_date  # only a sentence changes the file, not the hour
    catalog.update(fresh, no_fuzzy_matching=True, keep_user_comments=True)
    catalog.obsolete.clear()
    for message in catalog:
        if message.id and not _translated(message.string):
            message.string = memory.get((message.context, message.id), message.string)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("wb") as out:
        write_po(out, catalog, width=110, sort_output=True, include_lineno=False)
    missing = [message for message in catalog if message.id and not _translated(message.string)]
    if missing:
        print(f"{place.relative_to(ROOT)}: {len(catalog)} sentences, {len(missing)} not translated")
    return len(missing)


def _existing(place: Path, language: str) -> Catalog:
    if not place.exists():
        return Catalog(locale=language, project="Wellkept", charset="utf-8", fuzzy=False)
    with place.open("rb") as readable:
        return read_po(readable, locale=language)


def _translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return bool(string) if string is None or isinstance(string, str) else all(string)


def _in_python(path: Path) -> Iterator[Found]:
    for _, message, _, context in extract_from_file("python", str(path), keywords=KEYWORDS):
        yield message, context


def _in_template(text: str) -> Iterator[Found]:
    """`{% translate %}`, `{% blocktranslate %}` and `_("…")` in tags, as Django reads them."""
    block: list[str] | None = None
    plural: list[str] | None = None
    context: str | None = None
    trimmed = False
    for token in Lexer(text).tokenize():
        if block is not None:
            into = plural if plural is not None else block
            if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
                yield _block(block, plural, trimmed), context
                block = plural = None
            elif token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
                plural = []
            elif token.token_type == TokenType.VAR:
                into.append(f"%({token.contents})s")
            elif token.token_type == TokenType.TEXT:
                into.append(token.contents.replace("%", "%%"))
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            inline = inline_re.match(token.contents) if token.token_type == TokenType.BLOCK else None
            opening = block_re.match(token.contents) if token.token_type == TokenType.BLOCK else None
            if inline:
                message = inline["message"] if "message" in inline.groupdict() else inline[1]
                marked = re.search(r"""context\s+("[^"]*"|'[^']*')""", token.contents)
                yield message[1:-1].replace("%", "%%"), marked[1][1:-1] if marked else None
            elif opening:
                marked = re.search(r"""context\s+("[^"]*"|'[^']*')""", token.contents)
                context = marked[1][1:-1] if marked else None
                trimmed = " trimmed" in token.contents
                block = []
            for constant in constant_re.findall(token.contents):
                yield constant[1:-1], None


def _block(block: list[str], plural: list[str] | None, trimmed: bool) -> str | tuple[str, str]:
    def joined(parts: list[str]) -> str:
        text = "".join(parts)
        return " ".join(line.strip() for line in text.splitlines() if line.strip()) if trimmed else text

    return joined(block) if plural is None else (joined(block), joined(plural))


if __name__ == "__main__":
    main()
