"""Finding by what was said to the letter: each reading of the text is one look into an index, all in one statement."""

from __future__ import annotations

from typing import Any

from django.db import connection

from wellkept.find.queries.results import Hit, Match
from wellkept.find.rules import Question
from wellkept.references.rules import CODES

MOST = 500  # of one way of reading the text
WHOLE, BEGINS, WITHIN, SLIP = 10, 8, 7, 1  # how surely it is meant

_CODES = "kind IN (" + ", ".join(f"'{kind}'" for kind in CODES) + ")"
# `hit`: references that fit, each branch by an index. `place`: the journeys they speak of, their own and those of
# a customer; a customer without any stands for themselves. OFFSET 0 keeps the planner, which cannot know how many
# will fit, from reading whole tables: each hit is followed by its key. What is noted of a customer who was merged
# speaks of the one as whom they go on.
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
    """Whatever is noted exactly so, begins so or ends so; the surest first, then what is open, then the recent."""
    branches, values = ways(question)
    if not branches:
        return []
    statement = _SQL.format(branches=" UNION ALL ".join(branches), whole=WHOLE, slip=SLIP)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit])
        found = [
            Hit(
                journey,
                customer,
                grade,
                tuple(Match(kind, said) for kind, said in matches[:12]),
                slip=grade <= SLIP,
            )
            for journey, customer, grade, matches in cursor.fetchall()
        ]
    return [hit for hit in found if not hit.slip] or found


def ways(q: Question) -> tuple[list[str], list[Any]]:
    """Each way of reading it as a look into an index, and the values that these looks take."""
    branches: list[str] = []
    values: list[Any] = []

    def look(grade: int, where: str, *given: Any) -> None:
        branches.append(_BRANCH.format(grade=grade, where=where, most=MOST))
        values.extend(given)

    if q.numbers:
        look(WHOLE, "key = ANY(%s) AND kind = 'number'", list(q.numbers))
    if q.phone:
        look(WHOLE, "key = %s AND kind = 'phone'", q.phone)
    if q.email:
        look(WHOLE, "key = %s AND kind = 'email'", q.email)
        look(WITHIN, "key LIKE %s AND kind = 'email'", _starts(q.email))
    if q.domain:
        look(WITHIN, "reverse(key) LIKE %s AND kind IN ('email', 'domain')", _starts(q.domain[::-1]))
    if q.compact:
        look(WHOLE, f"key = %s AND {_CODES}", q.compact)
        look(WITHIN, f"key LIKE %s AND {_CODES}", _starts(q.compact))
    if q.digits:
        look(BEGINS, "key LIKE %s AND kind = 'number'", _starts(q.digits))
    for ending in q.endings:
        look(BEGINS, "reverse(key) LIKE %s AND kind = 'phone'", _starts(ending[::-1]))
    if q.inside:
        look(WITHIN, f"reverse(key) LIKE %s AND {_CODES}", _starts(q.inside[::-1]))
    if q.near:
        look(SLIP, "key = ANY(%s) AND kind = 'number'", list(q.near))
    return branches, values


def one_digit_off(question: Question, limit: int) -> list[Hit]:
    """Telephone and other numbers with one digit wrong, missing, too many or swapped: one half of them is right."""
    said = max((question.phone, question.inside), key=len)
    if len(said) < 7:
        return []
    cut = max(len(said) - 5, len(said) // 2)  # many begin alike, by country and area; few end so
    like = "(levenshtein_less_equal(key, {said}, 2) <= 1 OR (levenshtein_less_equal(key, {said}, 2) = 2"
    like += (
        " AND length(key) = length({said}) AND array(SELECT unnest(string_to_array(key, NULL)) ORDER BY 1)"
    )
    like += " = array(SELECT unnest(string_to_array({said}, NULL)) ORDER BY 1)))"
    like = like.format(said="%s")
    kinds = "kind IN ('phone', " + ", ".join(f"'{kind}'" for kind in CODES) + ")"
    branches: list[str] = []
    values: list[Any] = []
    for where, begins in (("key", said[: cut - 1]), ("reverse(key)", said[cut:][::-1])):
        # The keys alone are in the index; whose they are is asked of the few that fit.
        branches.append(
            f"(SELECT subject_id, kind, said, {SLIP} AS grade FROM reference WHERE {kinds} AND key IN"
            f" (SELECT key FROM (SELECT key FROM reference WHERE {where} LIKE %s AND {kinds} LIMIT {MOST * 8}) k"
            f" WHERE length(key) < 60 AND {like}) LIMIT {MOST})"
        )
        values += [_starts(begins), *[said] * 4]
    statement = _SQL.format(branches=" UNION ALL ".join(branches), whole=WHOLE, slip=SLIP)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, limit])
        return [
            Hit(journey, customer, grade, tuple(Match(*one) for one in matches[:12]), slip=True)
            for journey, customer, grade, matches in cursor.fetchall()
        ]


def _starts(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
