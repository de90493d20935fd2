"""Stored files: the content on disk, compared with the digest under which it is on record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

from wellkept.verification.fault import Finding

_AT_ONCE = 1000


def compare(folder: Path, find: Callable[[Finding], None]) -> int:
    """Read every file on record once. Return how many rows name one."""
    count = 0
    before, fault = "", ""
    for row, subject, digest, size in _rows():
        count += 1
        if digest != before:
            before, fault = digest, _fault(folder / digest[:2] / digest[2:4] / digest, digest, size)
        if fault:
            find(Finding(subject, fault, table="stored_file", row=str(row)))
    return count


def _rows() -> Iterator[tuple[int, int, str, int]]:
    with connection.cursor().connection.cursor(name="verify_files") as stream:
        stream.itersize = _AT_ONCE
        stream.execute("SELECT id, subject_id, sha256, size FROM stored_file ORDER BY sha256, id")
        yield from stream


def _fault(path: Path, digest: str, size: int) -> str:
    try:
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                return "The content of the file has changed."
            return "" if file.tell() == size else "The file has another size than is on record."
    except FileNotFoundError:
        return "The content of the file is gone."
    except OSError as fault:
        return f"The content of the file cannot be read: {fault.strerror}."
