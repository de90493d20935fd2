"""A language that nobody speaks: each sentence of the sources in «…». What stands bare was never translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape

from django.test import override_settings
from django.utils.translation import trans_real
from lxml import html
from tools import messages

from wellkept.kernel import languages

CODE = (
    "eo"  # a real code, so that dates and numbers have a form; what Django itself says in it is good enough
)
SHOWN = ("aria-label", "aria-description", "title", "placeholder", "alt", "label", "value")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
_TOPICS = re.compile(r"\s*(\w+(:\d+)?\s*)+")  # to which a live page listens
_HIDDEN = "//script|//style|//template|//comment()"


@contextmanager
def spoken() -> Iterator[None]:
    """Inside, the made-up language is one that the program speaks whole."""
    complete = languages.complete
    languages.complete = lambda: frozenset({"en", CODE})  # type: ignore[assignment]
    with override_settings(LANGUAGES=[("en", "English"), (CODE, "Esperanto")]):  # forgets every catalogue
        made_up = trans_real.DjangoTranslation(CODE)
        made_up._catalog._catalogs.insert(0, _catalogue())
        made_up._catalog._plurals.insert(0, lambda count: int(count != 1))
        trans_real._translations[CODE] = made_up  # type: ignore[attr-defined]
        try:
            yield
        finally:
            languages.complete = complete


@cache
def _catalogue() -> dict[object, str]:
    """Read once: the sources stay as they are while tests run, and to read them takes seconds."""
    return dict(_sentences())


def _sentences() -> Iterator[tuple[object, str]]:
    """Every sentence of the sources, as Django's catalogue keeps it."""
    for paths in messages._by_room().values():
        for path in paths:
            text = path.read_text()
            messages_of_file = (
                messages._in_python(path) if path.suffix == ".py" else messages._in_template(text)
            )
            for message, context in messages_of_file:
                before = f"{context}\x04" if context else ""
                if isinstance(message, tuple):
                    yield (before + message[0], 0), f"«{message[0]}»"
                    yield (before + message[0], 1), f"«{message[1]}»"
                    yield before + message[0], f"«{message[0]}»"
                else:
                    yield before + message, f"«{message}»"


def bare(text: str) -> str:
    """Text outside of every «…»."""
    depth, kept = 0, []
    for character in text:
        if character == "«":
            depth += 1
        elif character == "»":
            depth = max(0, depth - 1)
            kept.append(" ")
        elif depth == 0:
            kept.append(character)
    return "".join(kept)


def bare_parts(page: str) -> list[str]:
    """The texts and the attributes of a page that are not translated, in order."""
    if not re.sub(r"<!--.*?-->|<!doctype[^>]*>", "", page, flags=re.S | re.I).strip():
        return []
    tree = html.fromstring(page)
    for hidden in tree.xpath(_HIDDEN):
        hidden.drop_tree()
    parts = bare("\n".join(tree.itertext())).split("\n")
    for element in tree.iter():
        for name, value in element.attrib.items():
            words = name.startswith("data-") and " " in value and not _TOPICS.fullmatch(value)
            if (name in SHOWN and not (name == "value" and _is_code(element))) or words:
                parts += bare(value).split("\n")
    return [part.strip() for part in parts if part.strip()]


def _is_code(element: html.HtmlElement) -> bool:
    """True if a value is sent and not shown."""
    return element.tag in ("option", "li", "button") or element.get("type") in ("hidden", "radio", "checkbox")


class Typed:
    """Typed text, names, and the company's own blueprints: they are the same in every language."""

    def __init__(self, values: set[str]) -> None:
        lines = {" ".join(line.split()) for value in values for line in value.split("\n")}
        known = sorted({line for line in lines if len(line) > 1}, key=len, reverse=True)
        self._pattern = re.compile("|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in known))

    def without(self, text: str) -> str:
        """The text without what was typed."""
        return self._pattern.sub(" ", _ADDRESS.sub(" ", " ".join(unescape(text).split())))


def english(parts: list[str], typed: Typed) -> list[str]:
    """The parts in which words are left that nobody typed."""
    return [part for part in parts if re.search(r"[A-Za-z]{3,}", typed.without(part))]
