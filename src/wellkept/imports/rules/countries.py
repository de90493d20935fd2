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
    """Map country names in several languages to codes."""
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                codes.setdefault(words(name), code)
                codes.setdefault(code.lower(), code)
    return codes | _ALSO


def country(text: str) -> str:
    """Find the code (ISO 3166) of a country by its name or code; empty if unknown."""
    return _countries().get(words(text.replace(".", "")), "") if text.strip() else ""


@cache
def _languages() -> dict[str, str]:
    """Map language names in several languages to codes."""
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).languages.items():
            if len(code) == 2:
                codes.setdefault(words(name), code)
                codes.setdefault(code, code)
    return codes


def language(text: str, *, known: tuple[str, ...]) -> str:
    """Find one of the languages `known` (`de_DE`, `German`, `Deutsch`); empty if none."""
    short = words(text)
    code = _languages().get(short) or _languages().get(short.split(" ")[0], "")
    return code if code in known else ""
