"""Letters: the wording of a notice as title, text and HTML, from the same blocks.

A letter holds the mark `PAGE` instead of the customer's personal link, which is a key. The key is inserted
when the letter is sent, so that nobody who reads the record can act as the customer.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation

from wellkept.messages.letters import kinds
from wellkept.messages.letters.blocks import Block, Person, Telling, as_text, salutation, signature
from wellkept.visits.calendar_file import CalendarFile

__all__ = ["PAGE", "Letter", "Person", "Telling", "compose", "with_page"]

PAGE = "https://your-page.invalid"


@dataclass(frozen=True, slots=True)
class Letter:
    """Letter as sent and stored. `title` follows the number in the subject; a visit comes with its calendar file."""

    title: str
    text: str
    html: str
    calendar: CalendarFile | None = None


def compose(telling: Telling) -> Letter:
    """Compose the letter of a notice in the reader's language."""
    with translation.override(telling.language):
        title, content = kinds.words_for(telling)
        blocks: list[Block] = [salutation(telling), *content, *signature(telling)]
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
    """Insert the address of the customer's own page."""
    return words.replace(PAGE, page)
