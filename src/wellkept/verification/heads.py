"""Anchored roots: the heads of all chains as they were when a root left the house.

The root is one digest over all heads. Beside it, in the house, stands the list of the heads that had changed since
the root before it. All lists together give every head again, and are trusted only if they give the root.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

Head = tuple[int, str, str]  # the length of a chain, the hash of its last event, and a digest of all its ids


@dataclass(frozen=True)
class Anchored:
    """A root that left the house, the event it reached to, and all heads of that day, if the house still has them."""

    upto: int
    root: bytes
    heads: dict[int, Head] | None = None


def read_anchor(file: Path) -> Anchored:
    """Read a file with an anchored root, and the lists of heads beside it. Raises ValueError for another file."""
    reach, root = file.read_text().split()[:2]
    upto, digest = int(reach), bytes.fromhex(root)
    return Anchored(upto, digest, read_heads(file.parent, upto, digest))


def read_heads(folder: Path, upto: int, root: bytes) -> dict[int, Head] | None:
    """All heads as they were after event `upto`, if the lists in this folder give that root."""
    heads: dict[int, Head] = {}
    try:
        lists = sorted((int(path.stem.removeprefix("heads-")), path) for path in folder.glob("heads-*.txt"))
        for reach, path in lists:
            if reach <= upto:
                with path.open() as lines:
                    for line in lines:
                        subject, length, digest, ids = line.split()
                        heads[int(subject)] = int(length), digest, ids
    except (ValueError, OSError):
        return None
    return heads if root_of(heads) == root else None


def root_of(heads: dict[int, Head]) -> bytes:
    """The one digest over all heads, in the order of their subjects."""
    root = hashlib.sha256()
    for subject, (length, digest, ids) in sorted(heads.items()):
        root.update(f"{subject} {length} {digest} {ids}\n".encode())
    return root.digest()
