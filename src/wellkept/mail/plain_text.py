"""Decode bytes and strings of unknown origin into text that a database and a page accept."""

from __future__ import annotations

import codecs
import re

# Labels that senders use wrongly; browsers decode them the same way.
READ_AS = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}

# Codecs that are no character set, or whose running time is not linear.
NEVER = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}

UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode(content: bytes, charset: str | None) -> tuple[str, bool]:
    """Decode with the label, then UTF-8, then Windows-1252. Returns the text and whether the label was right."""
    codec = _codec(charset)
    if codec is not None:
        try:
            return clean(content.decode(codec)), True  # ASCII with a letter beyond it goes on below
        except (UnicodeError, ValueError):
            pass
    try:
        return clean(content.decode("utf-8")), charset is None
    except UnicodeDecodeError:
        return clean(content.decode("cp1252", "replace")), charset is None


def _codec(charset: str | None) -> str | None:
    """Find the Python codec for a label, or None."""
    if not charset or len(charset) > 60 or "\x00" in charset:
        return None
    try:
        name = codecs.lookup(charset.strip().strip("'\"")).name
    except (LookupError, UnicodeError, ValueError):
        return None
    if name in NEVER:
        return None
    name = READ_AS.get(name, name)
    try:
        b"a".decode(name)
    except (LookupError, ValueError):
        return None  # a codec, but not of text: zip, hex, rot13
    return name


def clean(text: str) -> str:
    """Normalise line ends, and replace what PostgreSQL or a page refuses: NUL, lone surrogates, control
    codes.
    """
    return UNWANTED.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int) -> str:
    """Clean, collapse white space, and cut to the limit with an ellipsis."""
    line = " ".join(clean(text[: limit * 4]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
