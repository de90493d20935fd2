"""The hash chains, computed again from what the events say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg.rows import TupleRow

from wellkept.verification.fault import Finding

_AT_ONCE = 2000
_SLACK = 60_000_000  # microseconds by which transactions that overlap may be recorded in another order

# Times as the number of seconds, as text: a date that no calendar shows must not stop the reading.
_EVENTS = """
    SELECT e.id, e.subject_id, e.seq, e.type, extract(epoch FROM e.happened_at)::text,
           extract(epoch FROM e.recorded_at)::text, e.actor_kind, e.actor_id, e.cause_id, e.court, e.facts,
           e.body_digest, e.hash, b.salt, b.body, b.event_id IS NOT NULL, s.id, s.kind, s.head, s.length
    FROM event e
    LEFT JOIN subject s ON s.id = e.subject_id
    LEFT JOIN event_body b ON b.event_id = e.id
    {since}
    ORDER BY e.subject_id, e.seq, e.id
"""
_SINCE = "WHERE e.subject_id IN (SELECT subject_id FROM event WHERE recorded_at >= %s)"


@dataclass(frozen=True)
class Told:
    """An event as far as it can be read: its facts, those of its body, and whether that was erased."""

    id: int
    act: int  # the event that caused it, or itself
    seq: int
    type: str
    happened: int
    court: str | None
    facts: dict[str, Any]
    erased: bool


@dataclass
class Chain:
    """One subject's chain: where its heads were, and what its events say."""

    subject: int
    kind: str | None
    length: int = 0
    head: bytes = b""
    heads: list[tuple[bytes, bytes]] = field(
        default_factory=list
    )  # at each place: hash, and digest of all ids
    reached: int = 0  # the place of its last event up to the anchored one
    told: list[Told] = field(default_factory=list)


class Walk:
    """Follows the chains one event at a time, subject by subject. Each fault is a finding, and the walk goes on."""

    def __init__(
        self, *, upto: int | None, find: Callable[[Finding], None], done: Callable[[Chain], None]
    ) -> None:
        self.events = self.subjects = self.erased = 0
        self._upto = upto
        self._find = find
        self._done = done
        self._chain: Chain | None = None
        self._claims: tuple[bytes | None, int | None] = (None, None)
        self._recorded = 0
        self._skipped = 0  # places of missing events, each gap of which was found
        self._wrong_at: int | None = None  # one finding an event
        self._empty: dict[int, int] = {}  # events whose body is gone, with their places
        self._reasons: set[int] = set()  # events that the chain says were erased
        self._digests: set[bytes] = set()
        self._ids = hashlib.sha256()

    def step(self, row: TupleRow) -> None:
        """Take one event in."""
        self.events += 1
        subject = row[1]
        if self._chain is None or subject != self._chain.subject:
            self.finish()
            self._begin(row)
        chain = self._chain
        assert chain is not None
        chain.length += 1
        try:
            self._check(chain, row)
        except Exception as fault:  # whatever stands there: a bad event is one finding
            self._wrong(f"The event cannot be read ({type(fault).__name__}).", row)
            chain.head = bytes(row[12] or b"")
        self._ids.update(b"%d," % row[0])
        chain.heads.append((chain.head, self._ids.digest()))
        if self._upto is not None and row[0] <= self._upto:
            chain.reached = len(chain.heads)

    def finish(self) -> None:
        """Close the chain of the current subject."""
        chain, self._chain = self._chain, None
        if chain is None:
            return
        self.subjects += 1
        if chain.kind is not None and (chain.head, chain.length + self._skipped) != self._claims:
            place = chain.length + self._skipped + 1
            self._find(Finding(chain.subject, "The subject's head is not that of its last event.", place))
        for event, seq in self._empty.items():
            if event not in self._reasons:
                self._find(
                    Finding(chain.subject, "The body was erased without a recorded reason.", seq, event)
                )
        self._done(chain)

    def _begin(self, row: TupleRow) -> None:
        subject, (known, kind, head, length) = row[1], row[16:20]
        self._chain = Chain(subject, kind if known is not None else None)
        self._claims = (bytes(head) if head is not None else None, length)
        self._recorded, self._skipped, self._wrong_at = 0, 0, None
        self._empty, self._reasons, self._digests, self._ids = {}, set(), set(), hashlib.sha256()
        if known is None:
            self._find(Finding(subject, "The subject of these events is gone."))

    def _wrong(self, why: str, row: TupleRow) -> None:
        if self._wrong_at != row[0]:
            self._find(Finding(row[1], why, row[2], row[0]))
        self._wrong_at = row[0]

    def _check(self, chain: Chain, row: TupleRow) -> None:
        id_, subject, seq, type_, happened, recorded, kind, actor, cause, court, facts, digest, written = row[
            :13
        ]
        if seq != chain.length + self._skipped:
            self._find(Finding(subject, "An event is missing from the chain.", chain.length + self._skipped))
            self._skipped, self._wrong_at = seq - chain.length, id_
        happened, recorded = _micros(happened), _micros(recorded)
        covered = bytes(digest).hex() if digest is not None else "-"
        parts = (
            subject, seq, type_, happened, recorded, kind, _or_dash(actor), _or_dash(cause), court or "-", facts,
            covered,
        )  # fmt: skip
        computed = hashlib.sha256(chain.head + "\x1f".join(map(str, parts)).encode()).digest()
        if computed != bytes(written):
            self._wrong("The event does not give the hash that the chain holds.", row)
            computed = bytes(written)
        if recorded < self._recorded - _SLACK:
            self._wrong("The event was recorded before the one that it follows.", row)
        if cause is not None and cause >= id_:
            self._wrong("The event came before the one that is said to have caused it.", row)
        self._recorded = max(self._recorded, recorded)
        chain.head = computed
        body = self._body(row)
        self._tell(chain, row, happened, body)

    def _body(self, row: TupleRow) -> str | None:
        """Compare the body with the digest that the chain covers. Return it, if it is there."""
        id_, seq, digest, (salt, body, has_body) = row[0], row[2], row[11], row[13:16]
        if digest is None:
            if has_body:
                self._wrong("There is a body that the chain does not cover.", row)
            return None
        if bytes(digest) in self._digests:
            self._wrong("The event repeats an earlier one of this chain.", row)
        self._digests.add(bytes(digest))
        if not has_body:
            self._wrong("The body is gone without an erasure.", row)
        elif body is None:
            self._empty[id_] = seq
            self.erased += 1
        elif hashlib.sha256(bytes(salt or b"") + body.encode()).digest() != bytes(digest):
            self._wrong("The body does not give the digest that the chain covers.", row)
        return str(body) if body is not None else None

    def _tell(self, chain: Chain, row: TupleRow, happened: int, body: str | None) -> None:
        id_, seq, type_, court, facts = row[0], row[2], row[3], row[9], row[10]
        plain = json.loads(facts)
        if not isinstance(plain, dict):
            self._wrong("The facts of the event are no object.", row)
            plain = {}
        if type_ == "erased" and isinstance(plain.get("event"), int):
            self._reasons.add(plain["event"])
        words = json.loads(body) if body is not None else {}
        if not isinstance(words, dict):
            self._wrong("The body of the event is no object.", row)
            words = {}
        erased = row[11] is not None and body is None
        chain.told.append(Told(id_, row[8] or id_, seq, type_, happened, court, plain | words, erased))


def events(since: str | None) -> Iterator[TupleRow]:
    """All events with bodies and subjects, chain by chain; with `since`, of subjects that have one recorded then."""
    with connection.cursor().connection.cursor(name="verify") as stream:  # a server-side cursor
        stream.itersize = _AT_ONCE
        stream.execute(_EVENTS.format(since=_SINCE if since else ""), [since] if since else None)
        yield from stream


def loose_ends() -> Iterator[Finding]:
    """Subjects without their history, bodies without their event, causes that are not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM subject s WHERE s.length > 0"
            " AND NOT EXISTS (SELECT FROM event e WHERE e.subject_id = s.id) ORDER BY s.id"
        )
        for (subject,) in cursor.fetchall():
            yield Finding(subject, "The whole history is missing.", 1)
        cursor.execute(
            "SELECT b.event_id FROM event_body b LEFT JOIN event e ON e.id = b.event_id WHERE e.id IS NULL ORDER BY 1"
        )
        for (event,) in cursor.fetchall():
            yield Finding(None, "There is a body whose event is gone.", event=event)
        cursor.execute(
            "SELECT e.subject_id, e.seq, e.id FROM event e LEFT JOIN event c ON c.id = e.cause_id"
            " WHERE e.cause_id IS NOT NULL AND c.id IS NULL ORDER BY e.id"
        )
        for subject, seq, event in cursor.fetchall():
            yield Finding(subject, "The event that caused this one is gone.", seq, event)


def _micros(seconds: str) -> int:
    """Seconds with six decimals as whole microseconds. Raises for what is no instant."""
    whole, _, part = seconds.partition(".")
    return int(whole + part.ljust(6, "0"))


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)
