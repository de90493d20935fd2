"""Search by words: customers who are known by all of them, by most, or by similar ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import log10

from django.db import connection

from wellkept.find.queries import lexicon
from wellkept.find.rules import Question, Term, TermMeaning, either
from wellkept.find.rules.terms import misread, quoted
from wellkept.references.rules import is_word, street_stem

MOST = 400  # customers that are ranked for one reading of the words
NEAR = 0.7  # a similar word is always looked up from here, even a common one
STEM = 0.75  # nearness of `elmen` to `elmenstrasse`
ENOUGH = 20_000  # customers with one of the completions, if other words narrow them down
RECENT = 1_000  # open journeys that are read if more customers match than can be ranked
MANY = 5  # words from which one full match is no accident

Way = tuple[str, ...]
"""One query: tsqueries that must all match."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Meanings of each term of a search, and the queries for them."""

    meant: tuple[TermMeaning, ...]
    wanted: tuple[Way, ...]  # the surest first
    weighed: tuple[tuple[str, float], ...]  # tsquery and its weight


Lexicon = dict[str, list[lexicon.LexiconWord]]
"""Words of the lexicon that a typed word is or may be."""


def look_up_terms(question: Question) -> Lexicon:
    """Look up each spelling of each term with its completions."""
    spelled = dict.fromkeys(way for term in question.terms for way in term.spellings if is_word(way))
    return lexicon.complete(list(spelled), enough=ENOUGH if len(question.terms) > 1 else MOST)


def read_exactly(question: Question, known: Lexicon) -> Reading | None:
    """Build a reading in which every word is as typed or completed; None if a word is unknown."""
    if any(
        is_word(term.text) and not any(known.get(way) for way in term.spellings) for term in question.terms
    ):
        return None
    return _reading(question, known, every=True)


def read_loosely(question: Question, known: Lexicon) -> Reading:
    """Build a reading in which similar words count. Of two or more words, one may be entirely wrong."""
    read_as = {term.text: _read_as(term) for term in question.terms}
    like = lexicon.similar(list(dict.fromkeys(word for words in read_as.values() for word in words)))
    both_ways = dict(known)
    for typed, words in read_as.items():
        exact = {word.text for word in known.get(typed, [])}
        also = {near.text: near for word in words for near in like[word] if near.text not in exact}
        both_ways[typed] = [*known.get(typed, []), *_bounded(also.values())]
    return _reading(question, both_ways, every=False)


def _bounded(words: Iterable[lexicon.LexiconWord]) -> list[lexicon.LexiconWord]:
    """Keep the likeliest words while they do not make half of the customers match."""
    borne, kept = 0, []
    for word in words:
        borne += word.count
        if borne <= ENOUGH or word.near > NEAR:
            kept.append(word)
    return kept


def _read_as(term: Term) -> list[str]:
    """List the forms to compare with the lexicon: without misread letters, without a street ending."""
    return [word for word in (misread(term.text), street_stem(term.text)) if is_word(word)]


def _reading(question: Question, known: Lexicon, *, every: bool) -> Reading:
    """Combine terms and lexicon words into meanings, queries (the surest first) and weights."""
    meant: list[TermMeaning] = []
    ways: list[str] = []
    exact = [term.exactly() for term in question.terms]
    for term, sure in zip(question.terms, exact, strict=True):
        words = [word for way in term.spellings for word in known.get(way, [])]
        whole_words = {word.text: word for word in words if not word.is_prefix}
        begun = {word.text: word for word in words if word.is_prefix}
        near = {way: STEM if way == street_stem(term.text) else 1.0 for way in term.spellings}
        near |= {text: word.near for text, word in whole_words.items() if text not in near}
        same = sum(word.count for word in whole_words.values() if near[word.text] == 1)
        count = 10 ** max(0, 7 - len(term.text)) if term.is_digits else sum(word.count for word in words)
        weight = _weight(term, same or count)
        meant.append(TermMeaning(term.text, weight, near, tuple(begun), _inside(term), term.parts, count))
        more = [quoted(way) for way in near if way not in term.spellings]
        ways.append(either([sure, *more, *(f"{quoted(text)}:*" for text in begun)]))
    meant = _limit_unknown_terms(meant)
    wanted: list[Way] = [(quoted(f"={question.name}"),)] if question.name else []
    wanted += [tuple(exact), tuple(ways)] if every else [tuple(ways)]
    if not every:
        # A word that no customer has, not even similarly, does not help to find one.
        informative = [place for place, meaning in enumerate(meant) if _is_informative(meaning)]
        if informative and len(informative) < len(meant):
            wanted.append(tuple(ways[place] for place in informative))
        if len(informative) > 1:
            wanted += _all_but_one(
                [ways[place] for place in informative], [meant[place] for place in informative]
            )
    weighed = [(quoted(f"={question.name}"), 0.5)] if question.name else []
    for term, way, meaning in zip(question.terms, ways, meant, strict=True):
        typed = [quoted(spelled) for spelled in term.spellings if meaning.ways[spelled] == 1] or [
            term.exactly()
        ]
        weighed += [(either(typed), meaning.weight * 0.4), (way, meaning.weight * 0.6)]
    return Reading(tuple(meant), tuple(dict.fromkeys(wanted)), tuple(weighed))


def _limit_unknown_terms(meant: list[TermMeaning]) -> list[TermMeaning]:
    """Limit the weight of unknown words, so that a customer with all other words is still found."""
    weights = [meaning.weight for meaning in meant if _is_informative(meaning)]
    most = sum(weights) / len(weights) if weights else 1.0
    return [
        meaning if _is_informative(meaning) else replace(meaning, weight=min(meaning.weight, most))
        for meaning in meant
    ]


def _is_informative(meaning: TermMeaning) -> bool:
    """Whether a term helps to find a customer: a number, or a word that is known or similar to a known one."""
    return bool(meaning.count) or not is_word(meaning.text)


def _all_but_one(ways: Sequence[str], meant: Sequence[TermMeaning]) -> list[Way]:
    """Build queries that each leave out one term, the commonest first.

    A single remaining term that thousands share is not used.
    """
    queries: list[Way] = []
    for without in sorted(range(len(ways)), key=lambda place: -meant[place].count):
        places = [place for place in range(len(ways)) if place != without]
        if len(places) > 1 or meant[places[0]].count < MOST * 5:
            queries.append(tuple(ways[place] for place in places))
    return queries


def _weight(term: Term, count: int) -> float:
    """Weigh a term: 1 if no other customer has it, a quarter if a thousand have. Digits count by length."""
    return 1 / (1 + (max(0, 7 - len(term.text)) if term.is_digits else log10(1 + count)))


def _inside(term: Term) -> tuple[str, ...]:
    """List the forms of a digit run that may be part of a longer number."""
    bare = term.text.lstrip("0")
    return tuple(dict.fromkeys(d for d in (term.text, bare) if len(d) >= 4)) if term.is_digits else ()


# Ranked by the weight of the matching words; then customers with open journeys, then the latest.
_WHO = """
SELECT l.id, l.cut
  FROM known_by(%s::jsonb, %s::text[], %s::float8[], {most}, %s) l
  LEFT JOIN LATERAL (
       SELECT max(CASE state WHEN 'open' THEN 2 ELSE 1 END) AS alive, max(opened_at) AS opened
         FROM journey WHERE customer_id = l.id) j ON true
 ORDER BY l.weight DESC, j.alive DESC NULLS LAST, j.opened DESC NULLS LAST, l.id DESC
 LIMIT %s
"""
# If a hundred thousand match equally, the one who waits for something is most likely meant.
_RECENTLY = """
SELECT * FROM are_known_by(ARRAY(
       SELECT customer_id FROM journey WHERE state = 'open' ORDER BY court_since DESC LIMIT {recent}), %s, %s)
"""


def best_customers(reading: Reading, limit: int) -> list[int]:
    """List the customers that match best, the best first."""
    weighed = [query for query, _ in reading.weighed]
    worth = [weight for _, weight in reading.weighed]
    enough = 1 if len(reading.meant) >= MANY else MOST
    with connection.cursor() as cursor:
        cursor.execute(_WHO.format(most=MOST), [json.dumps(reading.wanted), weighed, worth, enough, limit])
        rows = cursor.fetchall()
        customers = [key for key, _ in rows]
        if rows and (cut := rows[0][1]):
            cursor.execute(_RECENTLY.format(recent=RECENT), [list(reading.wanted[cut - 1]), limit])
            customers += [key for (key,) in cursor.fetchall()]
    return list(dict.fromkeys(customers))


def all_customers(reading: Reading, most: int) -> list[int]:
    """List all customers that match, in no order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM known_by(%s::jsonb, '{}', '{}', %s, %s)",
            [json.dumps(reading.wanted), most, most],
        )
        return [key for (key,) in cursor.fetchall()]
