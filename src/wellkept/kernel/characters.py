"""Characters that nobody sees: those that shape words stay, the others are dropped, and controls are refused.

One rule for every way in. `clean_text` is for texts of several lines, `clean_line` for names and other single lines,
and `clean_code` for addresses and telephone numbers. None of them changes a word that can be seen, and each of them
changes nothing when it runs again. `refused_in` finds what no person types: a program is told about it.
See docs/adr/0036-characters-that-nobody-sees.md.
"""

from __future__ import annotations

import re
import unicodedata

_NO_CHARACTERS = r"\ufdd0-\ufdef\ufffe\uffff" + "".join(
    rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17)
)
_CONTROLS = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # without tabs and the ends of lines
_TURNED = "\u202d\u202e"  # show the letters after them in another order than they are written
_REFUSED = re.compile(rf"[{_CONTROLS}\ud800-\udfff{_NO_CHARACTERS}{_TURNED}]")

_HALVES = re.compile(r"[\ud800-\udfff]")

# Default_Ignorable_Code_Point of Unicode: drawn as nothing, if a font knows them or not.
_IGNORABLE = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(rf"[{_CONTROLS}\x09-\x0d\x85\u2028\u2029\ud800-\udfff{_NO_CHARACTERS}{_IGNORABLE}]")
_SUSPECT = re.compile(rf"[{_CONTROLS}\x0b-\x0d\x85\u2028\u2029\ud800-\udfff{_NO_CHARACTERS}{_IGNORABLE}]")
_COMMON = re.compile(
    r"[\t\n -~\u00a0-\u00ac\u00ae-\u034e\u0370-\u061b]*+"
)  # passes most texts of the West at once
_JOINERS = "\u200c\u200d"

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\x1c-\x1f\u3164\uffa0]")  # parts of a scanned code, and fillers as wide as a letter
# Marks of a text's beginning, bans of a line break, deprecated formats and marks of annotations.
_NOTHING = r"\ufeff\u2060-\u2065\u206a-\u206f\ufff0-\ufffb"
_DROPPED = re.compile(rf"[{_CONTROLS}\ud800-\udfff{_NO_CHARACTERS}{_NOTHING}]")
# A flag of a region, such as Scotland's, is written with tags; elsewhere tags are hidden words.
_TAGS = re.compile(
    r"(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
    r"|[\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_AFTER_A_SIGN = rf"(?<=[^\s{_IGNORABLE}])"
_VARIANTS = re.compile(
    rf"({_AFTER_A_SIGN}[\ufe00-\ufe0f\u034f]|(?<=[\u1800-\u180a\u1810-\u18af])[\u180b-\u180f]"
    r"|(?<=[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef])"
    r"|[\ufe00-\ufe0f\u034f\u180b-\u180f\U000e0100-\U000e01ef]"
)
_JOINED = re.compile(rf"[{_JOINERS}]+")
_MOST_JOINERS = 3  # the longest sequence that Unicode describes
_SIGN = re.compile(rf"[^\s{_IGNORABLE}]|[\ufe00-\ufe0f\u180b-\u180f\u034f\U000e007f\U000e0100-\U000e01ef]")
# Thai, Lao, Tibetan, Myanmar and Khmer: words without spaces, which may be parted by U+200B.
_UNSPACED = r"[\u0e00-\u109f\u1780-\u17ff\u19e0-\u19ff\uaa60-\uaa7f]"
_BREAKS = re.compile(rf"(?:(?<={_UNSPACED})(\u200b)\u200b*(?={_UNSPACED}))|\u200b+")

_EMBEDDED, _ISOLATED = "\u202a\u202b", "\u2066\u2067\u2068"
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_DIRECTIONS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MARKS_OF_DIRECTION = re.compile(r"[\u061c\u200e\u200f]")
_HYPHENATION = "\u00ad"
# Scripts in which nobody joins or parts letters by a joiner, except to avoid a ligature.
_PLAIN_SCRIPT = re.compile(r"[\u0000-\u058f\u1e00-\u1fff\ua720-\ua7ff\uab30-\uab6f]")
_SPACES = re.compile(r"[\s\u00a0]+")
_WIDE_SPACE = "\u3000"  # between the names of a Japanese


def clean_text(text: str) -> str:
    """Clean a text of several lines. Its lines end in a newline, and its tabs stay."""
    if not _SUSPECT.search(text, _common(text)):
        return text
    text = _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text))
    text = _DROPPED.sub("", text)
    text = _TAGS.sub(lambda match: match[1] or "", text)
    text = _VARIANTS.sub(lambda match: match[1] or "", text)
    text = _BREAKS.sub(lambda match: match[1] or "", text)
    if _DIRECTIONS.search(text):
        text = "\n".join(map(_closed, text.split("\n")))
    return _JOINED.sub(_needed, text)


def clean_line(text: str) -> str:
    """Clean a single line: single spaces, and no mark of direction or of hyphenation that its words do not need."""
    if _SUSPECT.search(text, _common(text)):
        text = _DIRECTIONS.sub("", text.replace(_HYPHENATION, ""))
        if not _RIGHT_TO_LEFT.search(text):
            text = _MARKS_OF_DIRECTION.sub("", text)
        text = _JOINED.sub(_needed_in_a_name, clean_text(text))
    return _SPACES.sub(_space, text).strip() if _WIDE_SPACE in text else " ".join(text.split())


def clean_code(text: str) -> str:
    """Clean an address or a number: nothing in it is unseen."""
    seen = "".join(letter for letter in clean_line(text) if not is_unseen(letter))
    return clean_line(seen)  # what stood between two spaces may be gone


def refused_in(text: str) -> tuple[int, str] | None:
    """Find the first character that no text holds: its place, counted from 1, and its name."""
    match = _REFUSED.search(text)
    if match is None:
        return None
    name = unicodedata.name(match[0], "")
    return match.start() + 1, f"U+{ord(match[0]):04X}" + (f" {name}" if name else "")


def mark_refused(text: str) -> str:
    """Replace what no text holds by a sign that something was there."""
    return _REFUSED.sub("\ufffd", text)


def storable(text: str) -> str:
    """Replace halves of characters, which no encoding has, by a sign that something was there."""
    return _HALVES.sub("\ufffd", text)


def is_unseen(letter: str) -> bool:
    """Whether nobody sees this character: a control, a line end, a mark of direction. Joiners and variants count."""
    return _UNSEEN.match(letter) is not None


def _common(text: str) -> int:
    """Count the characters before the first that is rare in the West."""
    match = _COMMON.match(text)
    return match.end() if match else 0


def _closed(line: str) -> str:
    """Drop the marks that turn the direction, except pairs that are opened and closed in this line."""
    kept: set[int] = set()
    opened: list[tuple[str, int]] = []
    isolates = 0
    for match in _DIRECTIONS.finditer(line):
        mark, place = match[0], match.start()
        if mark == _POP:
            if opened and opened[-1][0] not in _ISOLATED:
                opener, start = opened.pop()
                kept |= {start, place} if opener in _EMBEDDED else set()
        elif mark == _POP_ISOLATE:
            if isolates:
                while opened[-1][0] not in _ISOLATED:
                    opened.pop()
                kept |= {opened.pop()[1], place}
                isolates -= 1
        else:
            opened.append((mark, place))
            isolates += mark in _ISOLATED
    return _DIRECTIONS.sub(lambda match: match[0] if match.start() in kept else "", line)


def _needed(match: re.Match[str]) -> str:
    """Keep joiners beside a letter or a picture."""
    before, after = _neighbours(match)
    return match[0][:_MOST_JOINERS] if _SIGN.match(before) or _SIGN.match(after) else ""


def _needed_in_a_name(match: re.Match[str]) -> str:
    """Keep joiners in scripts that need them."""
    before, after = _neighbours(match)
    is_plain = all(not letter or _PLAIN_SCRIPT.match(letter) for letter in (before, after))
    return "" if is_plain else match[0]


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and after, empty at the ends."""
    text, start, end = match.string, match.start(), match.end()
    return text[max(start - 1, 0) : start], text[end : end + 1]


def _space(match: re.Match[str]) -> str:
    return _WIDE_SPACE if match[0] == _WIDE_SPACE else " "
