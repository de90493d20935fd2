"""German as it is read: one translation for one sentence, the right case, small letters after a greeting."""

from __future__ import annotations

import ast
import pathlib
from collections import defaultdict
from datetime import timedelta

import pytest
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import translation

import wellkept
from tests.messages.test_letters import telling
from wellkept.intake import ranking, remarks
from wellkept.kernel import clock, wording
from wellkept.messages.letters import compose
from wellkept.messages.letters.kinds import KINDS
from wellkept.people.stages import STAGES, stage_name

ROOT = pathlib.Path(wellkept.__file__).parent
GATHERED = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_a_sentence_has_one_translation() -> None:
    translations: dict[object, set[object]] = defaultdict(set)
    for path in ROOT.rglob("locale/de/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file):
                if message.id:
                    words = message.string
                    translations[message.context, str(message.id)].add(
                        words if isinstance(words, str) else tuple(words)
                    )
    assert {key: words for key, words in translations.items() if len(words) > 1} == {}


def test_no_sentence_to_translate_stands_inside_another() -> None:
    """Sentences are gathered from plain strings. One inside an f-string is not found, and would stay English."""
    inside = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in ROOT.rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text()))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in GATHERED
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    assert inside == []


@pytest.mark.parametrize(
    ("length", "german", "english"),
    [
        (timedelta(), "vor 1 Minute", "1 minute ago"),
        (57 * timedelta(minutes=1), "vor 57 Minuten", "57 minutes ago"),
        (HOUR, "vor 1 Stunde", "1 hour ago"),
        (DAY, "vor 1 Tag", "1 day ago"),
        (2 * DAY + HOUR, "vor 2 Tagen", "2 days ago"),
        (25 * DAY, "vor 3 Wochen", "3 weeks ago"),
        (75 * DAY, "vor 2 Monaten", "2 months ago"),
        (1000 * DAY, "vor 33 Monaten", "33 months ago"),
    ],
)
def test_ago_has_the_case_of_the_language(length: timedelta, german: str, english: str) -> None:
    instant = clock.now() - length
    with translation.override("de"):
        assert wording.ago(instant) == german
    with translation.override("en"):
        assert wording.ago(instant) == english


def test_a_language_is_named_in_the_language_of_the_reader() -> None:
    assert (wording.language_name("de"), wording.language_name("x-own")) == ("German", "x-own")
    with translation.override("de"):
        assert (wording.language_name("de"), wording.language_name("en")) == ("Deutsch", "Englisch")


def test_a_silence_has_the_case_of_its_sentence() -> None:
    lengths = (2 * timedelta(minutes=1), HOUR, DAY, 3 * DAY, 22 * DAY, 61 * DAY)
    with translation.override("de"):
        assert [wording.no_word_for(length) for length in lengths] == [
            "seit 2 Minuten still",
            "seit 1 Stunde still",
            "seit 1 Tag still",
            "seit 3 Tagen still",
            "seit 3 Wochen still",
            "seit 2 Monaten still",
        ]


def test_remarks_and_reasons_are_worded_when_they_are_read() -> None:
    marks = [["withheld"], ["defects", "no date"], [remarks.UNANSWERED]]
    reasons = [["own", "Jörg Mertens"], ["spoke", "Mira Kaya"]]
    english = remarks.in_words(marks), remarks.title_of_call(marks), ranking.in_words(reasons)
    with translation.override("de"):
        german = remarks.in_words(marks), remarks.title_of_call(marks), ranking.in_words(reasons)
    assert english == (
        ["The number was withheld.", "Not well formed: no date."],
        "Called, and nobody answered",
        "Jörg Mertens speaks on it · Mira Kaya, who spoke with them, has it in hand",
    )
    assert german[0] == ["Die Nummer war unterdrückt.", "Fehlerhaft aufgebaut: no date."]
    assert german[1] == "Hat angerufen, und niemand ist rangegangen"
    assert german[2] != english[2]
    assert "Jörg Mertens" in german[2]
    assert "speaks" not in german[2]


def test_a_stage_inside_a_sentence_is_a_noun() -> None:
    with translation.override("de"):
        assert [str(stage_name(stage)) for stage in STAGES] == [
            "Vertrieb",
            "Aufträge",
            "Lieferung",
            "Betreuung",
        ]


def test_quotation_marks_are_those_of_the_language() -> None:
    template = Template("{{ words|quoted }}")
    context = Context({"words": "<b> & so"})
    assert template.render(context) == "“&lt;b&gt; &amp; so”"
    with translation.override("de"):
        assert template.render(context) == "„&lt;b&gt; &amp; so“"


@pytest.mark.parametrize("kind", [*KINDS, "unheard_of"])
def test_a_letter_goes_on_in_small_letters_after_the_greeting(kind: str) -> None:
    described = telling(kind, language="de")
    with translation.override("de"):
        greeting, first = compose(described).text.split("\n\n")[:2]
    assert greeting.startswith("Guten Tag")
    assert greeting.endswith(",")
    ours = first[0].islower() or first.startswith(("Ihr", "Sie ", described.person.name))
    assert ours or first.startswith((described.words[:20] or "\0", str(described.facts.get("name", "\0"))))
