"""Set a paper as PDF."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import segno
import typst
from anyascii import anyascii
from django.utils import translation
from django.utils.translation import gettext as _

from wellkept.kernel.languages import spoken
from wellkept.papers.look import Look
from wellkept.papers.paper import Enclosure, Labelled, Paper, Picture, Signatures, Small, Table, Words

_KINDS = {
    Words: "words",
    Labelled: "labelled",
    Table: "table",
    Picture: "picture",
    Signatures: "signatures",
    Small: "small",
}
_US_LETTER = {"US", "CA", "MX", "PH", "CL", "CO"}  # where letters are written on that format
_WITHOUT_FONT = re.compile(r'the text `?"(.+?)"`? could not be displayed')
_ROUNDS = 5  # a replaced letter may show another that has no font


@dataclass(frozen=True, slots=True)
class SetPaper:
    """The PDF, and the letters that no font here has: they are written in Latin letters."""

    pdf: bytes
    romanized: frozenset[str] = frozenset()


def set_paper(
    paper: Paper, *, at: datetime, look: Look | None = None, enclosure: Enclosure | None = None
) -> SetPaper:
    """Set this paper as PDF/A-3a and PDF/UA-1. The same values on the same machine give the same bytes.

    Letters of a script that no font on this machine has are written in Latin letters instead of being left out.
    """
    values = _values(paper, look or Look(), enclosure)
    romanized: set[str] = set()
    for last in (False,) * _ROUNDS + (True,):
        try:
            pdf = typst.compile(
                _template(),
                font_paths=_fonts(),
                sys_inputs={"paper": _json(values, romanized)},
                pdf_standards=["a-3a", "ua-1"],
                timestamp=int(at.timestamp()),
            )
        except typst.TypstError as refused:
            missing = set("".join(_WITHOUT_FONT.findall(str(refused))))
            if last or not missing - romanized:
                raise
            romanized |= missing
        else:
            return SetPaper(pdf, frozenset(romanized))
    raise AssertionError("the last round returns or raises")


def _values(paper: Paper, look: Look, enclosure: Enclosure | None) -> dict[str, object]:
    """Values for the template. Words of the template itself are in the paper's language."""
    with translation.override(spoken(paper.language)):
        named = {
            "columns": {
                "position": _("Pos."),
                "words": _("What"),
                "quantity": _("Quantity"),
                "price": _("Price"),
                "amount": _("Amount"),
            },
            "page_words": _("Page {page} of {pages}"),
            "number_words": _("your number with us"),
            "code_says": _("Code to scan: your number with us"),
        }
    return {
        **named,
        "language": paper.language.split("-")[0],
        "size": "us-letter" if paper.sender.country in _US_LETTER else "a4",
        "title": paper.title,
        "number": paper.number,
        "sender": asdict(paper.sender),
        "recipient": paper.recipient,
        "facts": [asdict(pair) for pair in paper.facts],
        "blocks": [{"kind": _KINDS[type(block)], **asdict(block)} for block in paper.blocks],
        "code": _code(paper.number),
        "colour": look.colour,
        "logo": list(look.logo) if look.format else None,
        "enclosure": {
            "name": enclosure.name,
            "media_type": enclosure.media_type,
            "description": enclosure.description,
            "content": list(enclosure.content),
        }
        if enclosure is not None
        else None,
    }


def _json(values: dict[str, object], romanized: set[str]) -> str:
    text = json.dumps(values, ensure_ascii=False)
    for letter in romanized:
        text = text.replace(letter, json.dumps(anyascii(letter) or "?")[1:-1])
    return text


def _code(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, kind="svg", border=0, xmldecl=False, scale=4)
    return out.getvalue().decode()


@cache
def _template() -> bytes:
    return files("wellkept.papers").joinpath("paper.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The font that we bring, and those of the machine for other scripts. Looked for once in a process."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(files("font_source_sans_pro") / "files")])
