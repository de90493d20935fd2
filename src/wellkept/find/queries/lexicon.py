"""The words that customers are known by: how common each is, how it goes on, and what else it may have been."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from wellkept.find.rules import BEGUN, begun_as

LONGER = 40  # words that go on from what was typed, the commonest first
LIKE = 25  # words that a mistyped or misheard one may have been
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LOOK_ALIKE = (
    ("rn", "m"),
    ("cl", "d"),
    ("vv", "w"),
    ("ii", "u"),
    ("li", "h"),
    ("nn", "m"),
    ("ri", "n"),
)  # on a bad copy


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the lexicon: of how many customers, and how near to what was asked (1: the same).

    `begun`: no word itself, but all that begin so, together.
    """

    text: str
    count: int
    near: float
    begun: bool = False


_BEGINNING = """
SELECT q.said, w.text, w.count, w.words, w.borne
  FROM unnest(%s::text[]) AS q (said) CROSS JOIN LATERAL (
       (SELECT text, count, 1 AS words, 0 AS borne FROM word WHERE text = q.said COLLATE "C" LIMIT 4)
       UNION ALL
       (SELECT text, count, count(*) OVER (), sum(count) OVER () FROM (
            SELECT text, count FROM word
             WHERE length(q.said) > 1 AND text > q.said COLLATE "C" AND text < (q.said || '~') COLLATE "C"
             LIMIT {most}) f ORDER BY f.count DESC LIMIT {longer})) w
 ORDER BY q.said, w.text <> q.said, w.count DESC
"""
_MOST = 4_000  # words that begin alike and are looked at; after two letters there are more


def beginning(words: Sequence[str], *, enough: int) -> dict[str, list[Known]]:
    """Of each word: itself, and the commonest that begin so, until `enough` customers may bear one of them; where
    those are not all that begin so, and no more customers bear any of all, all of them."""
    found: dict[str, dict[str, Known]] = {word: {} for word in words}
    borne = dict.fromkeys(found, 0)
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING.format(longer=LONGER, most=_MOST), [list(found)])
        for said, text, count, alike, of_all in cursor.fetchall():
            if text != said and LONGER < alike < _MOST and of_all <= enough:
                found[said][f"{said}:*"] = Known(said, int(of_all), BEGUN, begun=True)
                continue
            if borne[said] > enough and text not in found[said]:
                continue
            borne[said] += count
            known = found[said].get(text)
            near = 1.0 if text == said else begun_as(said, text)
            found[said][text] = Known(text, count + (known.count if known else 0), near)
    return {said: list(known.values()) for said, known in found.items()}


# Three ways to what a word may have been: one slip of the hand away (each such word looked up by itself), sounding
# alike, sharing its trigrams. How near it is decides the number of letters that differ.
_SIMILAR = """
WITH q AS (SELECT * FROM jsonb_to_recordset(%s::jsonb) AS q (said text, slips text[]))
SELECT q.said, w.text, max(w.count), levenshtein(w.text, q.said), similarity(w.text, q.said),
       dmetaphone(w.text) = dmetaphone(q.said)
  FROM q CROSS JOIN LATERAL (
       (SELECT text, count FROM word WHERE text = ANY (q.slips))
       UNION ALL
       (SELECT text, count FROM (
           SELECT text, count FROM word
            WHERE dmetaphone(text) = dmetaphone(q.said) AND length(q.said) > 3 LIMIT 1500) s
         WHERE levenshtein_less_equal(text, q.said, 3) <= 3 ORDER BY levenshtein(text, q.said) LIMIT {like})
       UNION ALL
       (SELECT text, count FROM word
         WHERE length(q.said) > 5 AND text %% q.said ORDER BY similarity(text, q.said) DESC LIMIT {like})) w
 GROUP BY q.said, w.text
"""


def similar(words: Sequence[str]) -> dict[str, list[Known]]:
    """Of each word: what it may have been, the likeliest first; itself among them where it is known."""
    found: dict[str, list[Known]] = {word: [] for word in words}
    if not words:
        return found
    asked = [{"said": word, "slips": slips(word)} for word in found]
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR.format(like=LIKE), [json.dumps(asked)])
        for said, text, count, differ, alike, sounds in cursor.fetchall():
            near = nearness(said, text, differ, alike, sounds)
            if near:
                found[said].append(Known(text, count, near))
    for said, known in found.items():
        known.sort(key=lambda one: (-one.near, -one.count))
        found[said] = known[:LIKE]
    return found


def nearness(said: str, text: str, differ: int, alike: float, sounds: bool) -> float:
    """0 to 1: how likely `text` was said as `said`; 0 where it is another word."""
    if said == text:
        return 1.0
    if differ == 2 and (sorted(said) == sorted(text) or _looks_like(said, text)):
        differ = 1  # two letters in each other's place, or that look like one
    length = max(len(said), len(text))
    most = 1 if length < 5 else 2 if length < 9 else 3
    if differ > most + (1 if sounds else 0) and alike < 0.6:
        return 0.0
    near = 1 - differ / length
    return min(0.98, max(near, alike) + (0.05 if sounds else 0)) * BEGUN


def _looks_like(said: str, text: str) -> bool:
    return any(said.replace(*pair) == text.replace(*pair) for pair in _LOOK_ALIKE)


def slips(word: str) -> list[str]:
    """Every word that is one slip of the hand away: a letter wrong, missing, too many, or two swapped;
    or of the scanner: two letters that look like one."""
    if len(word) < 3:
        return [word]
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {word}
    found.update(head + tail[1:] for head, tail in cuts if tail)
    found.update(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    found.update(head + letter + tail[1:] for head, tail in cuts if tail for letter in _ALPHABET)
    found.update(head + letter + tail for head, tail in cuts for letter in _ALPHABET)
    for pair in _LOOK_ALIKE:
        for seen, written in (pair, pair[::-1]):
            found.update(head + written + tail[len(seen) :] for head, tail in cuts if tail.startswith(seen))
    return sorted(found)
