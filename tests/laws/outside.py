"""The laws as an auditor would check them: by SQL and sums that the product knows nothing of."""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

# Each finds what must not be: one row a breach.
BREACHES = {
    "1: an open journey has an active owner, and an active holder who is a member of the team of its stage": """
        SELECT j.number FROM journey j
        LEFT JOIN person o ON o.id = j.owner_id LEFT JOIN person h ON h.id = j.holder_id
        LEFT JOIN team t ON t.id = j.team_id
        LEFT JOIN member m ON m.person_id = j.holder_id AND m.team_id = j.team_id
        WHERE j.state = 'open' AND (o.active IS NOT TRUE OR h.active IS NOT TRUE OR m.team_id IS NULL
            OR t.stage IS DISTINCT FROM j.stage)""",
    "1: a journey at rest has an active owner and nobody holds it": """
        SELECT j.number FROM journey j JOIN person o ON o.id = j.owner_id
        WHERE j.state = 'at_rest' AND (NOT o.active OR j.holder_id IS NOT NULL)""",
    "1: every team that living journeys need has a member": """
        SELECT j.number FROM journey j JOIN stage_team s ON s.blueprint_id = j.blueprint_id
        WHERE j.state <> 'ended' AND NOT EXISTS (SELECT FROM member m WHERE m.team_id = s.team_id)""",
    "1: the counter of members is their number": """
        SELECT t.name FROM team t WHERE t.members <> (SELECT count(*) FROM member m WHERE m.team_id = t.id)""",
    "1: at most one open offer, on an open journey only, with a step that asks for the answer": """
        SELECT h.journey_id FROM handoff h JOIN journey j ON j.id = h.journey_id
        LEFT JOIN next_step s ON s.id = h.step_id
        WHERE h.state = 'offered' AND (j.state <> 'open' OR s.done_at IS NOT NULL OR s.id IS NULL)""",
    "2: what lives has a next step of its own, open, with a due time, and it is the first that is due": """
        SELECT j.number FROM journey j LEFT JOIN next_step s ON s.id = j.next_step_id
        WHERE j.state <> 'ended' AND (s.id IS NULL OR s.journey_id <> j.id OR s.done_at IS NOT NULL
            OR s.due_at > (SELECT min(due_at) FROM next_step o WHERE o.journey_id = j.id AND o.done_at IS NULL))""",
    "2: the court is ours while we have something to do": """
        SELECT j.number FROM journey j WHERE j.state = 'open' AND j.court <> (
            SELECT CASE WHEN bool_or(awaits = 'us') THEN 'us' WHEN bool_or(awaits = 'third') THEN 'third'
                ELSE 'customer' END
            FROM next_step s WHERE s.journey_id = j.id AND s.done_at IS NULL)""",
    "5: a journey stands where its last move ended": """
        SELECT j.number FROM journey j
        WHERE (j.stage, j.move, j.version_id) IS DISTINCT FROM (
            SELECT (m.to_stage, m.seq, m.version_id) FROM move m WHERE m.journey_id = j.id
            ORDER BY m.seq DESC LIMIT 1)""",
    "5: moves follow each other, by routes of the version left, each by its accepted handoff": """
        SELECT m.journey_id FROM move m LEFT JOIN move b ON b.journey_id = m.journey_id AND b.seq = m.seq - 1
        LEFT JOIN handoff h ON h.id = m.handoff_id AND h.journey_id = m.journey_id
        LEFT JOIN blueprint_route r ON r.version_id = b.version_id AND r.from_stage = b.to_stage
            AND r.to_stage = m.to_stage
        WHERE m.seq > 0 AND (b.id IS NULL OR b.to_stage <> m.from_stage OR NOT CASE
            WHEN m.woke THEN m.from_stage = m.to_stage
            ELSE h.state = 'accepted' AND h.from_stage = m.from_stage AND h.to_stage = m.to_stage AND r.id IS NOT NULL
                AND m.left_version_id = b.version_id END)""",
    "5: a move forward has the customer's trigger of its own journey, with evidence, used by no other": """
        SELECT m.journey_id FROM move m
        JOIN blueprint_route r ON r.version_id = m.left_version_id AND r.from_stage = m.from_stage
            AND r.to_stage = m.to_stage
        LEFT JOIN stage_trigger t ON t.id = m.trigger_id
        WHERE NOT m.woke AND CASE WHEN r.trigger IS NULL THEN m.reason = '' ELSE t.kind IS DISTINCT FROM r.trigger
            OR t.journey_id <> m.journey_id OR t.evidence = '' OR t.recorded_at > m.at
            OR EXISTS (SELECT FROM move o WHERE o.trigger_id = m.trigger_id AND o.id <> m.id) END""",
    "6: a stage is entered in the version then approved": """
        SELECT m.journey_id FROM move m JOIN blueprint_version v ON v.id = m.version_id
        WHERE EXISTS (SELECT FROM blueprint_version n
            JOIN event a ON a.subject_id = n.blueprint_id AND a.type = 'version_approved'
                AND (a.facts::json ->> 'version')::int = n.version
            WHERE n.blueprint_id = v.blueprint_id AND n.version > v.version AND n.approved_at < m.at
                -- The clock may have been set back between the two: what the journey recorded first came first.
                AND NOT EXISTS (SELECT FROM event e
                                WHERE e.subject_id = m.journey_id AND e.recorded_at >= m.at AND e.id < a.id))""",
    "7: a promise ends in at most one way": """
        SELECT id FROM promise WHERE num_nonnulls(kept_at, released_at, struck_at) > 1""",
    "7: what was kept and is owed again was rejected by the customer in the same act": """
        SELECT e.id FROM event e WHERE e.type = 'promise_reopened' AND NOT EXISTS (
            SELECT FROM event r WHERE r.id = e.cause_id AND r.subject_id = e.subject_id AND r.type = 'rejected')""",
    "7: what was over late bears its mark": """
        SELECT p.id FROM promise p WHERE p.due < coalesce(p.kept_at, p.released_at) AND NOT EXISTS (
            SELECT FROM event e WHERE e.subject_id = p.journey_id AND e.type = 'promise_broken'
                AND (e.facts::json ->> 'promise')::bigint = p.id)""",
    "7: what has ended or rests owes nothing": """
        SELECT j.number FROM journey j JOIN promise p ON p.journey_id = j.id
        WHERE j.state <> 'open' AND num_nonnulls(p.kept_at, p.released_at, p.struck_at) = 0""",
    "8: no cancellation without its notice, recorded in the same transaction": """
        SELECT x.journey_id FROM ending x WHERE x.how LIKE 'cancelled%' AND NOT EXISTS (
            SELECT FROM notice n
            JOIN event q ON q.subject_id = n.subject_id AND q.type = 'notice_queued'
                AND q.facts::json ->> 'notice' = n.id::text
            JOIN event z ON z.subject_id = n.subject_id AND z.type = 'journey_ended' AND z.xmin = q.xmin
            WHERE n.id = x.notice_id AND n.subject_id = x.journey_id)""",
    "8: no moved promise without its notice": """
        SELECT m.id FROM promise_move m WHERE NOT EXISTS (
            SELECT FROM notice n
            JOIN event q ON q.subject_id = n.subject_id AND q.type = 'notice_queued'
                AND q.facts::json ->> 'notice' = n.id::text
            JOIN event z ON z.subject_id = n.subject_id AND z.type = 'promise_move_asked' AND z.xmin = q.xmin
            WHERE n.id = m.notice_id AND n.subject_id = m.journey_id AND n.kind = 'delay')
            OR m.told_at IS DISTINCT FROM (SELECT n.told_at FROM notice n WHERE n.id = m.notice_id
                AND EXISTS (SELECT FROM journey j WHERE j.id = m.journey_id AND j.state <> 'ended'))
            AND EXISTS (SELECT FROM journey j WHERE j.id = m.journey_id AND j.state <> 'ended')""",
    "10: at most one agreement in force": """
        SELECT journey_id FROM agreement WHERE state = 'agreed' GROUP BY 1 HAVING count(*) > 1""",
    "15: every notice is queued once": """
        SELECT n.id FROM notice n WHERE (SELECT count(*) FROM event e WHERE e.type = 'notice_queued'
            AND e.facts::json ->> 'notice' = n.id::text) <> 1""",
    "15: what is followed has its row of the outbox, from the same transaction": """
        SELECT e.id FROM event e WHERE (e.type IN ('notice_queued', 'notice_sent_again', 'notice_returned',
            'notice_given_up')) <> EXISTS (SELECT FROM outbox o WHERE o.event_id = e.id AND o.xmin = e.xmin)""",
    "an ended journey has its one ending, and nothing open": """
        SELECT j.number FROM journey j WHERE (j.state = 'ended') <> EXISTS (
            SELECT FROM ending x WHERE x.journey_id = j.id) OR j.state = 'ended' AND (
            EXISTS (SELECT FROM next_step s WHERE s.journey_id = j.id AND s.done_at IS NULL)
            OR EXISTS (SELECT FROM handoff h WHERE h.journey_id = j.id AND h.state = 'offered'))""",
}


def breaches(now: datetime) -> list[str]:
    """Every law that does not hold, with where."""
    problems = []
    with connection.cursor() as cursor:
        for law, sql in BREACHES.items():
            cursor.execute(sql)
            problems += [f"{law}: {row[0]}" for row in cursor.fetchall()]
    return problems + _promises() + _courts(now)


def _promises() -> list[str]:
    """7: what is due follows from the log: the date first promised, and the new dates told and not refused."""
    problems = []
    first = {
        facts["promise"]: facts.get("due")
        for (facts,) in _rows("SELECT facts::json FROM event WHERE type = 'promise_made'")
    }
    moves: dict[int, list[dict[str, Any]]] = {}
    for promise, move in _rows("SELECT promise_id, to_json(m) FROM promise_move m ORDER BY id"):
        moves.setdefault(promise, []).append(move)
    for promise, due, first_due in _rows("SELECT id, due, first_due FROM promise"):
        first_move = first.get(promise)
        expected = datetime.fromisoformat(first_move) if first_move else None
        if expected != first_due:
            problems.append(f"7: first date of promise {promise}: {first_due}, and the log says {expected}")
        earlier = False
        for move in moves.get(promise, []):
            told_in_time = move["told_at"] is not None and move["told_at"] <= move["from_due"]
            if earlier and not move["needs_yes"]:
                problems.append(f"7: second delay of promise {promise} needs no yes")
            earlier = earlier or move["answer"] != "refused"
            if move["answer"] == "accepted" or (
                move["answer"] == "" and told_in_time and not move["needs_yes"]
            ):
                expected = datetime.fromisoformat(move["to_due"])
        if due != expected:
            problems.append(f"7: promise {promise} is due {due}, and its moves say {expected}")
    return problems


def _courts(now: datetime) -> list[str]:
    """Assert one court at every instant: the three add up to the elapsed time, to the microsecond."""
    from wellkept.journeys.time_in_court import Mark, spans, sums

    problems = []
    marks: dict[int, list[Mark]] = {}
    for subject, at, court in _rows(
        "SELECT subject_id, happened_at, court FROM event WHERE court IS NOT NULL ORDER BY seq"
    ):
        marks.setdefault(subject, []).append(Mark(at, court))
    for key, number, state, court, opened, ended in _rows(
        "SELECT id, number, state, court, opened_at, ended_at FROM journey"
    ):
        mine = marks.get(key, [])
        end = ended or now
        waited = spans([m for m in mine if m.court != "none"], start=opened, end=end)
        if sum(sums(waited).values(), timedelta()) != end - opened:
            problems.append(f"courts of {number} do not add up")
        if any(a.end != b.start for a, b in itertools.pairwise(waited)):
            problems.append(f"courts of {number} leave a gap")
        latest = max(enumerate(mine), key=lambda m: (m[1].at, m[0]))[1] if mine else None
        if latest is None or latest.court != court:
            problems.append(f"court of {number} is {court} ({state}), and the log says {latest}")
    return problems


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [
            tuple(json.loads(v) if isinstance(v, str) and v[:1] == "{" else v for v in row) for row in cursor
        ]
