"""Letters: the words of a notice, as a title, as text and as HTML, from the same blocks.

A letter does not hold the customer's personal link, which is a key: it holds the mark `PAGE` in its place. The
key is put in when the letter is handed over, so that nobody who may read the record can act as the customer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from wellkept.messages.letters import kinds
from wellkept.messages.letters.blocks import Block, Person, Telling, as_text, salutation, signature

__all__ = ["PAGE", "Letter", "Person", "Telling", "compose", "with_page"]

PAGE = "https://your-page.invalid"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent and kept. `title` stands in the subject behind the number."""

    title: str
    text: str
    html: str


def compose(telling: Telling) -> Letter:
    """The letter that tells this, in the reader's language."""
    with translation.override(telling.language):
        title, said = kinds.words_for(telling)
        blocks: list[Block] = [salutation(telling), *said, *signature(telling)]
        html = render_to_string(
            "messages/letter.html",
            {
                "title": title,
                "blocks": blocks,
                "telling": telling,
                "page": PAGE,
                "language": telling.language,
            },
        )
        return Letter(title=title, text=as_text(blocks, page=PAGE), html=html)


def with_page(words: str, page: str) -> str:
    """The letter with the address of the customer's own page in its place."""
    return words.replace(PAGE, page)
