"""Check rows that were written past the triggers, by SQL.

CHECK, UNIQUE and NOT NULL were enforced while they were written. Foreign keys are read from the catalogue and checked
one by one.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

# Rules that only a trigger enforces, each as a query that must return no row.
QUESTIONS = {
    "every_change_has_its_event": " UNION ALL ".join(
        f"SELECT s.id FROM {table} t JOIN subject s ON s.id = t.{column} WHERE s.length = 0"
        for table, column in (
            ("journey", "id"),
            ("next_step", "journey_id"),
            ("move", "journey_id"),
            ("touch", "journey_id"),
            ("stage_trigger", "journey_id"),
            ("handoff", "journey_id"),
            ("stage_goal", "journey_id"),
            ("promise", "journey_id"),
            ("ending", "journey_id"),
            ("person", "id"),
            ("customer", "id"),
        )
    ),
    "a_digest_has_its_body": "SELECT e.id FROM event e LEFT JOIN event_body b ON b.event_id = e.id"
    " WHERE (e.body_digest IS NULL) <> (b.event_id IS NULL)",
    "a_body_gives_its_digest": "SELECT e.id FROM event e JOIN event_body b ON b.event_id = e.id"
    " WHERE b.body IS NOT NULL AND e.body_digest <> sha256(b.salt || convert_to(b.body, 'UTF8'))",
    "the_head_is_that_of_the_last_event": "SELECT s.id FROM subject s LEFT JOIN LATERAL"
    " (SELECT seq, hash FROM event WHERE subject_id = s.id ORDER BY seq DESC LIMIT 1) e ON true"
    " WHERE (s.length, s.head) IS DISTINCT FROM (coalesce(e.seq, 0), coalesce(e.hash, ''))",
    "members_are_counted": "SELECT id FROM team WHERE members <> (SELECT count(*) FROM member WHERE team_id = team.id)",
    "a_route_is_taken_by_its_trigger": "SELECT m.id FROM move m JOIN blueprint_route r ON r.version_id ="
    " m.left_version_id AND r.from_stage = m.from_stage AND r.to_stage = m.to_stage"
    " WHERE m.seq > 0 AND r.trigger IS NOT NULL AND r.trigger IS DISTINCT FROM m.trigger_kind",
    "a_move_takes_an_approved_version": "SELECT m.id FROM move m JOIN journey j ON j.id = m.journey_id"
    " JOIN blueprint_version v ON v.id = m.version_id WHERE v.blueprint_id <> j.blueprint_id",
    "only_the_ended_have_an_ending": "SELECT e.journey_id FROM ending e JOIN journey j ON j.id = e.journey_id"
    " WHERE j.state <> 'ended'",
    "an_open_journey_has_its_next_step": "SELECT j.id FROM journey j LEFT JOIN next_step n ON n.id = j.next_step_id"
    " AND n.journey_id = j.id AND n.done_at IS NULL WHERE j.state <> 'ended' AND n.id IS NULL",
    "a_promise_is_due_as_first_said_or_moved": "SELECT p.id FROM promise p WHERE p.due IS DISTINCT FROM p.first_due"
    " AND NOT EXISTS (SELECT FROM promise_move m WHERE m.promise_id = p.id)",
}


def faults(connection: psycopg.Connection[Any]) -> list[str]:
    """List every rule and every foreign key that is violated."""
    violations = []
    for name, question in QUESTIONS.items():
        row = connection.execute(sql.SQL("SELECT count(*) FROM ({}) q").format(sql.SQL(question))).fetchone()  # type: ignore[arg-type]
        if row and row[0]:
            violations.append(f"{name}: {row[0]} rows")
    for name, table, columns, other, others in _foreign_keys(connection):
        same = sql.SQL(" AND ").join(
            sql.SQL("p.{} = c.{}").format(sql.Identifier(theirs), sql.Identifier(ours))
            for ours, theirs in zip(columns, others, strict=True)
        )
        there = sql.SQL(" AND ").join(
            sql.SQL("c.{} IS NOT NULL").format(sql.Identifier(ours)) for ours in columns
        )
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {} c WHERE {} AND NOT EXISTS (SELECT FROM {} p WHERE {})").format(
                sql.Identifier(table), there, sql.Identifier(other), same
            )
        ).fetchone()
        if row and row[0]:
            violations.append(f"{name} of {table}: {row[0]} rows")
    return violations


def _foreign_keys(
    connection: psycopg.Connection[Any],
) -> list[tuple[str, str, list[str], str, list[str]]]:
    return connection.execute(
        """
        SELECT k.conname, k.conrelid::regclass::text,
               ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, place)
                     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.place),
               k.confrelid::regclass::text,
               ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, place)
                     JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.place)
        FROM pg_constraint k JOIN pg_namespace s ON s.oid = k.connamespace
        WHERE k.contype = 'f' AND s.nspname = 'public'
        """
    ).fetchall()
