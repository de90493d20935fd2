"""Check the chains, by code that shares nothing with the trigger that writes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction

from wellkept.events.facts import Erased
from wellkept.events.models import Anchor
from wellkept.kernel import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Broken:
    """The first broken link: its event, its subject, and the fault."""

    subject: int
    seq: int
    event: int | None
    why: str


@dataclass(frozen=True)
class Verified:
    """Result of a check: the counts, the root of all heads at that moment, and the first broken link, if any."""

    events: int
    subjects: int
    root: bytes
    broken: Broken | None = None


@dataclass(frozen=True)
class Anchored:
    """An anchored root: the hash of all chain heads as they were after event `upto`, kept outside the
    database.
    """

    upto: int
    root: bytes
    file: Path


def verify(
    *, progress: Callable[[int, int], None] | None = None, against: tuple[int, bytes] | None = None
) -> Verified:
    """Check every chain, every body that was not erased, and the heads that subjects claim.

    `against` is an anchored root: the heads after its event are computed again and compared with it. Streams
    in bounded memory.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT count(*) FROM event")
        total = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM subject")
        subjects = cursor.fetchone()[0]
        walk = _Walk(upto=against[0] if against else None)
        done = 0
        broken: Broken | None = None
        for done, row in enumerate(_rows(), start=1):
            broken = walk.step(row)
            if broken:
                break
            if progress and done % 1000 == 0:
                progress(done, total)
        broken = broken or walk.finish() or _unclaimed(walk.seen)
    if progress:
        progress(done, total)
    if broken is None and against and walk.anchored.digest() != against[1]:
        broken = Broken(
            0, 0, against[0], "The heads up to this event do not give the root that was anchored."
        )
    return Verified(events=done, subjects=subjects, root=walk.root.digest(), broken=broken)


def anchor(*, folder: Path) -> Anchored:
    """Write the root of all chain heads into `folder`, and remember what was written. One line a day."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Waits for writers under way and holds new ones for the time of one count: the reach is then exact.
        cursor.execute("LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SELECT coalesce(max(id), 0) FROM event")
        upto = cursor.fetchone()[0]
    root = hashlib.sha256()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (subject_id) subject_id, seq, hash FROM event WHERE id <= %s"
            " ORDER BY subject_id, seq DESC",
            [upto],
        )
        for subject, seq, head in cursor:
            root.update(b"%d %d %s\n" % (subject, seq, bytes(head).hex().encode()))
    taken = clock.now()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"anchor-{taken:%Y-%m-%d}-{upto}.txt"
    target.write_text(f"{upto} {root.hexdigest()} {taken.isoformat()}\n")
    Anchor.objects.update_or_create(
        upto=upto, defaults={"root": root.digest(), "taken_at": taken, "sent_to": str(target)}
    )
    return Anchored(upto, root.digest(), target)


_Row = tuple[
    int,
    int,
    int,
    str,
    datetime,
    datetime,
    str,
    int | None,
    int | None,
    str | None,
    str,
    bytes | None,
    bytes,
    bytes | None,
    str | None,
    bool,
    bytes,
    int,
]


class _Walk:
    """Follows the chains one event at a time, subject by subject."""

    def __init__(self, upto: int | None) -> None:
        self.upto = upto
        self.seen = 0
        self.root = hashlib.sha256()
        self.anchored = hashlib.sha256()
        self._subject: int | None = None
        self._claims: tuple[bytes, int] = (b"", 0)
        self._head = b""
        self._seq = 0
        self._anchored_link: tuple[int, bytes] | None = None
        self._empty: dict[int, int] = {}  # events whose body is gone, with their places
        self._erased: set[int] = set()  # events that the chain says were erased

    def step(self, row: _Row) -> Broken | None:
        (
            id_,
            subject,
            seq,
            type_,
            happened,
            recorded,
            kind,
            actor,
            cause,
            court,
            facts,
            digest,
            written,
            salt,
            body,
            has_body,
            head,
            length,
        ) = row
        if subject != self._subject:
            broken = self.finish()
            if broken:
                return broken
            self._subject, self._claims, self._head, self._seq = subject, (bytes(head), length), b"", 0
            self._anchored_link = None
            self._empty, self._erased = {}, set()
            self.seen += 1
        if seq != self._seq + 1:
            return Broken(subject, self._seq + 1, None, "An event is missing from the chain.")
        line = "\x1f".join(
            (
                str(subject),
                str(seq),
                type_,
                str(_micros(happened)),
                str(_micros(recorded)),
                kind,
                _or_dash(actor),
                _or_dash(cause),
                court or "-",
                facts,
                bytes(digest).hex() if digest is not None else "-",
            )
        )
        expected = hashlib.sha256(self._head + line.encode()).digest()
        if expected != bytes(written):
            return Broken(subject, seq, id_, "The event does not give the hash that the chain holds.")
        if digest is not None and not has_body:
            return Broken(subject, seq, id_, "The body is gone without an erasure.")
        if (
            body is not None
            and salt is not None
            and (digest is None or hashlib.sha256(bytes(salt) + body.encode()).digest() != bytes(digest))
        ):
            return Broken(subject, seq, id_, "The body does not give the digest that the chain covers.")
        if has_body and digest is None:
            return Broken(subject, seq, id_, "There is a body that the chain does not cover.")
        if has_body and body is None:
            self._empty[id_] = seq
        if type_ == Erased.type:
            self._erased.add(json.loads(facts)["event"])
        self._head, self._seq = expected, seq
        if self.upto is not None and id_ <= self.upto:
            self._anchored_link = (seq, expected)
        return None

    def finish(self) -> Broken | None:
        """Close the chain of the current subject."""
        if self._subject is None:
            return None
        if (self._head, self._seq) != self._claims:
            return Broken(
                self._subject, self._seq + 1, None, "The subject's head is not that of its last event."
            )
        silently = next((key for key in self._empty if key not in self._erased), None)
        if silently is not None:
            place = self._empty[silently]
            return Broken(self._subject, place, silently, "The body was erased without a recorded reason.")
        self.root.update(b"%d %d %s\n" % (self._subject, self._seq, self._head.hex().encode()))
        if self._anchored_link:
            seq, head = self._anchored_link
            self.anchored.update(b"%d %d %s\n" % (self._subject, seq, head.hex().encode()))
        return None


def _rows() -> Iterator[_Row]:
    with connection.cursor().connection.cursor(name="verify") as stream:  # a server-side cursor
        stream.itersize = 2000
        stream.execute(
            "SELECT e.id, e.subject_id, e.seq, e.type, e.happened_at, e.recorded_at, e.actor_kind, e.actor_id,"
            " e.cause_id, e.court, e.facts, e.body_digest, e.hash, b.salt, b.body, b.event_id IS NOT NULL,"
            " s.head, s.length"
            " FROM event e JOIN subject s ON s.id = e.subject_id LEFT JOIN event_body b ON b.event_id = e.id"
            " ORDER BY e.subject_id, e.seq"
        )
        yield from stream


def _unclaimed(seen: int) -> Broken | None:
    """A subject that claims a history of which no event is there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM subject s WHERE s.length > 0"
            " AND NOT EXISTS (SELECT FROM event e WHERE e.subject_id = s.id) LIMIT 1"
        )
        row = cursor.fetchone()
    return Broken(row[0], 1, None, "The whole history is missing.") if row else None


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)
