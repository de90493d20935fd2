"""The three hot commands as hand-written SQL, one transaction each.

They use the same driver, connection, tables and database function for events as the commands, and check the same
rights under the same lock. Nothing is generic: values that are known beforehand are literals. `compare_rows.py` proves
that the rows are the same.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

import psycopg

from bench.company import Company
from wellkept.kernel import clock

TOLD = {"people": [], "teams": []}


class Refused(Exception):
    """A statement returned no row where a command would refuse. This does not happen in a benchmark."""


class SqlWriter:
    """The writer of the hand-written SQL: its connection and its person."""

    def __init__(self, company: Company, connection: psycopg.Connection[Any]) -> None:
        self.company = company
        self.connection = connection
        self.me = company.by.as_staff()
        self.statements = 0

    def one(self, statement: str, values: Any = ()) -> tuple[Any, ...]:
        """Run a statement that returns one row."""
        self.statements += 1
        row: tuple[Any, ...] | None = self.connection.execute(statement, values).fetchone()
        if row is None:
            raise Refused(statement)
        return row

    def do(self, statement: str, values: Any = ()) -> None:
        self.statements += 1
        self.connection.execute(statement, values)

    def entry(
        self,
        subject: int,
        type: str,
        now: datetime,
        facts: dict[str, Any],
        body: dict[str, Any] | None = None,
        court: str | None = None,
        *,
        act: bool = False,
        follow: bool = False,
        by: tuple[str, int] | None = None,
    ) -> dict[str, Any]:
        """Build an entry for `record_events`."""
        kind, who = by or ("person", self.me)
        at = now.isoformat()
        row: dict[str, Any] = {
            "subject": subject,
            "type": type,
            "happened": at,
            "recorded": at,
            "actor_kind": kind,
            "actor_id": who,
            "facts": json.dumps(facts, ensure_ascii=False, separators=(",", ":")),
        }
        if body is not None:
            row["body"] = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
            row["salt"] = secrets.token_hex(16)
        if court is not None:
            row["court"] = court
        if not act:
            row["caused_by_first"] = True
        if follow:
            row["follow"] = True
        return row

    def record(self, entries: list[dict[str, Any]], team: int, *people: int) -> None:
        audience = json.dumps({"people": sorted(set(people)), "teams": [team]})
        self.one("SELECT record_events(%s::jsonb, %s::jsonb)", [json.dumps(entries), audience])

    def touch(self, journey: int) -> None:
        """Log a mail of the customer, and plan the answer."""
        with self.connection.transaction():
            now = clock.now()
            (owner, holder, team, contact, name, hours, court) = self.one(
                """
                SELECT j.owner_id, j.holder_id, j.team_id, j.contact_id, c.name, s.answer_hours, j.court
                FROM journey j
                JOIN contact c ON c.id = j.contact_id
                JOIN blueprint_stage s ON s.version_id = j.version_id AND s.stage = j.stage
                WHERE j.id = %s AND j.state = 'open'
                  AND EXISTS (SELECT FROM person WHERE id = %s AND active AND access)
                  AND (NOT j.confidential OR %s IN (j.owner_id, j.holder_id))
                FOR UPDATE OF j
                """,
                [journey, self.me, self.me],
            )
            (touch,) = self.one(
                "INSERT INTO touch (journey_id, at, incoming, channel, contact_id, person_id, chase, explained_again,"
                " unanswered) VALUES (%s, %s, true, 'mail', %s, %s, false, false, false) RETURNING id",
                [journey, now, contact, self.me],
            )
            # Read with the lock held: another transaction may have planned or finished a step while we waited.
            (first_due, asked) = self.one(
                "SELECT min(due_at), bool_or(kind = 'answer') FROM next_step WHERE journey_id = %s AND done_at IS NULL",
                [journey],
            )
            facts = {
                "touch": touch,
                "incoming": True,
                "channel": "mail",
                "contact": contact,
                "person": self.me,
                "chase": False,
                "explained_again": False,
                "unanswered": False,
                "needs_answer": True,
            }
            ours = court == "us"
            entries = [
                self.entry(
                    journey, "touch_logged", now, facts, {"said": SAID}, None if ours else "us", act=True
                )
            ]
            if not asked:
                due = now + timedelta(hours=hours)
                entries.append(self._plan(journey, "answer", "", due, now, parameters={"name": name}))
                if due < first_due or not ours:
                    self.do(
                        "UPDATE journey SET next_step_id = (SELECT id FROM next_step WHERE journey_id = %s AND"
                        " done_at IS NULL ORDER BY due_at, id LIMIT 1), court = 'us', court_since = CASE"
                        " WHEN court = 'us' THEN court_since ELSE %s END, waits_for = '' WHERE id = %s",
                        [journey, now, journey],
                    )
            self.record(entries, team, owner, holder)

    def locked(self, journey: int) -> Any:
        """Lock an open journey of mine. Return its owner, holder and team."""
        return self.one(
            """
            SELECT j.owner_id, j.holder_id, j.team_id FROM journey j
            WHERE j.id = %s AND j.state = 'open'
              AND EXISTS (SELECT FROM person WHERE id = %s AND active AND access)
              AND (%s IN (j.owner_id, j.holder_id)
                   OR EXISTS (SELECT FROM member WHERE person_id = %s AND team_id = j.team_id))
            FOR UPDATE OF j
            """,
            [journey, self.me, self.me, self.me],
        )

    def step(self, journey: int, step: int) -> None:
        """Finish a step and plan the next one."""
        with self.connection.transaction():
            now = clock.now()
            (owner, holder, team) = self.locked(journey)
            (kind,) = self.one(
                "UPDATE next_step n SET done_at = %s, done_how = 'done', done_note = 'done'"
                " WHERE id = %s AND journey_id = %s AND done_at IS NULL"
                " AND NOT EXISTS (SELECT FROM handoff WHERE step_id = n.id AND state = 'offered')"
                " RETURNING kind",
                [now, step, journey],
            )
            due = now + timedelta(days=1)
            planned = self._plan(journey, "act", "Call them", due, now)
            self.do(
                "UPDATE journey SET next_step_id = (SELECT id FROM next_step WHERE journey_id = %s AND"
                " done_at IS NULL ORDER BY due_at, id LIMIT 1) WHERE id = %s",
                [journey, journey],
            )
            done = self.entry(
                journey,
                "step_done",
                now,
                {"step": step, "kind": kind, "how": "done"},
                {"note": "done"},
                act=True,
            )
            self.record([done, planned], team, owner, holder)

    def promise(self, journey: int) -> None:
        """Make a promise."""
        with self.connection.transaction():
            now = clock.now()
            (owner, holder, team) = self.locked(journey)
            due = now + timedelta(days=2)
            (promise,) = self.one(
                "INSERT INTO promise (journey_id, kind, text, made_at, made_by_id, first_due, due, currency, told,"
                " released_why, struck_why) VALUES (%s, 'date', %s, %s, %s, %s, %s, '', true, '', '') RETURNING id",
                [journey, TEXT, now, self.me, due, due],
            )
            facts = {
                "promise": promise,
                "kind": "date",
                "purpose": "custom",
                "due": due.isoformat(),
                "currency": "",
                "told": True,
            }
            event = self.entry(journey, "promise_made", now, facts, {"text": TEXT}, act=True)
            self.record([event], team, owner, holder)

    def _plan(
        self,
        journey: int,
        kind: str,
        text: str,
        due: datetime,
        now: datetime,
        awaits: str = "us",
        *,
        by: tuple[str, int] | None = None,
        parameters: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        (step,) = self.one(
            "INSERT INTO next_step (journey_id, kind, text, parameters, due_at, awaits, whom, asked_at, done_how,"
            " done_note) VALUES (%s, %s, %s, %s, %s, %s, '', %s, '', '') RETURNING id",
            [journey, kind, text, json.dumps(parameters or {}), due, awaits, now],
        )
        facts = {"step": step, "kind": kind, "due": due.isoformat(), "awaits": awaits, "whom": ""}
        return self.entry(
            journey, "step_planned", now, facts, {"text": text, "parameters": parameters or {}}, by=by
        )


SAID = "Is anyone there? It tripped again."
TEXT = "We come on Friday"
