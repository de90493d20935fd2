"""Mistakes that people make: on a keyboard, by ear, from memory, on a bad copy. Shares no code with the search.

Every function takes a text and a random generator, and returns the text with a mistake. A text to which the mistake
does not apply is returned as it is.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = (
    ("ai", "ei"), ("ei", "ai"), ("ay", "ai"), ("ey", "ei"), ("y", "i"), ("ie", "y"), ("ph", "f"), ("f", "ph"),
    ("v", "f"), ("tt", "t"), ("ss", "s"), ("mm", "m"), ("nn", "n"), ("ll", "l"), ("ck", "k"), ("k", "ck"), ("c", "k"),
    ("th", "t"),
    ("dt", "t"), ("tz", "z"), ("z", "tz"), ("sch", "sh"), ("sh", "sch"), ("x", "ks"), ("chs", "x"), ("qu", "kw"),
    ("ä", "e"), ("ö", "oe"), ("ü", "ue"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ea", "ee"), ("w", "v"), ("j", "y"),
    ("ah", "a"), ("eh", "e"), ("oh", "o"), ("uh", "u"), ("gh", "g"), ("wr", "r"), ("kn", "n"), ("mb", "m"),
)  # fmt: skip
_SHAPES = (
    ("rn", "m"), ("m", "rn"), ("l", "1"), ("1", "l"), ("o", "0"), ("0", "o"), ("5", "s"), ("s", "5"), ("cl", "d"),
    ("d", "cl"), ("vv", "w"), ("w", "vv"), ("e", "c"), ("h", "b"), ("8", "b"), ("i", "l"), ("u", "v"), ("g", "q"),
)  # fmt: skip
_SHORT = {
    "straße": "str.", "strasse": "str.", "street": "st", "road": "rd", "avenue": "ave", "lane": "ln",
    "bäckerei": "bäck.",
    "gesellschaft": "ges.", "brothers": "bros", "international": "intl", "und": "&", "and": "&", "saint": "st",
    "company": "co", "electric": "elec", "elektro": "el.", "limited": "ltd",
}  # fmt: skip
_FORMS = re.compile(
    r"\s*\b(gmbh|& co\.? ?kg|kg|ohg|e\.k\.|ag|ug \(haftungsbeschränkt\)|gbr|ltd\.?|limited|llp|plc|inc\.?|llc|corp\.?|"
    r"sp\. z o\.o\.|s\.a\.|sarl|sas|s\.r\.l\.|s\.p\.a\.|b\.v\.|v\.o\.f\.|s\.r\.o\.|a\.s\.|a\.ş\.|ltd\. şti\.)(?=\s|$)",
    re.IGNORECASE,
)
Damage = Callable[[str, random.Random], str]


def keyboard_neighbour(text: str, luck: random.Random) -> str:
    """Replace a letter by its neighbour on the keyboard."""
    return _at_a_letter(text, luck, lambda c: luck.choice(_beside(c)) if _beside(c) else c)


def dropped_letter(text: str, luck: random.Random) -> str:
    return _at_a_letter(text, luck, lambda c: "")


def doubled_letter(text: str, luck: random.Random) -> str:
    return _at_a_letter(text, luck, lambda c: c + c)


def swapped_letters(text: str, luck: random.Random) -> str:
    """Swap two neighbouring letters, not at the beginning of a word."""
    places = [
        i
        for i in range(1, len(text) - 1)
        if text[i - 1 : i + 2].isalpha() and text[i] != text[i + 1] and text[i + 1].isalpha()
    ]
    if not places:
        return text
    i = luck.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


def sound_alike(text: str, luck: random.Random) -> str:
    """Replace a group of letters by one that sounds alike."""
    return _one_of(text, luck, _SOUNDS)


def bad_copy(text: str, luck: random.Random) -> str:
    """Replace a letter as a scanner misreads it."""
    return _one_of(text, luck, _SHAPES)


def abbreviated(text: str, luck: random.Random) -> str:
    """Use a common abbreviation, else cut off a long word."""
    for long, short in _SHORT.items():
        if re.search(rf"{long}\b", text, re.IGNORECASE):
            return re.sub(rf"{long}\b", short, text, count=1, flags=re.IGNORECASE)
    parts = text.split()
    long_ones = [i for i, part in enumerate(parts) if len(part) > 7 and part.isalpha()]
    if not long_ones:
        return text
    i = luck.choice(long_ones)
    return " ".join([*parts[:i], parts[i][:5], *parts[i + 1 :]])


def missing_accents(text: str, luck: random.Random) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ł", "l").replace("ı", "i"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def missing_word(text: str, luck: random.Random) -> str:
    """Leave out one of three or more words."""
    parts = text.split()
    if len(parts) < 3:
        return text
    gone = luck.randrange(len(parts))
    return " ".join(part for i, part in enumerate(parts) if i != gone)


def swapped_words(text: str, luck: random.Random) -> str:
    parts = text.split()
    return " ".join([*parts[1:], parts[0]])


def without_legal_form(text: str, luck: random.Random) -> str:
    """Leave out the legal form, which nobody says on the phone."""
    return _FORMS.sub("", text).strip(" &,") or text


def wrong_digit(text: str, luck: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c.isdigit()]
    i = luck.choice(places)
    return text[:i] + luck.choice([d for d in "0123456789" if d != text[i]]) + text[i + 1 :]


def swapped_digits(text: str, luck: random.Random) -> str:
    places = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    if not places:
        return text
    i = luck.choice(places)
    return text[:i] + text[i + 1] + text[i] + text[i + 2 :]


OF_LETTERS: dict[str, Damage] = {
    "keyboard neighbour": keyboard_neighbour,
    "dropped letter": dropped_letter,
    "doubled letter": doubled_letter,
    "swapped letters": swapped_letters,
    "sound-alike": sound_alike,
    "bad copy": bad_copy,
}
OF_WORDS: dict[str, Damage] = {
    "abbreviated": abbreviated,
    "missing accents": missing_accents,
    "missing word": missing_word,
    "swapped words": swapped_words,
    "without legal form": without_legal_form,
}
EVERY = OF_LETTERS | OF_WORDS

_DIGITS = {
    "en": ("zero oh nought", "one won", "two to too", "three", "four for", "five", "six", "seven",
           "eight ate", "nine niner"),
    "de": ("null", "eins ein", "zwei zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
}  # fmt: skip


def spoken(digits: str, luck: random.Random, language: str = "en") -> str:
    """Spell digits as they are said on the phone: `double seven`, `zwo`."""
    words: list[str] = []
    place = 0
    while place < len(digits):
        run = 2 if digits[place : place + 2] == digits[place] * 2 and luck.random() < 0.5 else 1
        word = luck.choice(_DIGITS[language][int(digits[place])].split())
        words.append(("double " if language == "en" else "doppel ") + word if run == 2 else word)
        place += run
    return " ".join(words)


def _at_a_letter(text: str, luck: random.Random, change: Callable[[str], str]) -> str:
    """Change a letter in a word of four letters or more, but not its first one, which people get right."""
    words = list(re.finditer(r"[^\W\d_]{4,}", text))
    if not words:
        return text
    word = luck.choice(words)
    i = luck.randrange(word.start() + 1, word.end())
    return text[:i] + change(text[i]) + text[i + 1 :]


def _one_of(text: str, luck: random.Random, pairs: tuple[tuple[str, str], ...]) -> str:
    places = [
        (match.start(), old, new)
        for old, new in pairs
        for match in re.finditer(re.escape(old), text, re.IGNORECASE)
    ]
    if not places:
        return text
    start, old, new = luck.choice(places)
    if text[start].isupper():
        new = new.capitalize()
    return text[:start] + new + text[start + len(old) :]


def _beside(letter: str) -> str:
    for row, keys in enumerate(_ROWS):
        place = keys.find(letter.lower())
        if place >= 0:
            near = keys[max(0, place - 1) : place] + keys[place + 1 : place + 2]
            near += "".join(_ROWS[other][place : place + 1] for other in (row - 1, row + 1) if 0 <= other < 3)
            return near
    return ""
