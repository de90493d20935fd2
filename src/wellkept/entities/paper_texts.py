"""Words at the beginning and at the end of papers: those that we suggest, and the places in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import Text, fill

MOST_LETTERS = 3000
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: its title, what it says unless a company says otherwise, and its places to fill."""

    title: Text
    opening: Text
    closing: Text
    places: tuple[str, ...]


_ALWAYS = ("customer", "contact", "number", "person", "company", "date")
_REGARDS = _("If you have a question, {person} is there for you.\n\nKind regards\n{company}")
KINDS: Mapping[str, PaperKind] = {
    "quote": PaperKind(
        _("Quote"),
        _("Hello {contact},\n\nthank you for your interest. This is what we offer you:"),
        _REGARDS,
        (*_ALWAYS, "valid_until"),
    ),
    "agreement": PaperKind(
        _("Agreement"),
        _("Hello {contact},\n\nthis is what we agree on:"),
        _REGARDS,
        (*_ALWAYS, "delivery_by"),
    ),
    "invoice": PaperKind(
        _("Invoice"),
        _("Hello {contact},\n\nas agreed, we bill:"),
        _REGARDS,
        (*_ALWAYS, "due"),
    ),
}
PLACES: Mapping[str, Text] = {
    "customer": _("the customer's name"),
    "contact": _("who is written to"),
    "number": _("the journey's number"),
    "person": _("the person to talk to"),
    "company": _("the entity's name on papers"),
    "date": _("the day of the paper"),
    "valid_until": _("the day until which the quote stands"),
    "delivery_by": _("the day by which it is delivered"),
    "due": _("the day by which it is to be paid"),
}


def cannot_be_said(kind: str, field: str, text: str) -> Refusal | None:
    """Refuse a text that is too long, or with a place that this paper cannot fill."""
    if len(text) > MOST_LETTERS:
        return invalid(field, fill(_("This is longer than %(most)s letters."), most=MOST_LETTERS))
    places = KINDS[kind].places
    for name in _PLACE.findall(text):
        if name not in places:
            return invalid(
                field,
                fill(
                    _("Nothing fills {%(name)s} on this paper. You can write: %(places)s."),
                    name=name,
                    places=", ".join(f"{{{place}}}" for place in places),
                ),
            )
    if "{" in _PLACE.sub("", text) or "}" in _PLACE.sub("", text):
        return invalid(field, _("A curly bracket is not closed, or not opened."))
    return None


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the places of a text. Raises a refusal if one of them would be a gap on the paper."""

    def value(match: re.Match[str]) -> str:
        words = values.get(match[1], "").strip()
        if not words:
            raise Refusal(
                "a_place_is_empty",
                fill(
                    _("The paper says {%(name)s}, and there is nothing to put there: %(what)s."),
                    name=match[1],
                    what=PLACES.get(match[1], match[1]),
                ),
                instead=_("Add it, or change the text of the paper."),
            )
        return words

    return _PLACE.sub(value, text)
