"""Finding by words: who is known by all of them, or by most, or by words that are like them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log10

from django.db import connection

from wellkept.find.queries import lexicon
from wellkept.find.rules import Asked, Meant, Question, either
from wellkept.find.rules.words import misread, quoted
from wellkept.references.rules import is_word, street_stem

MOST = 400  # customers who are weighed against each other, of one way of reading the words
NEAR = 0.7  # a word as like as this is asked for, however common it is
STEM = 0.75  # how near `elmen` is to `elmenstrasse`
ENOUGH = (
    20_000  # customers who may bear one of the words as which another goes on, where other words narrow them
)
RECENT = 1_000  # open journeys that are gone through where more fit than can be weighed
MANY = 5  # words that all fit somebody by no accident

Way = tuple[str, ...]
"""A way of asking: tsqueries that must all fit."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What each word of a question may be, and how to ask for it."""

    meant: tuple[Meant, ...]
    wanted: tuple[Way, ...]  # the surest first
    weighed: tuple[tuple[str, float], ...]  # what is worth how much


Lexicon = dict[str, list[lexicon.Known]]
"""Of each word that was asked for: what the lexicon knows that it is, or may be."""


def beginnings(question: Question) -> Lexicon:
    """Of each word, in each of its spellings: itself and how it may go on."""
    spelled = dict.fromkeys(way for one in question.asked for way in one.spellings if is_word(way))
    return lexicon.beginning(list(spelled), enough=ENOUGH if len(question.asked) > 1 else MOST)


def to_the_letter(question: Question, known: Lexicon) -> Reading | None:
    """Every word as it was typed, or going on from there; None where one of them is known of nobody."""
    if any(is_word(one.text) and not any(known.get(way) for way in one.spellings) for one in question.asked):
        return None
    return _reading(question, known, every=True)


def roughly(question: Question, known: Lexicon) -> Reading:
    """Every word, or what is like it; of two and more words one may be wrong altogether."""
    read_as = {one.text: _read_as(one) for one in question.asked}
    like = lexicon.similar(list(dict.fromkeys(word for words in read_as.values() for word in words)))
    both_ways = dict(known)
    for said, words in read_as.items():
        there = {one.text for one in known.get(said, [])}
        also = {one.text: one for word in words for one in like[word] if one.text not in there}
        both_ways[said] = [*known.get(said, []), *_bounded(also.values())]
    return _reading(question, both_ways, every=False)


def _bounded(words: Iterable[lexicon.Known]) -> list[lexicon.Known]:
    """The likeliest, as far as they do not make half the customers fit."""
    borne, found = 0, []
    for word in words:
        borne += word.count
        if borne <= ENOUGH or word.near > NEAR:
            found.append(word)
    return found


def _read_as(one: Asked) -> list[str]:
    """What is compared with the lexicon: the word without misread letters, and a street without its ending."""
    return [word for word in (misread(one.text), street_stem(one.text)) if is_word(word)]


def _reading(question: Question, known: Lexicon, *, every: bool) -> Reading:
    meant: list[Meant] = []
    ways: list[str] = []
    exact = [one.exactly() for one in question.asked]
    for one, sure in zip(question.asked, exact, strict=True):
        words = [word for way in one.spellings for word in known.get(way, [])]
        found = {word.text: word for word in words if not word.begun}
        begun = {word.text: word for word in words if word.begun}
        near = {way: STEM if way == street_stem(one.text) else 1.0 for way in one.spellings}
        near |= {text: word.near for text, word in found.items() if text not in near}
        same = sum(word.count for word in found.values() if near[word.text] == 1)
        count = 10 ** max(0, 7 - len(one.text)) if one.is_digits else sum(w.count for w in words)
        weight = _telling(one, same or count)
        meant.append(Meant(one.text, weight, near, tuple(begun), _inside(one), one.parts, count))
        more = [quoted(way) for way in near if way not in one.spellings]
        ways.append(either([sure, *more, *(f"{quoted(text)}:*" for text in begun)]))
    meant = _of_the_unknown(meant)
    wanted: list[Way] = [(quoted(f"={question.name}"),)] if question.name else []
    wanted += [tuple(exact), tuple(ways)] if every else [tuple(ways)]
    if not every:
        # A word that is like none that anybody is known by says nothing of whom is meant.
        told = [place for place, means in enumerate(meant) if _is_told(means)]
        if told and len(told) < len(meant):
            wanted.append(tuple(ways[place] for place in told))
        if len(told) > 1:
            wanted += _all_but_one([ways[place] for place in told], [meant[place] for place in told])
    weighed = [(quoted(f"={question.name}"), 0.5)] if question.name else []
    for one, way, means in zip(question.asked, ways, meant, strict=True):
        typed = [quoted(spelled) for spelled in one.spellings if means.ways[spelled] == 1] or [one.exactly()]
        weighed += [(either(typed), means.weight * 0.4), (way, means.weight * 0.6)]
    return Reading(tuple(meant), tuple(dict.fromkeys(wanted)), tuple(weighed))


def _of_the_unknown(meant: list[Meant]) -> list[Meant]:
    """A word that is like none that anybody is known by is no reason to pass over who bears all the others."""
    told = [one.weight for one in meant if _is_told(one)]
    most = sum(told) / len(told) if told else 1.0
    return [one if _is_told(one) else replace(one, weight=min(one.weight, most)) for one in meant]


def _is_told(one: Meant) -> bool:
    """Whether it says anything of whom is meant: a number, or a word that somebody is known by, or is like one."""
    return bool(one.count) or not is_word(one.text)


def _all_but_one(ways: Sequence[str], meant: Sequence[Meant]) -> list[Way]:
    """One word may be wrong altogether: then the others find, where they are not such as thousands bear. First without
    the word that says least."""
    found: list[Way] = []
    for without in sorted(range(len(ways)), key=lambda place: -meant[place].count):
        places = [place for place in range(len(ways)) if place != without]
        if len(places) > 1 or meant[places[0]].count < MOST * 5:
            found.append(tuple(ways[place] for place in places))
    return found


def _telling(one: Asked, count: int) -> float:
    """How much a word says: 1 where nobody else is known by it, a quarter where a thousand are. Of digits by length."""
    return 1 / (1 + (max(0, 7 - len(one.text)) if one.is_digits else log10(1 + count)))


def _inside(one: Asked) -> tuple[str, ...]:
    bare = one.text.lstrip("0")
    return tuple(dict.fromkeys(d for d in (one.text, bare) if len(d) >= 4)) if one.is_digits else ()


# Weighed is by the words they bear; among equals comes who has something open, then who came last.
_WHO = """
SELECT l.id, l.cut
  FROM known_by(%s::jsonb, %s::text[], %s::float8[], {most}, %s) l
  LEFT JOIN LATERAL (
       SELECT max(CASE state WHEN 'open' THEN 2 ELSE 1 END) AS alive, max(opened_at) AS opened
         FROM journey WHERE customer_id = l.id) j ON true
 ORDER BY l.weight DESC, j.alive DESC NULLS LAST, j.opened DESC NULLS LAST, l.id DESC
 LIMIT %s
"""
# Of those whom a hundred thousand are like any few would do; meant is rather one who waits for something.
_RECENTLY = """
SELECT * FROM are_known_by(ARRAY(
       SELECT customer_id FROM journey WHERE state = 'open' ORDER BY court_since DESC LIMIT {recent}), %s, %s)
"""


def who(reading: Reading, limit: int) -> list[int]:
    """The customers that fit best, the best first."""
    weighed = [one for one, _ in reading.weighed]
    worth = [much for _, much in reading.weighed]
    enough = 1 if len(reading.meant) >= MANY else MOST
    with connection.cursor() as cursor:
        cursor.execute(_WHO.format(most=MOST), [json.dumps(reading.wanted), weighed, worth, enough, limit])
        rows = cursor.fetchall()
        found = [key for key, _ in rows]
        if rows and (cut := rows[0][1]):
            cursor.execute(_RECENTLY.format(recent=RECENT), [list(reading.wanted[cut - 1]), limit])
            found += [key for (key,) in cursor.fetchall()]
    return list(dict.fromkeys(found))


def everyone(reading: Reading, most: int) -> list[int]:
    """All who are known by these words, in no order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM known_by(%s::jsonb, '{}', '{}', %s, %s)",
            [json.dumps(reading.wanted), most, most],
        )
        return [key for (key,) in cursor.fetchall()]
