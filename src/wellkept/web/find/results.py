"""Results of find as they are printed: grouped by customer, with state and the marked match."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellkept.find.queries import Match, SearchResult
from wellkept.kernel import wording
from wellkept.references import rules as references
from wellkept.web import labels

KINDS = {
    "number": gettext_lazy("number"),
    "phone": gettext_lazy("telephone"),
    "email": gettext_lazy("mail"),
    "domain": gettext_lazy("web address"),
    "name": gettext_lazy("name"),
    "street": gettext_lazy("address"),
    "need": gettext_lazy("what they said"),
    "purchase_order": gettext_lazy("their order"),
    "serial": gettext_lazy("serial number"),
    "tracking": gettext_lazy("tracking number"),
    "invoice": gettext_lazy("invoice"),
    "bank": gettext_lazy("bank reference"),
    "old_number": gettext_lazy("old number"),
    "other": gettext_lazy("noted as"),
}
CODES = ("number", "phone", *references.CODES)
LEAST = 3  # letters or digits of a code that are marked inside it
ALIKE = 0.7  # from which a word was meant by another
PIECE = 90  # characters of a long text that are shown around what matched
Marked = list[tuple[str, bool]]  # a text in parts: whether each is what was asked for


@dataclass(frozen=True)
class Line:
    """A journey, or a customer without one, as it is printed."""

    found: SearchResult
    href: str
    to: int
    title: Marked
    state: labels.State
    since: str
    where: str
    by: list[tuple[str, Marked]]


@dataclass(frozen=True)
class Group:
    """Results of one customer, the surest first. With several journeys the customer's name is above them."""

    customer: int | None
    title: Marked
    lines: list[Line]
    by: list[tuple[str, Marked]]  # what is the customer's own, and so the same for each of the journeys

    @property
    def several(self) -> bool:
        return len(self.lines) > 1


def groups(search_results: list[SearchResult], asked: str) -> list[Group]:
    """Group results by customer, in the order of their first match. Confidential ones stay single."""
    gathered: dict[object, Group] = {}
    for result in search_results:
        key = result.customer or ("journey", result.journey)
        group = gathered.setdefault(key, Group(result.customer, marked(result.customer_name, asked), [], []))
        group.lines.append(line(result, asked))
    return [_said_once(group) for group in gathered.values()]


def _said_once(group: Group) -> Group:
    first = group.lines[0].by
    if not group.several or any(line.by != first for line in group.lines):
        return group
    return replace(group, by=first, lines=[replace(line, by=[]) for line in group.lines])


def line(search_result: SearchResult, asked: str) -> Line:
    """Word a result: its address, its state, and the reference that matched."""
    return Line(
        found=search_result,
        href=f"/journeys/{search_result.number}"
        if search_result.journey
        else f"/customers/{search_result.customer}",
        to=search_result.journey or search_result.customer or 0,
        title=marked(search_result.customer_name, asked),
        state=state_of(
            search_result.state, search_result.court, search_result.waits_for, search_result.since
        ),
        since=wording.stamp(search_result.since) if search_result.since else "",
        where=_where(search_result),
        by=[
            (str(KINDS.get(match.kind, match.kind)), marked(match.said, asked, kind=match.kind))
            for match in _telling(search_result)
        ][:3],
    )


def _telling(search_result: SearchResult) -> list[Match]:
    """The part of the match that the line does not already show."""
    matches = [(match.kind, match.said.lower()) for match in search_result.matches]
    return [
        match
        for match in search_result.matches
        if match.said not in (search_result.customer_name, search_result.number)
        and not any(
            kind == match.kind and match.said.lower() != other and match.said.lower() in other
            for kind, other in matches
        )
    ]


def state_of(state: str, court: str, waits_for: str, since: datetime | None) -> labels.State:
    """The court with its duration, or the date since which it rests or has ended."""
    if state == "open" and since is not None:
        return labels.court(court, since=since, waits_for=waits_for)
    if state == "at_rest" and since is not None:
        return labels.State(_("At rest since %(day)s") % {"day": wording.day(since)}, "kept")
    if state == "ended" and since is not None:
        return labels.State(_("Ended %(day)s") % {"day": wording.day(since)}, "released")
    return labels.State(_("No journey yet"), "plain")


def _where(search_result: SearchResult) -> str:
    """`Delivery · Jonas Weber · Ana Ruiz answers for it`"""
    if not search_result.journey:
        return ""
    parts = [labels.stage(search_result.stage), search_result.holder or search_result.owner]
    if search_result.holder and search_result.holder != search_result.owner:
        parts.append(_("%(name)s answers for it") % {"name": search_result.owner})
    return " · ".join(parts)


# What of it was asked for


def marked(text: str, asked: str, *, kind: str = "name") -> Marked:
    """Split a text into parts and mark what was searched: digits of a number, words by beginning or sound."""
    if kind in CODES and (parts := _code(text, asked)):
        return parts
    if kind == "email" and (place := text.lower().find(asked.strip().lower())) >= 0 and asked.strip():
        end = place + len(asked.strip())
        return _parts((text[:place], False), (text[place:end], True), (text[end:], False))
    parts = _words(text, references.words(asked).split())
    return _around(parts) if len(text) > PIECE else parts


def _code(text: str, asked: str) -> Marked:
    """The span of letters and digits that was searched, in any spacing; of a telephone number also its end."""
    places = [place for place, letter in enumerate(text) if letter.isalnum()]
    code = "".join(text[place] for place in places).lower()
    wanted = "".join(letter for letter in asked if letter.isalnum()).lower()
    for piece in (wanted, wanted.lstrip("0"), *(wanted[n:] for n in range(1, max(1, len(wanted) - 3)))):
        at = code.find(piece) if len(piece) >= LEAST else -1
        if at >= 0:
            start, end = places[at], places[at + len(piece) - 1] + 1
            return _parts((text[:start], False), (text[start:end], True), (text[end:], False))
    return []


def _words(text: str, wanted: list[str]) -> Marked:
    parts: Marked = []
    for part in re.split(r"(\W+)", text):
        known = references.words(part)
        length = max((len(word) for word in wanted if known.startswith(word)), default=0)
        # A letter such as ß is compared as two; then the whole word is marked. So it is where it is only like it.
        if length:
            cut = length if len(known) == len(part) else len(part)
        else:
            cut = len(part) if any(_alike(known, word) for word in wanted) else 0
        parts += _parts((part[:cut], True), (part[cut:], False))
    return parts


def _alike(known: str, wanted: str) -> bool:
    if min(len(known), len(wanted)) < LEAST or known.isdigit() or wanted.isdigit():
        return False
    return SequenceMatcher(None, known[: len(wanted) + 2], wanted).ratio() >= ALIKE


def _around(parts: Marked) -> Marked:
    """Cut a long text around the first match."""
    first = next((n for n, (_text, is_it) in enumerate(parts) if is_it), 0)
    before = "".join(text for text, _is_it in parts[:first])
    start = before[-PIECE // 3 :]
    return _parts((("…" if len(before) > len(start) else "") + start, False), *parts[first : first + 24])


def _parts(*parts: tuple[str, bool]) -> Marked:
    return [(text, is_it) for text, is_it in parts if text]
