"""Free text on one line: for header fields, file names and lines of the log."""

from __future__ import annotations

import re

from wellkept.kernel.characters import clean_line, is_unseen

_ENCODED_WORD = re.compile(r"=(?=\?)")  # `=?utf-8?q?=0A?=` is decoded by programs that read the header


def one_line(words: str, *, longest: int = 0) -> str:
    """Return the text on one line, with single spaces, without controls and without encoded words."""
    line = _ENCODED_WORD.sub("= ", clean_line(words))
    return line[:longest].rstrip() if longest else line


def one_token(words: str) -> str:
    """Return the visible ASCII letters of the text, without encoded words: an id of a mail."""
    return "".join(letter for letter in words if "!" <= letter <= "~").replace("=?", "=")


def escaped(words: str) -> str:
    """Return the text with its controls as codes, as in `\\x0a`: nothing is lost, and it stays on one line."""
    return "".join(
        letter.encode("unicode_escape").decode() if is_unseen(letter) else letter for letter in words
    )
