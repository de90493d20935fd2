"""Countries and languages as people write them."""

from __future__ import annotations

from functools import cache

from babel import Locale

from wellkept.references.rules import words

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da")
_ALSO = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US",
    "united states of america": "US", "america": "US", "holland": "NL", "brd": "DE", "deutschland brd": "DE",
    "korea": "KR", "russia": "RU", "czech republic": "CZ", "turkey": "TR", "eire": "IE", "uae": "AE",
}  # fmt: skip


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(words(name), code)
                found.setdefault(code.lower(), code)
    return found | _ALSO


def country(said: str) -> str:
    """The code (ISO 3166) of a country named in one of several languages, or by its code; empty if unknown."""
    return _countries().get(words(said.replace(".", "")), "") if said.strip() else ""


@cache
def _languages() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).languages.items():
            if len(code) == 2:
                found.setdefault(words(name), code)
                found.setdefault(code, code)
    return found


def language(said: str, *, known: tuple[str, ...]) -> str:
    """One of the languages `known` (`de_DE`, `German`, `Deutsch`), or empty."""
    short = words(said)
    code = _languages().get(short) or _languages().get(short.split(" ")[0], "")
    return code if code in known else ""
