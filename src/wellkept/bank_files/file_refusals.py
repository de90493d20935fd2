"""Refusals of this room: the place in the file, then what is wrong there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text, fill

MOST_SHOWN = 60


def unreadable(sentence: Text, **parameters: object) -> Refusal:
    """Refuse a file as a whole."""
    return Refusal("unreadable_bank_file", fill(sentence, **parameters), field="file", status=422)


def wrong(place: Text, sentence: Text, **parameters: object) -> Refusal:
    """Refuse a file for what is wrong at this place."""
    return Refusal(
        "wrong_bank_file",
        fill(_("%(place)s: %(sentence)s"), place=place, sentence=fill(sentence, **parameters)),
        field="file",
        status=422,
    )


def shown(text: str) -> str:
    """Cut a text of a file for a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
