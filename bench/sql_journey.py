"""A whole journey as hand-written SQL: a repeat job from the order to rest, in the same six transactions.

The six are: open, put an agreement, agree by purchase order with the handoff to oneself, deliver, accept by mail with
the second handoff, come to rest. The database enforces the laws in both variants; only what is general is left out.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.sql_commands import SqlWriter
from wellkept.kernel import clock, number
from wellkept.kernel.money import Money
from wellkept.orders import rules as pages
from wellkept.orders.agreement_lines import digest_of_lines, one_line
from wellkept.orders.payment_terms import text_of_terms
from wellkept.references import rules as references

NEED, WORDS, TOTAL, SAID = (
    "The same oven again",
    "One deck oven as last time",
    Decimal("1840.00"),
    "It is there",
)
LINES = digest_of_lines([one_line(WORDS, Money(TOTAL, "EUR"))])
ORDER, FINE, RUNS = "Our order 7 of today", "All as agreed", "It bakes"


class SqlJourney(SqlWriter):
    """The writer of whole journeys."""

    def run(self) -> int:
        key = self.open()
        self.put(key)
        self.agree(key)
        self.deliver(key)
        self.accept(key)
        self.rest(key)
        return key

    def open(self) -> int:
        with self.connection.transaction():
            now = clock.now()
            customer, contact = self.company.customer, self.company.contact
            (version, blueprint, stage, step, hours, silence, team, entity, count, secret) = self.one(
                """
                SELECT b.current_id, b.id, s.stage, s.first_step, s.first_step_hours, s.silence_hours, t.team_id,
                       entity.id, nextval('journey_count'), company.number_key
                FROM company, entity, blueprint b
                JOIN blueprint_stage s ON s.version_id = b.current_id AND s.place = 0
                JOIN stage_team t ON t.blueprint_id = b.id AND t.stage = s.stage
                JOIN contact c ON c.id = %s AND c.customer_id = %s
                WHERE b.key = 'repeat' AND entity.usual
                  AND EXISTS (SELECT FROM person WHERE id = %s AND active AND access)
                  AND EXISTS (SELECT FROM member WHERE person_id = %s AND team_id = t.team_id)
                ORDER BY t.place LIMIT 1
                """,
                [contact.pk, customer.pk, self.me, self.me],
            )
            shown = number.nth(count, bytes(secret))
            (key,) = self.one("INSERT INTO subject (kind) VALUES ('journey') RETURNING id")
            self.do(
                "INSERT INTO move (journey_id, seq, to_stage, version_id, reason, woke, at)"
                " VALUES (%s, 0, %s, %s, '', false, %s)",
                [key, stage, version, now],
            )
            planned = self._plan(key, "act", step, now + timedelta(hours=hours), now)
            self._note(key, shown, now)
            notice = self._tell(key, "received", {"number": shown, "need": NEED}, new=False)
            self.do(
                "INSERT INTO journey (id, number, state, customer_id, contact_id, entity_id, need, blueprint_id,"
                " version_id, stage, move, team_id, owner_id, holder_id, next_step_id, court, court_since, waits_for,"
                " heard_at, silent_at, silence_warnings, opened_at, confidential, came_by)"
                " VALUES (%s, %s, 'open', %s, %s, %s, %s, %s, %s, %s, 0, %s, %s, %s, %s, 'us', %s, '', %s, %s, 0, %s,"
                " false, '')",
                [key, shown, customer.pk, contact.pk, entity, NEED, blueprint, version, stage, team, self.me, self.me,
                 json.loads(planned["facts"])["step"], now, now, now + timedelta(hours=silence), now],
            )  # fmt: skip
            opened = {
                "number": shown,
                "customer": customer.pk,
                "contact": contact.pk,
                "blueprint": blueprint,
                "version": version,
                "entity": entity,
                "stage": stage,
                "team": team,
                "owner": self.me,
                "holder": self.me,
                "channel": "call",
                "came_by": "",
            }
            act = self.entry(key, "journey_opened", now, opened, {"need": NEED}, "us", act=True)
            self.record([act, planned, notice], team, self.me)
        return int(key)

    def put(self, key: int) -> None:
        with self.connection.transaction():
            now = clock.now()
            row = self._lock(key, "orders")
            by = now + timedelta(days=5)
            digest = pages.digest_of(self._page(row["number"], by))
            (agreement,) = self.one(
                "INSERT INTO agreement (journey_id, words, net_total, tax_total, total, itemised, line_count, currency,"
                " delivery_by, dates, customer_reference, digest, put_at, put_by_id, state, signed_name, address,"
                " code_tries, bill_on, due_days, deposit_net) VALUES (%s, %s, %s, 0, %s, false, 1, 'EUR', %s, '[]', '',"
                " %s, %s, %s, 'put', '', '', 0, 'acceptance', 14, 0)"
                " RETURNING id",
                [key, WORDS, TOTAL, TOTAL, by, digest, now, self.me],
            )
            self.connection.execute(
                "INSERT INTO agreement_line (agreement_id, journey_id, position, section, words, quantity, unit,"
                " unit_price, discount, net_amount, tax_category, tax_rate, exemption_reason, kind)"
                " VALUES (%s, %s, 1, '', %s, 1, 'LS', %s, 0, %s, 'O', 0, '', 'once')",
                [agreement, key, WORDS, TOTAL, TOTAL],
            )
            letter = {
                "number": row["number"],
                "total": str(TOTAL),
                "currency": "EUR",
                "delivery_by": by.isoformat(),
            }
            notice = self._tell(key, "please_agree", letter, WORDS)
            facts = {
                "agreement": agreement,
                "total": str(TOTAL),
                "net_total": str(TOTAL),
                "tax_total": "0.00",
                "currency": "EUR",
                "lines": 1,
                "lines_digest": LINES,
                "itemised": False,
                "delivery_by": by.isoformat(),
                "digest": digest.hex(),
                "words_digest": pages.digest_of(WORDS).hex(),
                "bill_on": "acceptance",
                "due_days": 14,
                "deposit": "0",
            }
            act = self.entry(key, "agreement_put", now, facts, {"dates": []}, "customer", act=True)
            self._on(key, row, now, [act, notice], how="put_to_them", then="customer")

    def agree(self, key: int) -> None:
        with self.connection.transaction():
            now = clock.now()
            row = self._lock(key, "orders")
            (agreement, by, digest) = self.one(
                "UPDATE agreement SET state = 'agreed', agreed_at = %s, signed_name = %s WHERE journey_id = %s AND"
                " state = 'put' AND delivery_by > %s RETURNING id, delivery_by, digest",
                [now, self.company.contact.name, key, now],
            )
            shown, name = bytes(digest).hex(), self.company.contact.name
            facts = {
                "agreement": agreement,
                "total": str(TOTAL),
                "currency": "EUR",
                "digest": shown,
                "by_code": False,
            }
            body = {"signed_name": name, "shown": self._page(row["number"], by)}
            entries = [self.entry(key, "agreed", now, facts, body, "us", act=True)]
            entries.append(self._tick(key, "order-on-record", f"{TOTAL} EUR", now))
            entries.append(self._trigger(key, "decision", "purchase_order", ORDER, now)[1])
            trigger, entry = self._trigger(key, "agreement", "purchase_order", ORDER, now, shown)
            entries.append(entry)
            entries.append(self._promise(key, now, "date", "delivery", due=by))
            entries.append(self._promise(key, now, "price", "price", amount=TOTAL))
            letter = {
                "number": row["number"],
                "total": str(TOTAL),
                "currency": "EUR",
                "delivery_by": by.isoformat(),
                "signed_name": name,
                "digest": shown,
            }
            entries.append(self._tell(key, "agreed", letter, WORDS))
            self._hand_over(key, row, now, entries, "agreement", trigger, how="agreed")

    def deliver(self, key: int) -> None:
        with self.connection.transaction():
            now = clock.now()
            row = self._lock(key, "delivery")
            entries = [
                self.entry(key, "delivered", now, self._part(key, now), {"said": SAID}, "customer", act=True)
            ]
            entries.append(self._keep(key, now, "date"))
            entries.append(self._tell(key, "please_accept", {"number": row["number"]}, SAID))
            self._on(key, row, now, entries, how="delivered", then="customer")

    def _part(self, key: int, now: datetime) -> dict[str, Any]:
        """Deliver the only line of the agreement. Returns the facts about it."""
        (part, agreement) = self.one(
            "INSERT INTO delivery_part (journey_id, agreement_id, words, delivered_at, recorded_at, recorded_by_id)"
            " SELECT journey_id, id, %s, %s, %s, %s FROM agreement WHERE journey_id = %s AND state = 'agreed'"
            " RETURNING id, agreement_id",
            [SAID, now, now, self.me, key],
        )
        self.do(
            "INSERT INTO delivered_line (part_id, journey_id, agreement_line_id, quantity)"
            " SELECT %s, journey_id, id, quantity FROM agreement_line WHERE agreement_id = %s",
            [part, agreement],
        )
        return {"agreement": agreement, "part": part, "lines": {"1": "1"}}

    def accept(self, key: int) -> None:
        with self.connection.transaction():
            now = clock.now()
            row = self._lock(key, "delivery")
            name = self.company.contact.name
            body = {"signed_name": name, "said": FINE}
            entries = [self.entry(key, "accepted", now, {"defects": 0}, body, "us", act=True)]
            entries.append(self._tick(key, "accepted", name, now))
            trigger, entry = self._trigger(key, "acceptance", "mail", FINE, now)
            entries += [entry, self._keep(key, now, "price")]
            entries.append(self._tell(key, "accepted", {"number": row["number"], "signed_name": name}))
            self._hand_over(key, row, now, entries, "acceptance", trigger, how="accepted")

    def rest(self, key: int) -> None:
        with self.connection.transaction():
            now = clock.now()
            row = self._lock(key, "support")
            at = now + timedelta(days=365)
            facts = {"check_in": at.isoformat(), "evidence": "spoken"}
            act = self.entry(key, "went_to_rest", now, facts, {"said": RUNS}, "none", act=True)
            self.do(
                "UPDATE next_step SET done_at = %s, done_how = 'at_rest' WHERE id = %s", [now, row["step"]]
            )
            planned = self._plan(key, "check_in", "", at, now)
            self.do(
                "UPDATE journey SET state = 'at_rest', holder_id = NULL, next_step_id = %s, court = 'none',"
                " court_since = %s, silent_at = NULL, rested_at = %s WHERE id = %s",
                [json.loads(planned["facts"])["step"], now, now, key],
            )
            self.record([act, planned], row["team"], self.me)

    def _note(self, key: int, shown: str, now: datetime) -> None:
        """Insert the references of the journey, and its traits for the search."""
        customer, contact = self.company.customer, self.company.contact
        references_to_note = [
            ("number", shown),
            ("name", contact.name),
            ("email", contact.email),
            ("phone", contact.phone),
            ("name", customer.name),
            ("need", NEED),
        ]
        rows = [
            (kind, text, references.key(kind, text, country=customer.country))
            for kind, text in references_to_note
        ]
        traits = sorted({trait for row in rows for trait in references.traits(*row)})
        self.do(
            "INSERT INTO reference (subject_id, kind, said, key, noted_at)"
            " SELECT %s, kind, said, key, %s FROM unnest(%s::text[], %s::text[], %s::text[]) AS r(kind, said, key)"
            " ON CONFLICT DO NOTHING",
            [key, now, *(list(column) for column in zip(*rows, strict=True))],
        )
        self.do(
            "INSERT INTO search_row AS l (id, traits) VALUES (%s, array_to_tsvector(%s::text[]))"
            " ON CONFLICT (id) DO UPDATE SET traits = l.traits || EXCLUDED.traits",
            [customer.pk, traits],
        )
        self.do(
            "INSERT INTO word (text, count) SELECT w, 1 FROM unnest(%s::text[]) w"
            " WHERE NOT EXISTS (SELECT FROM word WHERE word.text = w)",
            [list(filter(references.is_word, traits))],
        )

    def _lock(self, key: int, stage: str) -> dict[str, Any]:
        """Lock the journey and check the right. Returns its open step, and the next stage with its team."""
        values = self.one(
            """
            SELECT j.number, j.team_id, j.version_id, j.move, j.heard_at, n.id, n.kind, s.silence_hours,
                   a.stage, a.first_step, a.first_step_hours, a.silence_hours, t.team_id
            FROM journey j
            JOIN next_step n ON n.id = j.next_step_id
            JOIN blueprint_stage s ON s.version_id = j.version_id AND s.stage = j.stage
            LEFT JOIN blueprint_stage a ON a.version_id = j.version_id AND a.place = s.place + 1
            LEFT JOIN stage_team t ON t.blueprint_id = j.blueprint_id AND t.stage = a.stage
            WHERE j.id = %s AND j.state = 'open' AND j.stage = %s
              AND EXISTS (SELECT FROM person WHERE id = %s AND active AND access)
              AND (%s IN (j.owner_id, j.holder_id)
                   OR EXISTS (SELECT FROM member WHERE person_id = %s AND team_id = j.team_id))
            ORDER BY t.place LIMIT 1
            FOR UPDATE OF j
            """,
            [key, stage, self.me, self.me, self.me],
        )
        names = ("number", "team", "version", "move", "heard", "step", "kind", "silence")
        after = ("next_stage", "next_what", "next_hours", "next_silence", "next_team")
        return {"stage": stage, **dict(zip((*names, *after), values, strict=True))}

    def _on(
        self,
        key: int,
        row: dict[str, Any],
        now: datetime,
        entries: list[dict[str, Any]],
        *,
        how: str,
        then: str,
    ) -> None:
        """Finish the open step, and wait for the customer or for us."""
        self.do("UPDATE next_step SET done_at = %s, done_how = %s WHERE id = %s", [now, how, row["step"]])
        facts = {"step": row["step"], "kind": row["kind"], "how": how}
        entries.append(self.entry(key, "step_done", now, facts, {"note": ""}))
        due = now + timedelta(hours=row["silence"])
        entries.append(self._plan(key, "ask_again", "", due, now, then))
        self.do(
            "UPDATE journey SET next_step_id = %s, court = %s, court_since = %s WHERE id = %s",
            [json.loads(entries[-1]["facts"])["step"], then, now, key],
        )
        self.record(entries, row["team"], self.me)

    def _hand_over(
        self,
        key: int,
        row: dict[str, Any],
        now: datetime,
        entries: list[dict[str, Any]],
        kind: str,
        trigger: int,
        *,
        how: str,
    ) -> None:
        """Record a handoff to oneself, offered and accepted. Move the stage and plan its first step."""
        stage, onward, team = row["stage"], row["next_stage"], row["next_team"]
        self.do("UPDATE next_step SET done_at = %s, done_how = %s WHERE id = %s", [now, how, row["step"]])
        facts = {"step": row["step"], "kind": row["kind"], "how": how}
        entries.append(self.entry(key, "step_done", now, facts, {"note": ""}))
        (handoff,) = self.one(
            "INSERT INTO handoff (journey_id, version_id, from_stage, to_stage, team_id, giver_id, receiver_id, state,"
            " reason, offered_at, answer_by, answer, complete, escalations)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, 'offered', '', %s, %s, '', true, 0) RETURNING id",
            [key, row["version"], stage, onward, team, self.me, self.me, now, now],
        )
        self.do(
            "UPDATE handoff SET state = 'accepted', answered_at = %s, answered_by_id = %s WHERE id = %s",
            [now, self.me, handoff],
        )
        self.do(
            "INSERT INTO stage_goal (journey_id, move, stage, customer_met, business_met, note)"
            " VALUES (%s, %s, %s, true, true, '')",
            [key, row["move"], stage],
        )
        self.do(
            "INSERT INTO move (journey_id, seq, from_stage, to_stage, left_version_id, version_id, handoff_id,"
            " trigger_id, trigger_kind, reason, woke, at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', false, %s)",
            [
                key,
                row["move"] + 1,
                stage,
                onward,
                row["version"],
                row["version"],
                handoff,
                trigger,
                kind,
                now,
            ],
        )
        facts = {
            "handoff": handoff,
            "from_stage": stage,
            "to_stage": onward,
            "team": team,
            "giver": self.me,
            "receiver": self.me,
            "complete": True,
            "missing": [],
            "answer_by": now.isoformat(),
            "is_return": False,
        }
        entries.append(self.entry(key, "handoff_offered", now, facts, {"reason": ""}))
        facts = {"stage": stage, "customer_met": True, "business_met": True}
        entries.append(self.entry(key, "goals_recorded", now, facts, {"note": ""}))
        facts = {
            "handoff": handoff,
            "from_stage": stage,
            "to_stage": onward,
            "team": team,
            "giver": self.me,
            "holder": self.me,
            "version": row["version"],
            "open_points": 0,
            "to_oneself": True,
        }
        entries.append(self.entry(key, "handoff_accepted", now, facts))
        due = now + timedelta(hours=row["next_hours"])
        entries.append(self._plan(key, "act", row["next_what"], due, now))
        self.do(
            "UPDATE journey SET stage = %s, move = %s, team_id = %s, next_step_id = %s, court = 'us', court_since = %s,"
            " silent_at = %s, accepted_at = CASE WHEN %s = 'acceptance' THEN %s ELSE accepted_at END WHERE id = %s",
            [
                onward,
                row["move"] + 1,
                team,
                json.loads(entries[-1]["facts"])["step"],
                now,
                row["heard"] + timedelta(hours=row["next_silence"]),
                kind,
                now,
                key,
            ],
        )
        self.record(entries, team, self.me)

    def _trigger(
        self, key: int, kind: str, evidence: str, words: str, now: datetime, shown: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        contact = self.company.contact.pk
        (trigger,) = self.one(
            "INSERT INTO stage_trigger (journey_id, kind, evidence, given_at, recorded_at, contact_id, written_by_id)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id",
            [key, kind, evidence, now, now, contact, self.me],
        )
        facts = {
            "trigger": trigger,
            "kind": kind,
            "evidence": evidence,
            "contact": contact,
            "written_by": self.me,
        }
        if shown:
            facts["shown_digest"] = shown
        return trigger, self.entry(key, "triggered", now, facts, {"said": words})

    def _promise(
        self,
        key: int,
        now: datetime,
        kind: str,
        purpose: str,
        *,
        due: datetime | None = None,
        amount: Decimal | None = None,
    ) -> dict[str, Any]:
        currency = "EUR" if amount else ""
        (promise,) = self.one(
            "INSERT INTO promise (journey_id, kind, purpose, text, made_at, made_by_id, first_due, due, amount,"
            " currency, told, released_why, struck_why)"
            " VALUES (%s, %s, %s, '', %s, %s, %s, %s, %s, %s, true, '', '') RETURNING id",
            [key, kind, purpose, now, self.me, due, due, amount, currency],
        )
        facts: dict[str, Any] = {
            "promise": promise,
            "kind": kind,
            "purpose": purpose,
            "currency": currency,
            "told": True,
        }
        if due:
            facts["due"] = due.isoformat()
        if amount:
            facts["amount"] = str(amount)
        return self.entry(key, "promise_made", now, facts, {"text": ""})

    def _keep(self, key: int, now: datetime, kind: str) -> dict[str, Any]:
        (promise, purpose, due) = self.one(
            "UPDATE promise SET kept_at = %s WHERE journey_id = %s AND kind = %s AND kept_at IS NULL AND"
            " released_at IS NULL AND struck_at IS NULL RETURNING id, purpose, due",
            [now, key, kind],
        )
        late = max(0, int((now - due).total_seconds())) if due else 0
        facts = {
            "promise": promise,
            "purpose": purpose,
            "on_time": late == 0,
            "late_seconds": late,
            "late_seconds_as_moved": late,
        }
        return self.entry(key, "promise_kept", now, facts, {"text": ""})

    def _tick(self, key: int, item: str, note: str, now: datetime) -> dict[str, Any]:
        self.do(
            "INSERT INTO handoff_check (journey_id, item, by_id, at, note) VALUES (%s, %s, %s, %s, %s)",
            [key, item, self.me, now, note],
        )
        return self.entry(key, "item_ticked", now, {"item": item}, {"note": note})

    def _tell(
        self, key: int, kind: str, facts: dict[str, Any], words: str = "", *, new: bool = True
    ) -> dict[str, Any]:
        now, contact, notice = clock.now(), self.company.contact, uuid.uuid4()
        self.do(
            "INSERT INTO notice (id, subject_id, kind, channel, contact_id, address, language, person_id, facts, words,"
            " automatic, says_something_new, made_at, due_at, tries, trouble, title, text, html)"
            " VALUES (%s, %s, %s, 'mail', %s, %s, %s, %s, %s, %s, true, %s, %s, %s, 0, '{}', '', '', '')",
            [notice, key, kind, contact.pk, contact.email, contact.language, self.me, json.dumps(facts), words,
             new, now, now],
        )  # fmt: skip
        queued = {
            "notice": str(notice),
            "kind": kind,
            "channel": "mail",
            "contact": contact.pk,
            "new": new,
        }
        return self.entry(key, "notice_queued", now, queued, {"words": words} if words else None, follow=True)

    def _page(self, shown: str, by: datetime) -> str:
        terms = text_of_terms("acceptance", 14, Money(Decimal(0), "EUR"))
        return pages.text_of(
            number=shown, words=WORDS, total=Money(TOTAL, "EUR"), delivery_by=by, dates=[], terms=terms
        )
