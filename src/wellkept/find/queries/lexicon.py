"""Words that customers are known by: how common each is, how it continues, and what a typo may have meant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from wellkept.find.rules import PREFIX_SCORE, prefix_score

LONGER = 40  # completions of a typed word, the commonest first
LIKE = 25  # candidates for a mistyped or misheard word
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LOOK_ALIKE = (
    ("rn", "m"),
    ("cl", "d"),
    ("vv", "w"),
    ("ii", "u"),
    ("li", "h"),
    ("nn", "m"),
    ("ri", "n"),
)  # letters that a scanner confuses


@dataclass(frozen=True, slots=True)
class LexiconWord:
    """Word of the lexicon: how many customers have it, and how near it is to the typed one (1: equal).

    `is_prefix`: a prefix that stands for all words that begin with it.
    """

    text: str
    count: int
    near: float
    is_prefix: bool = False


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
_MOST = 4_000  # words with one prefix that are read; two letters have more


def complete(words: Sequence[str], *, enough: int) -> dict[str, list[LexiconWord]]:
    """Complete each word: the word itself and its commonest continuations, until `enough` customers have one.

    If there are more continuations, but `enough` customers cover them all, the prefix replaces them.
    """
    completions: dict[str, dict[str, LexiconWord]] = {word: {} for word in words}
    borne = dict.fromkeys(completions, 0)
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING.format(longer=LONGER, most=_MOST), [list(completions)])
        for typed, text, count, alike, of_all in cursor.fetchall():
            if text != typed and LONGER < alike < _MOST and of_all <= enough:
                completions[typed][f"{typed}:*"] = LexiconWord(
                    typed, int(of_all), PREFIX_SCORE, is_prefix=True
                )
                continue
            if borne[typed] > enough and text not in completions[typed]:
                continue
            borne[typed] += count
            known = completions[typed].get(text)
            near = 1.0 if text == typed else prefix_score(typed, text)
            completions[typed][text] = LexiconWord(text, count + (known.count if known else 0), near)
    return {typed: list(known.values()) for typed, known in completions.items()}


# Three ways to correct a word: one typo away (each candidate is looked up), similar sound, shared trigrams.
# The number of letters that differ decides how near a word is.
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


def similar(words: Sequence[str]) -> dict[str, list[LexiconWord]]:
    """Correct each word: its candidates, the likeliest first, itself included if it is in the lexicon."""
    candidates: dict[str, list[LexiconWord]] = {word: [] for word in words}
    if not words:
        return candidates
    asked = [{"said": word, "slips": slips(word)} for word in candidates]
    with connection.cursor() as cursor:
        cursor.execute(_SIMILAR.format(like=LIKE), [json.dumps(asked)])
        for typed, text, count, differ, alike, sounds in cursor.fetchall():
            near = nearness(typed, text, differ, alike, sounds)
            if near:
                candidates[typed].append(LexiconWord(text, count, near))
    for typed, words_found in candidates.items():
        words_found.sort(key=lambda word: (-word.near, -word.count))
        candidates[typed] = words_found[:LIKE]
    return candidates


def nearness(typed: str, text: str, differ: int, alike: float, sounds: bool) -> float:
    """Rate from 0 to 1 how likely somebody who typed `typed` meant `text`; 0 for another word."""
    if typed == text:
        return 1.0
    if differ == 2 and (sorted(typed) == sorted(text) or _looks_like(typed, text)):
        differ = 1  # two letters in each other's place, or that look like one
    length = max(len(typed), len(text))
    most = 1 if length < 5 else 2 if length < 9 else 3
    if differ > most + (1 if sounds else 0) and alike < 0.6:
        return 0.0
    near = 1 - differ / length
    return min(0.98, max(near, alike) + (0.05 if sounds else 0)) * PREFIX_SCORE


def _looks_like(typed: str, text: str) -> bool:
    """Whether a scanner may have read one word as the other."""
    return any(typed.replace(*pair) == text.replace(*pair) for pair in _LOOK_ALIKE)


def slips(word: str) -> list[str]:
    """List every word that is one typo away: a letter wrong, missing, extra or swapped, or misread by a
    scanner.
    """
    if len(word) < 3:
        return [word]
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    variants = {word}
    variants.update(head + tail[1:] for head, tail in cuts if tail)
    variants.update(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    variants.update(head + letter + tail[1:] for head, tail in cuts if tail for letter in _ALPHABET)
    variants.update(head + letter + tail for head, tail in cuts for letter in _ALPHABET)
    for pair in _LOOK_ALIKE:
        for seen, written in (pair, pair[::-1]):
            variants.update(
                head + written + tail[len(seen) :] for head, tail in cuts if tail.startswith(seen)
            )
    return sorted(variants)
