"""The letter of a mail as one text and one page, with every piece of it in its order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from wellkept.mail import html
from wellkept.mail.bodies import Letter, Piece, chosen

RULE = "\n<hr>\n"
NO_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Body:
    """The letter. `html` is empty if it has no page. `complete`: every page could be read to its end."""

    text: str
    html: str
    complete: bool


def read(letter: Letter) -> Body:
    """Join the pieces of a letter. A footer or a scanner's remark beside it never takes its place."""
    pages = {piece.page: html.read(piece.page) for piece in _pages(letter)}
    words = {piece: _squashed(pages[piece.page].text if piece.page else piece.text) for piece in _all(letter)}
    read_as_text = _without_copies(chosen(letter), words, rich=False)
    shown = _without_copies(chosen(letter, rich=True), words, rich=True) if pages else []
    texts = [pages[piece.page].text if piece.page else piece.text.strip() for piece in read_as_text]
    safe = [pages[piece.page].safe if piece.page else _as_page(piece.text) for piece in shown]
    return Body(
        text="\n\n".join(filter(None, texts)),
        html=RULE.join(filter(None, safe)),
        complete=all(page.complete for page in pages.values()),
    )


def _all(letter: Letter) -> list[Piece]:
    """List the pieces of a letter that are read or shown."""
    return [*chosen(letter), *chosen(letter, rich=True)]


def _pages(letter: Letter) -> list[Piece]:
    return [piece for piece in _all(letter) if piece.page]


def _without_copies(pieces: list[Piece], words: dict[Piece, str], *, rich: bool) -> list[Piece]:
    """Leave out a piece that says again what stands beside it in the wanted form: some programs send two parts."""
    wanted = {words[piece] for piece in pieces if bool(piece.page) is rich}
    return [piece for piece in pieces if bool(piece.page) is rich or words[piece] not in wanted]


def _squashed(text: str) -> str:
    return NO_WORDS.sub("", text).casefold()


def _as_page(text: str) -> str:
    """Show a plain piece among pages."""
    return f"<p>{escape(text.strip()).replace(chr(10), '<br>')}</p>" if text.strip() else ""
