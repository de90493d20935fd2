"""Verify the record: every chain, every body, the rows that events rebuild, anchored roots, stored files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from wellkept.verification import (
    catalogue_events,
    contact_events,
    delivery_events,
    entity_events,
    journey_events,
    law_tables,
    ledger_events,
    money_events,
    quote_events,
    staff_events,
    stored_files,
    visit_events,
)
from wellkept.verification.chains import Chain, Told, Walk, events, loose_ends
from wellkept.verification.fault import Finding, Findings
from wellkept.verification.heads import Anchored, Head, root_of
from wellkept.verification.rebuild import Rebuilt, Steps, rebuild

_AT_ONCE = 500  # subjects whose rows are read together
STEPS = Steps(
    journey_events.STEPS
    | contact_events.STEPS
    | ledger_events.STEPS
    | quote_events.STEPS
    | staff_events.STEPS
    | entity_events.STEPS
    | catalogue_events.STEPS
    | money_events.STEPS
    | delivery_events.STEPS
    | visit_events.STEPS
)
_REPORT = 1000  # events between two reports of progress

# What no verifier can tell from a database and a folder: printed with every result.
BLIND_SPOTS = (
    "An event that whoever could write recorded in another person's name looks like any other.",
    "What changed since the newest root that left the house, with every hash after it written again.",
    "Columns that no event gives a value for: a number or title that was changed, the time of a touch.",
    "Tables whose rows are not rebuilt: customers, contacts, sites, interviews, statements, meetings, nonconformities,"
    " intake items, mailboxes, blueprints, lines of invoices and what they bill, absences, passwords, second factors,"
    " settings, search rows.",
    "Whether a next step was done that was open when the journey was handed on, rested, woke or ended.",
)


@dataclass(frozen=True)
class Verified:
    """The result: what was read, the root of all heads at that moment, and what is wrong."""

    events: int
    subjects: int
    files: int
    erased: int
    root: bytes
    findings: Findings = field(default_factory=Findings)

    @property
    def broken(self) -> Finding | None:
        """The first finding, if there is one."""
        return self.findings.kept[0] if self.findings.kept else None


def verify(
    *,
    progress: Callable[[int, int], None] | None = None,
    against: Anchored | None = None,
    since: datetime | None = None,
    files: Path | None = None,
    tell: Callable[[Finding], None] | None = None,
) -> Verified:
    """Check the whole record in one snapshot. Memory grows with the number of subjects, not of events.

    `against` is an anchored root: the heads as they were then are compared with it, subject by subject if its heads
    are known. `since`: only subjects with an event recorded since then. `files`: the folder of stored files.
    `tell` gets each finding when it is found.
    """
    findings = Findings(tell=tell)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SELECT count(*) FROM event")
        total = cursor.fetchone()[0]
        book = _Book(findings, against)
        walk = Walk(upto=against.upto if against else None, find=findings.add, done=book.close)
        for row in events(since.isoformat() if since else None):
            walk.step(row)
            if progress and walk.events % _REPORT == 0:
                progress(walk.events, total)
        walk.finish()
        book.compare_rows()
        for finding in (*loose_ends(), *law_tables.loose_rows()):
            findings.add(finding)
        stored = stored_files.compare(files, findings.add) if files else 0
    if progress:
        progress(walk.events, total)
    if since is None:
        book.compare_root()
    return Verified(walk.events, walk.subjects, stored, walk.erased, root_of(book.heads), findings)


class _Book:
    """Keeps the heads that were computed, and rebuilds rows batch by batch."""

    def __init__(self, findings: Findings, against: Anchored | None) -> None:
        self.heads: dict[int, Head] = {}
        self._findings = findings
        self._against = against
        self._anchored: dict[int, Head] = {}
        self._waiting: dict[str, list[Rebuilt]] = {}
        self._blamed = False

    def close(self, chain: Chain) -> None:
        """Take a chain that was walked to its end."""
        self.heads[chain.subject] = _head(chain, chain.length)
        if self._against:
            self._compare_head(chain)
        kind = (
            law_tables.KIND_OF.get(chain.told[0].type, chain.kind or "") if chain.told else chain.kind or ""
        )
        if chain.kind not in (None, kind):
            why = f"It is called a {chain.kind}, and its events are those of a {kind}."
            self._findings.add(Finding(chain.subject, why))
        if kind not in law_tables.OF_KIND:
            return

        def contradicts(event: Told, why: str) -> None:
            self._findings.add(Finding(chain.subject, why, event.seq, event.id))

        waiting = self._waiting.setdefault(kind, [])
        waiting.append(rebuild(chain, kind, STEPS, contradicts))
        if len(waiting) >= _AT_ONCE:
            self.compare_rows(kind)

    def compare_rows(self, kind: str | None = None) -> None:
        """Compare the rows of the subjects that wait, of one kind or of all."""
        for name in [kind] if kind else list(self._waiting):
            waiting = self._waiting.pop(name, [])
            if waiting:
                law_tables.compare(name, waiting, self._findings.add)

    def compare_root(self) -> None:
        """Name the subjects that were anchored and are gone; without the list of heads, compare the root alone."""
        if self._against is None:
            return
        for subject in sorted((self._against.heads or {}).keys() - self.heads.keys()):
            length = (self._against.heads or {})[subject][0]
            why = f"Gone with its whole history, of which {length} events were anchored."
            self._findings.add(Finding(subject, why))
            self._blamed = True
        if not self._blamed and root_of(self._anchored) != self._against.root:
            why = "The heads up to this event do not give the root that was anchored."
            if self._against.heads is None:
                why += " The lists of heads beside the anchor do not give it either, so the subject cannot be named."
            self._findings.add(Finding(None, why, event=self._against.upto))

    def _compare_head(self, chain: Chain) -> None:
        assert self._against is not None
        if chain.reached:
            self._anchored[chain.subject] = _head(chain, chain.reached)
        if self._against.heads is None:
            return
        anchored = self._against.heads.get(chain.subject)
        if anchored is None:
            return
        length, digest, _ = anchored
        if length > chain.length:
            why = f"Only {chain.length} of the {length} events that were anchored are there."
        elif _head(chain, length)[1] != digest:
            why = f"The first {length} events are not those that were anchored."
        elif _head(chain, length) != anchored:
            why = f"The first {length} events do not have the ids with which they were anchored."
        else:
            return
        self._findings.add(Finding(chain.subject, why))
        self._blamed = True


def _head(chain: Chain, length: int) -> Head:
    digest, ids = chain.heads[length - 1]
    return length, digest.hex(), ids.hex()
