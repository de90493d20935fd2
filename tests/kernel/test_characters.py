"""Characters that nobody sees: the words stay as they are, whatever their script, and nothing hides in them."""

from __future__ import annotations

import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wellkept.kernel.characters import clean_code, clean_line, clean_text, is_unseen, refused_in

ORDINARY = [
    "Grüße aus Łódź, naïve façade – “so” …",
    "שלום, עולם! ABC\u200f!",
    "السلام عليكم\u060c العدد \u06003",
    "می\u200cخواهم خانه\u200cها",
    "ه\u200d",
    "क्\u200dष नमस्ते श्री\u200cमान",
    "ක්\u200dරි ලංකා",
    "ภาษา\u200bไทย ភាសា\u200bខ្មែរ",
    "山田\u3000太郎様 葛\U000e0100城市",
    "ᠮᠣᠩᠭᠣᠯ\u180e\u1820",
    "한국어 \u1112\u1161\u11ab",
    "e\u0301 u\u0308 a\u034f\u0308",
    "👩\u200d👩\u200d👧\u200d👦 👍🏽 ❤️\u200d🔥 1️⃣ #️⃣ 🇩🇪 🏳️\u200d🌈",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "\U00010905\U00010906 \U0001e900",
    "\ue000 \uf8ff \U000e1000",
]
LETTERS = st.one_of(
    st.characters(),
    st.characters(categories=["Cc", "Cf", "Mn", "Zl", "Zp", "Zs", "Cn"]),
    st.sampled_from(
        "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
        "\ufe0f\ufeff\u180b\u180e\u3164\U000e0067\U000e007f\U000e0100 \n\taבکก葛ᠮ❤👩🏴"
    ),
    st.sampled_from(["\r\n", "\ud800", "\x1c", "\x85", "\ufffe", *ORDINARY]),
)
TEXTS = st.lists(LETTERS, max_size=30).map("".join)


def visible(text: str) -> str:
    """List the characters that draw something, each space or line end as one blank."""
    drawn = "".join(" " if letter.isspace() or letter in "\u3164\uffa0" else letter for letter in text)
    return " ".join("".join(letter for letter in drawn if not is_unseen(letter)).split())


@given(TEXTS)
@example("ب\u200d\u200d\u200d\u2069\u200dت")
@example("\u2067\u202bא\u2069\u202c")
@example("\u0590 \u061c \u0590 \u061c")
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (clean_text, clean_line, clean_code):
        once = clean(text)
        assert clean(once) == once


@given(TEXTS)
def test_every_character_that_is_seen_stays_in_its_place(text: str) -> None:
    for clean in (clean_text, clean_line):
        assert visible(clean(text)) == visible(text)


@given(TEXTS)
def test_nothing_that_a_program_is_refused_is_kept(text: str) -> None:
    for clean in (clean_text, clean_line, clean_code):
        assert refused_in(clean(text)) is None
    assert not any(is_unseen(letter) for letter in clean_code(text))
    assert not set(clean_line(text)) & set(
        "\n\t\u00ad\u200b\ufeff\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
    ) - {"\u200b"}


@given(TEXTS)
def test_marks_of_direction_are_closed_in_their_line(text: str) -> None:
    for line in clean_text(text).split("\n"):
        opened = []
        for letter in line:
            if letter in "\u202a\u202b\u2066\u2067\u2068":
                opened.append("\u202c" if letter in "\u202a\u202b" else "\u2069")
            elif letter in "\u202c\u2069":
                assert opened.pop() == letter
        assert not opened


@pytest.mark.parametrize("text", ORDINARY, ids=ascii)
def test_ordinary_words_of_any_script_stay_as_they_are(text: str) -> None:
    assert clean_text(text) == text
    assert clean_line(text) == text
    assert refused_in(text) is None


@pytest.mark.parametrize(
    ("text", "cleaned", "line"),
    [
        ("Mül\u200bler", "Müller", "Müller"),  # from a web page
        ("\ufeffMüller\u2060 GmbH", "Müller GmbH", "Müller GmbH"),
        ("Schlauch\u00adboot", "Schlauch\u00adboot", "Schlauchboot"),
        ("\u202a+49 30 1234\u202c", "\u202a+49 30 1234\u202c", "+49 30 1234"),  # from a telephone's contacts
        ("\u200eErika\u200e", "\u200eErika\u200e", "Erika"),
        ("@\u2068Ben\u2069 fragt", "@\u2068Ben\u2069 fragt", "@Ben fragt"),  # from a messenger
        ("\u2067offen", "offen", "offen"),
        ("zu\u2069 viel\u202c", "zu viel", "zu viel"),
        ("a\u202efdp.exe", "afdp.exe", "afdp.exe"),
        ("a\u202eb\u202cc", "abc", "abc"),
        ("\u2067a\nb\u2069", "a\nb", "a b"),
        ("Auf\u200clage", "Auf\u200clage", "Auflage"),
        ("eins\x0bzwei\x85drei\u2028vier\r\nfünf\rsechs", "eins\nzwei\ndrei\nvier\nfünf\nsechs", None),
        ("0104012\x1d21ABC", "0104012 21ABC", "0104012 21ABC"),  # from a scanner
        ("\x1b[2Kweg\x07", "[2Kweg", "[2Kweg"),
        ("a\ufffeb\U0010ffffc\ufdd0\ud800", "abc", "abc"),
        ("hallo\U000e0068\U000e0069", "hallo", "hallo"),  # words hidden in tags
        ("👍\ufe0f\ufe01\ufe02\U000e0100\U000e0101", "👍\ufe0f", "👍\ufe0f"),  # words hidden in variants
        ("a\u00a0b  c\td", "a\u00a0b  c\td", "a b c d"),
        ("", "", ""),
        ("\u200b\u2060", "", ""),
    ],
    ids=ascii,
)
def test_unseen_characters_go(text: str, cleaned: str, line: str | None) -> None:
    assert clean_text(text) == cleaned
    assert clean_line(text) == (" ".join(cleaned.split()) if line is None else line)


def test_an_address_has_nothing_unseen() -> None:
    assert clean_code("\u202aerika@\u200bmuster.example\u200f\u202c ") == "erika@muster.example"


def test_the_first_refused_character_is_named_with_its_place() -> None:
    assert refused_in("Grüße\n\tund 👍\u200d \u200b") is None
    assert refused_in("ab\x1b") == (3, "U+001B")
    assert refused_in("\u202eab") == (1, "U+202E RIGHT-TO-LEFT OVERRIDE")
    assert refused_in("a\U0001ffff") == (2, "U+1FFFF")


def test_every_control_and_every_default_ignorable_is_unseen() -> None:
    """Compare with the database of Unicode: controls, separators, and format characters that draw nothing."""
    drawn = {letter for letter in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(letter) == "Cf"}
    drawn = {letter for letter in drawn if not is_unseen(letter)}
    # Signs around Arabic, Syriac and Kaithi numbers, and the places of Egyptian hieroglyphs.
    assert all(
        "SIGN" in unicodedata.name(letter)
        or "MARK" in unicodedata.name(letter)
        or "ARABIC" in unicodedata.name(letter)
        or "HIEROGLYPH" in unicodedata.name(letter)
        for letter in drawn
    ), [ascii(letter) for letter in drawn]
    for letter in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}:
            assert is_unseen(letter)
        if unicodedata.category(letter)[0] in "LNPS" and letter not in "\u115f\u1160\u3164\uffa0":
            assert not is_unseen(letter), ascii(letter)


@pytest.mark.parametrize(
    "words",
    ["\u202a\u2069", "\u2067\u202b\u202c", "\u200d", "a\u200d", "א\u200b\u202e", "\U0001f3f4\U000e0067"],
)
def test_cleaning_takes_time_in_proportion_to_the_text(words: str) -> None:
    """Measure the processor's time: squared, it would be many minutes."""
    for clean in (clean_text, clean_line, clean_code):
        begun = time.process_time()
        clean(words * 50_000)
        assert time.process_time() - begun < 10
