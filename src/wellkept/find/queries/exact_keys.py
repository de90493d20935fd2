"""Exact search: each reading of the text is one index lookup, all in one statement."""

from __future__ import annotations

from typing import Any

from django.db import connection

from wellkept.find.queries.results import Hit, Match
from wellkept.find.rules import Question
from wellkept.references.rules import CODES

MOST = 500  # references for one reading of the text
WHOLE, BEGINS, WITHIN, SLIP = 10, 8, 7, 1  # grades: how sure the match is

_CODES = "kind IN (" + ", ".join(f"'{kind}'" for kind in CODES) + ")"
# `hit`: matching references, each branch by an index. `place`: the journeys of the hits, directly or through their
# customer; a customer without journeys is a place too. The planner cannot know how many will match; OFFSET 0 keeps it
# from reading whole tables and makes it follow each hit by its key. References of a merged customer count for the
# customer into whom they were merged.
_SQL = """
WITH hit AS MATERIALIZED (
    SELECT coalesce(m.merged_into_id, h.subject_id) AS subject_id, h.kind, h.said, h.grade
      FROM ({branches}) h
      LEFT JOIN customer m ON m.id = h.subject_id AND m.merged_into_id IS NOT NULL),
place AS (
    SELECT j.id AS journey, j.customer_id AS customer, h.grade, h.kind, h.said, j.state,
           greatest(j.court_since, j.heard_at) AS touched
      FROM hit h CROSS JOIN LATERAL (SELECT * FROM journey WHERE id = h.subject_id OFFSET 0) j
    UNION ALL
    SELECT j.id, j.customer_id, h.grade, h.kind, h.said, j.state, greatest(j.court_since, j.heard_at)
      FROM hit h CROSS JOIN LATERAL (
           SELECT * FROM journey WHERE customer_id = h.subject_id ORDER BY opened_at DESC LIMIT 200) j
    UNION ALL
    SELECT NULL, c.id, h.grade, h.kind, h.said, CASE WHEN c.taken_back_at IS NULL THEN 'none' ELSE 'ended' END, c.met_at
      FROM hit h CROSS JOIN LATERAL (
           SELECT * FROM customer WHERE id = h.subject_id
              AND NOT EXISTS (SELECT FROM journey WHERE customer_id = h.subject_id OFFSET 0) OFFSET 0) c
)
SELECT journey, customer, max(grade), array_agg(DISTINCT ARRAY[kind, said])
  FROM place
 GROUP BY journey, customer, state, touched
 ORDER BY max(grade) >= {whole} DESC, max(grade) <= {slip},
          array_position(ARRAY['open', 'none', 'at_rest', 'ended'], state), touched DESC, journey DESC
 LIMIT %s
"""
_BRANCH = "(SELECT subject_id, kind, said, {grade} AS grade FROM reference WHERE {where} LIMIT {most})"


def hits(question: Question, limit: int) -> list[Hit]:
    """Find references that equal the text, begin or end with it: the surest first, then open, then recent."""
    branches, values = ways(question)
    if not branches:
        return []
    statement = _SQL.format(branches=" UNION ALL ".join(branches), whole=WHOLE, slip=SLIP)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit])
        places = [
            Hit(
                journey,
                customer,
                grade,
                tuple(Match(kind, text) for kind, text in matches[:12]),
                slip=grade <= SLIP,
            )
            for journey, customer, grade, matches in cursor.fetchall()
        ]
    return [hit for hit in places if not hit.slip] or places


def ways(question: Question) -> tuple[list[str], list[Any]]:
    """Build one index lookup for each reading of the text, and the values that they take."""
    branches: list[str] = []
    values: list[Any] = []

    def look(grade: int, where: str, *parameters: Any) -> None:
        branches.append(_BRANCH.format(grade=grade, where=where, most=MOST))
        values.extend(parameters)

    if question.numbers:
        look(WHOLE, "key = ANY(%s) AND kind = 'number'", list(question.numbers))
    if question.phone:
        look(WHOLE, "key = %s AND kind = 'phone'", question.phone)
    if question.email:
        look(WHOLE, "key = %s AND kind = 'email'", question.email)
        look(WITHIN, "key LIKE %s AND kind = 'email'", _starts(question.email))
    if question.domain:
        look(WITHIN, "reverse(key) LIKE %s AND kind IN ('email', 'domain')", _starts(question.domain[::-1]))
    if question.compact:
        look(WHOLE, f"key = %s AND {_CODES}", question.compact)
        look(WITHIN, f"key LIKE %s AND {_CODES}", _starts(question.compact))
    if question.digits:
        look(BEGINS, "key LIKE %s AND kind = 'number'", _starts(question.digits))
    for ending in question.endings:
        look(BEGINS, "reverse(key) LIKE %s AND kind = 'phone'", _starts(ending[::-1]))
    if question.inside:
        look(WITHIN, f"reverse(key) LIKE %s AND {_CODES}", _starts(question.inside[::-1]))
    if question.near:
        look(SLIP, "key = ANY(%s) AND kind = 'number'", list(question.near))
    return branches, values


def with_one_digit_wrong(question: Question, limit: int) -> list[Hit]:
    """Find telephone and other numbers with one digit wrong, missing, extra or swapped.

    The first or the second half of such a number is right, so an index on each half finds it.
    """
    digits = max((question.phone, question.inside), key=len)
    if len(digits) < 7:
        return []
    cut = max(
        len(digits) - 5, len(digits) // 2
    )  # many numbers share their beginning (country, area), few their end
    like = "(levenshtein_less_equal(key, {said}, 2) <= 1 OR (levenshtein_less_equal(key, {said}, 2) = 2"
    like += (
        " AND length(key) = length({said}) AND array(SELECT unnest(string_to_array(key, NULL)) ORDER BY 1)"
    )
    like += " = array(SELECT unnest(string_to_array({said}, NULL)) ORDER BY 1)))"
    like = like.format(said="%s")
    kinds = "kind IN ('phone', " + ", ".join(f"'{kind}'" for kind in CODES) + ")"
    branches: list[str] = []
    values: list[Any] = []
    for where, begins in (("key", digits[: cut - 1]), ("reverse(key)", digits[cut:][::-1])):
        # The index holds the keys alone; their subjects are read for the few that match.
        branches.append(
            f"(SELECT subject_id, kind, said, {SLIP} AS grade FROM reference WHERE {kinds} AND key IN"
            f" (SELECT key FROM (SELECT key FROM reference WHERE {where} LIKE %s AND {kinds} LIMIT {MOST * 8}) k"
            f" WHERE length(key) < 60 AND {like}) LIMIT {MOST})"
        )
        values += [_starts(begins), *[digits] * 4]
    statement = _SQL.format(branches=" UNION ALL ".join(branches), whole=WHOLE, slip=SLIP)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit])
        return [
            Hit(journey, customer, grade, tuple(Match(*match) for match in matches[:12]), slip=True)
            for journey, customer, grade, matches in cursor.fetchall()
        ]


def _starts(text: str) -> str:
    """Build a LIKE pattern for a prefix."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
