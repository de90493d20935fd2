"""Sentences of the sign-in library, in the words of the house: formal German, English capitals as in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import allauth
import pytest
from babel.messages.pofile import read_po
from django.test import Client
from django.utils.translation import gettext, override, pgettext

OURS = ("account/", "core/", "mfa/", "templates/account/", "templates/mfa/")
FAMILIAR = re.compile(r"\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir|[Bb]itte \w+e|Gib|Lass)\b(?! Sie)")
CAPITALS = re.compile(r"^[A-Z][\w-]+( \w+)*? [A-Z][a-z]+[^.?!:]{0,30}$")


def sentences(language: str) -> list[str]:
    """Everything the pages and mails of signing in can say."""
    path = Path(allauth.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file, override(language):
        return [
            pgettext(message.context, message.id) if message.context else gettext(message.id)
            for message in read_po(file, locale="de")
            if isinstance(message.id, str)
            and any(
                str(place).removeprefix("allauth/").startswith(OURS) for place, _line in message.locations
            )
        ]


def test_nobody_is_addressed_as_a_friend_in_german() -> None:
    german = sentences("de")
    assert len(german) > 150
    assert [sentence for sentence in german if FAMILIAR.search(sentence)] == []


def test_english_headings_have_the_capitals_of_a_sentence() -> None:
    assert [sentence for sentence in sentences("en") if CAPITALS.search(sentence)] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentence"), [("de", "wir schicken Ihnen einen Link"), ("en", "Send me the link")]
)
def test_the_pages_say_them(language: str, sentence: str) -> None:
    assert sentence in Client(headers={"accept-language": language}).get("/accounts/password/reset/").text
