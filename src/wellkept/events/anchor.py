"""Anchors: once a day the root of all chain heads leaves the house, and the list of heads stays in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from wellkept.events.models import Anchor
from wellkept.kernel import clock


@dataclass(frozen=True)
class Anchored:
    """A root that left the house: of all chain heads as they were after event `upto`."""

    upto: int
    root: bytes
    file: Path


def anchor(*, folder: Path) -> Anchored:
    """Write the root of all chain heads into `folder`, with a list of the heads that have changed since the last one.

    The root is one line a day and leaves the house. The list lets the verifier name the subject that was changed.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # Waits for writers under way and holds new ones for the time of one count: the reach is then exact.
        cursor.execute("SELECT hold_the_log()")
        upto = cursor.fetchone()[0]
    root = hashlib.sha256()
    lines: dict[int, bytes] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, max(seq), encode((array_agg(hash ORDER BY seq DESC))[1], 'hex'),"
            " encode(sha256(convert_to(string_agg(id || ',', '' ORDER BY seq), 'UTF8')), 'hex')"
            " FROM event WHERE id <= %s GROUP BY subject_id ORDER BY subject_id",
            [upto],
        )
        for subject, seq, head, ids in cursor:
            lines[subject] = f"{subject} {seq} {head} {ids}\n".encode()
            root.update(lines[subject])
    taken = clock.now()
    folder.mkdir(parents=True, exist_ok=True)
    _list_heads(folder, upto, lines)
    target = folder / f"anchor-{taken:%Y-%m-%d}-{upto}.txt"
    target.write_text(f"{upto} {root.hexdigest()} {taken.isoformat()}\n")
    Anchor.objects.update_or_create(
        upto=upto, defaults={"root": root.digest(), "taken_at": taken, "sent_to": str(target)}
    )
    return Anchored(upto, root.digest(), target)


def _list_heads(folder: Path, upto: int, lines: dict[int, bytes]) -> None:
    """Write the heads that no earlier list has in this form. All lists together give every head."""
    listed: dict[int, bytes] = {}
    for _, path in sorted(
        (int(path.stem.removeprefix("heads-")), path) for path in folder.glob("heads-*.txt")
    ):
        with path.open("rb") as earlier:
            listed.update((int(line.split()[0]), line) for line in earlier)
    changed = (line for subject, line in lines.items() if listed.get(subject) != line)
    draft = folder / f".heads-{upto}"
    draft.write_bytes(b"".join(changed))
    draft.rename(folder / f"heads-{upto}.txt")
