"""What somebody wrote now, apart from the history that their mail program put below it.

Never hides a word that might be new: answers written between quoted lines keep the quotes around them, and a
letter that would be empty without its history (a forward) is shown whole.
"""

from __future__ import annotations

import re

from mailparser_reply import EmailMessage  # type: ignore[import-untyped]

LANGUAGES = ["en", "de", "fr", "it", "es", "nl", "pl", "cs", "da", "sv", "ja", "ko", "zh"]
READ = 60_000  # characters in which a history is looked for
WIDEST = 300  # a longer line is no header of a history

# Phrases in many languages: "On … wrote:", "Am … schrieb …:", blocks of Von/Gesendet/An/Betreff.
HISTORY_BEGINS = EmailMessage(text="", languages=list(LANGUAGES)).HEADER_REGEX
RULE = re.compile(
    r"^(?:-{2,} ?(?:original message|ursprüngliche nachricht|original-nachricht|originalnachricht"
    r"|message d'origine|weitergeleitete nachricht|forwarded message) ?-{2,}|_{20,})$",
    re.IGNORECASE,
)
NAMES_A_MAIL = re.compile(r"\d|@")
QUOTED = re.compile(r"^\s*>")


def split(text: str) -> tuple[str, str]:
    """(what is new, the history). Joined they hold every line of the text."""
    lines = text.split("\n")
    start = _history_starts(lines)
    if start is None:
        start = _quotes_start(lines)
    if start is None or _answered_inside(lines[start:]):
        return text.strip(), ""
    new = "\n".join(lines[:start]).strip()
    if not new:
        return text.strip(), ""
    return new, "\n".join(lines[start:]).strip()


def _history_starts(lines: list[str]) -> int | None:
    """The first line that opens a history, or None."""
    seen, count = 0, 0
    for line in lines:
        seen += len(line) + 1
        if seen > READ:
            break
        count += 1
    # Lines that cannot open a history become empty, so that no pattern can run long on them.
    searched = "\n".join(line.strip() if len(line) <= WIDEST else "" for line in lines[:count])
    rule = next((n for n, line in enumerate(searched.split("\n")) if RULE.match(line)), None)
    for match in HISTORY_BEGINS.finditer(searched):
        begins = match.group()
        if NAMES_A_MAIL.search(begins) and not QUOTED.match(begins.lstrip("\n")):
            blank = len(begins) - len(begins.lstrip("\n"))
            found = searched.count("\n", 0, match.start() + blank)
            return found if rule is None else min(found, rule)
    return rule


def _quotes_start(lines: list[str]) -> int | None:
    """Where the quoted lines at the very end begin, or None when the letter does not end in a quote."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and (QUOTED.match(lines[start - 1]) or not lines[start - 1].strip()):
        start -= 1
    while start < end and not lines[start].strip():
        start += 1
    return start if start < end else None


def _answered_inside(history: list[str]) -> bool:
    """Unquoted words after quoted ones: they answered between or below the quotes."""
    quoted = False
    for line in history:
        if QUOTED.match(line):
            quoted = True
        elif quoted and line.strip():
            return True
    return False
