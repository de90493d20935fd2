"""Free text on one line: for header fields, file names and lines of the log."""

from __future__ import annotations

import re
import unicodedata

# Controls, lone surrogates, line ends of other scripts, and marks that turn the reading direction.
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"  # part of words and of pictures; harmless
_ENCODED_WORD = re.compile(r"=(?=\?)")  # `=?utf-8?q?=0A?=` is decoded by programs that read the header


def one_line(words: str, *, longest: int = 0) -> str:
    """Return the text on one line, with single spaces, without controls and without encoded words."""
    plain = "".join(" " if is_unseen(letter) else letter for letter in words)
    line = _ENCODED_WORD.sub("= ", " ".join(plain.split()))
    return line[:longest].rstrip() if longest else line


def one_token(words: str) -> str:
    """Return the visible ASCII letters of the text, without encoded words: an id of a mail."""
    return "".join(letter for letter in words if "!" <= letter <= "~").replace("=?", "=")


def escaped(words: str) -> str:
    """Return the text with its controls as codes, as in `\\x0a`: nothing is lost, and it stays on one line."""
    return "".join(
        letter.encode("unicode_escape").decode() if is_unseen(letter) else letter for letter in words
    )


def is_unseen(letter: str) -> bool:
    """Whether nobody sees this character: a control, a line end, a mark of direction."""
    return unicodedata.category(letter) in _UNSEEN and letter not in _JOINERS
