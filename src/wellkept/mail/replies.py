"""Split a mail into what its writer wrote now, the quoted history, and the signature of the program.

Never hides a word that may be new. Answers between quoted lines keep their quotes. A letter that would be
empty without its history, such as a forward, is shown whole.
"""

from __future__ import annotations

import re

from mailparser_reply import EmailMessage  # type: ignore[import-untyped]

LANGUAGES = ["en", "de", "fr", "it", "es", "nl", "pl", "cs", "da", "sv", "ja", "ko", "zh"]
READ = 60_000  # characters that are searched for a history
WIDEST = 300  # characters; a longer line begins no history

# Phrases in many languages: "On … wrote:", "Am … schrieb …:", blocks of Von/Gesendet/An/Betreff.
HISTORY_BEGINS = EmailMessage(text="", languages=list(LANGUAGES)).HEADER_REGEX
RULE = re.compile(
    r"^(?:-{2,} ?(?:original message|ursprüngliche nachricht|original-nachricht|originalnachricht"
    r"|message d'origine|weitergeleitete nachricht|forwarded message) ?-{2,}|_{20,})$",
    re.IGNORECASE,
)
# Unknown to the library: German of Yahoo and Gmail, with the name before the date.
ALSO_BEGINS = re.compile(
    r"^(?:Am .{4,120} hat .{2,160} folgendes geschrieben:"
    r"|[^\n:]{2,120}<[^<>\s]+@[^<>\s]+> (?:schrieb|wrote|hat) .{0,60}\d.{0,40}:)$",
    re.IGNORECASE | re.MULTILINE,
)
# Signatures that telephones and programs add.
SIGNED_BY_PROGRAM = re.compile(
    r"^(?:Sent (?:from|with|via) (?:my |the )?\S.{0,60}|Get Outlook for .{0,80}|Von mei?nem .{2,40} gesendet\.?"
    r"|Gesendet (?:von|mit|über) .{2,60}|Outlook für .{2,60}(?:beziehen|herunterladen)|Envoyé de mon .{2,40}"
    r"|Diese Nachricht wurde von meinem .{2,60} gesendet\.?|Enviado desde mi .{2,40}|Inviato da .{2,40})$",
    re.IGNORECASE,
)
SIGNATURE = re.compile(r"^-- ?$")
LONGEST_SIGNATURE = 15  # lines; a longer block is no signature
NAMES_A_MAIL = re.compile(r"\d|@")
QUOTED = re.compile(r"^\s*>")


def split(text: str) -> tuple[str, str]:
    """Split into (new text, rest). Together they hold every line."""
    lines = text.split("\n")
    start = _history_starts(lines)
    if start is None:
        start = _quotes_start(lines)
    below = None if start is None or _answered_inside(lines[start:]) else start
    if below is None:
        end = _quotes_end(lines)
        new, history = (lines, []) if end is None else (lines[end:], lines[:end])
    else:
        new, history = lines[:below], lines[below:]
    if not _words(new):
        return text.strip(), ""
    new, signed = _unsigned(new)
    return _words(new), "\n\n".join(filter(None, (_words(signed), _words(history))))


def _words(lines: list[str]) -> str:
    """Join lines."""
    return "\n".join(lines).strip()


def _quotes_end(lines: list[str]) -> int | None:
    """Find where the answer begins below a single quote at the top; None for other letters."""
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    if at < len(lines) and not QUOTED.match(lines[at]):
        # One or two lines that introduce the quote.
        named = next((n for n in (at + 1, at + 2) if n < len(lines) and QUOTED.match(lines[n])), None)
        if named is None or not lines[named - 1].rstrip().endswith(":"):
            return None
        at = named
    end = at
    while end < len(lines) and (QUOTED.match(lines[end]) or not lines[end].strip()):
        end += 1
    if end == at or any(QUOTED.match(line) for line in lines[end:]):
        return None
    return end


def _unsigned(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split off a signature or a telephone's line, unless nothing would be left."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and SIGNED_BY_PROGRAM.match(lines[start - 1].strip()[:200]):
        start -= 1
        while start and not lines[start - 1].strip():
            start -= 1
    for n in range(max(0, start - LONGEST_SIGNATURE), start):
        if SIGNATURE.match(lines[n]):
            start = n
            break
    return (lines[:start], lines[start:]) if _words(lines[:start]) else (lines, [])


def _history_starts(lines: list[str]) -> int | None:
    """Find the first line of a history, or None."""
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
            line_number = searched.count("\n", 0, match.start() + blank)
            return line_number if rule is None else min(line_number, rule)
    for match in ALSO_BEGINS.finditer(searched):
        if not QUOTED.match(match.group()):
            line_number = searched.count("\n", 0, match.start())
            return line_number if rule is None else min(line_number, rule)
    return rule


def _quotes_start(lines: list[str]) -> int | None:
    """Find where the quoted lines at the end begin; None if the letter does not end in a quote."""
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
    """Whether unquoted words follow quoted ones: the writer answered between or below the quotes."""
    quoted = False
    for line in history:
        if QUOTED.match(line):
            quoted = True
        elif quoted and line.strip():
            return True
    return False
