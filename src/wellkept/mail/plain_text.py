"""Decode bytes and strings of unknown origin into text that a database and a page accept."""

from __future__ import annotations

import codecs
import re

import webencodings

from wellkept.kernel.characters import clean_line, clean_text

# The codec of a WHATWG encoding, where Python's codec of the same name reads less.
READ_AS = {"gbk": "gb18030", "gb2312": "gb18030"}
# Encodings of WHATWG that stand for "cannot be read": there Python's own codecs know more.
NO_ENCODING = {"replacement", "x-user-defined"}
NAME = re.compile(
    r"[A-Za-z]+ \d[\w.:+-]*|[A-Za-z0-9][\w.:+-]*"
)  # of `"utf-8"; format=flowed` and ` =utf-8 (Unicode)` the name alone
# Spellings of names, tried in this order after the name itself.
SPELLINGS = (
    (re.compile(r"^(?:cs|x-)(?=.)"), ""),
    (re.compile(r"^x-mac-(?:ce|centraleurroman)$"), "mac-latin2"),
    (
        re.compile(r"^(?:cp|ibm|windows|iso|utf|koi8|mac)[-_ ]?(?=[a-z0-9])"),
        lambda match: match[0].rstrip("-_ "),
    ),
    (re.compile(r"^unicode-1-1-"), ""),
    (re.compile(r"^utf-?8.*$"), "utf-8"),
)
BOM = re.compile(rb"\xff\xfe|\xfe\xff")

# Codecs that are no character set, or whose running time is not linear.
NEVER = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}

# Traces of damage: of a wrong character set, or of a part that is no text.
DAMAGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode(content: bytes, charset: str | None) -> tuple[str, bool]:
    """Decode with the label, then UTF-8, then Windows-1252. Returns the text and whether the label was right."""
    codec = _codec(charset)
    if codec is not None:
        if codec.startswith("utf-16-") and BOM.match(content):
            codec = "utf-16"  # the byte order mark is surer than the label
        try:
            return clean(content.decode(codec)), True  # ASCII with a letter beyond it goes on below
        except (UnicodeError, ValueError):
            pass
    try:
        return clean(content.decode("utf-8")), charset is None
    except UnicodeDecodeError:
        return clean(content.decode("cp1252", "replace")), charset is None


def _codec(charset: str | None) -> str | None:
    """Find the Python codec for a label, or None. Labels mean what browsers read under them (WHATWG)."""
    match = NAME.search(charset[:200]) if charset else None
    if match is None or "\x00" in str(charset):
        return None
    label = match[0].rstrip(".:+-_").lower()[:60]
    spellings = [label, *(pattern.sub(spelling, label) for pattern, spelling in SPELLINGS)]
    for spelling in dict.fromkeys(spellings):
        codec = _codec_named(spelling)
        if codec is not None:
            return codec
    return None


def _codec_named(label: str) -> str | None:
    """Find the codec of one spelling. ASCII stays ASCII, so that a letter beyond it is noticed."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, UnicodeError, ValueError):
        name = ""
    encoding = None if name == "ascii" else webencodings.lookup(label) or webencodings.lookup(name)
    if encoding is not None and encoding.name not in NO_ENCODING:
        name = encoding.codec_info.name
    name = READ_AS.get(name, name)
    if not name or name in NEVER:
        return None
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        return None  # a codec, but not of text: zip, hex, rot13
    return name


def clean(text: str) -> str:
    """Clean as `kernel.characters` does, and mark where the mail is damaged: NUL, lone surrogates, control codes."""
    return clean_text(DAMAGE.sub("\ufffd", text))


def one_line(text: str, limit: int) -> str:
    """Clean, collapse white space, and cut to the limit with an ellipsis."""
    line = clean_line(DAMAGE.sub("\ufffd", text[: limit * 4]))
    return line if len(line) <= limit else line[: limit - 1] + "…"
