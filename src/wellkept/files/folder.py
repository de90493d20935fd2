"""The folder of files: content under its own SHA-256, `ab/cd/abcd…`.

Two writers of the same content write the same file. A file appears under its name complete or not at all, also
when the power fails: it is written beside, flushed, renamed, and the folder flushed.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wellkept.installation.disk_room import RESERVE
from wellkept.kernel.refusal import Refusal, invalid
from wellkept.kernel.text import fill


@dataclass(frozen=True, slots=True)
class Stored:
    """Content that is safe on disk."""

    sha256: str
    size: int


def store(chunks: Iterable[bytes], *, limit: int | None = None) -> Stored:
    """Write content to disk and return once it is safe. Refuses empty content and content over the limit.

    Raises ENOSPC while there is still some room: a file must not take the last of it from the database.
    """
    limit = settings.UPLOAD_LIMIT if limit is None else limit
    root = _folder(_root())
    if shutil.disk_usage(root).free < RESERVE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(root))
    digest = hashlib.sha256()
    size = 0
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=root)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if size == 0:
            raise invalid("file", _("This file is empty."))
        place = path(digest.hexdigest())
        _folder(place.parent.parent)
        _folder(place.parent)
        os.replace(draft, place)
        _flush(place.parent)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return Stored(digest.hexdigest(), size)


def too_large(limit: int) -> Refusal:
    most = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit} bytes"
    return invalid("file", fill(_("This file is too large; the limit is %(most)s."), most=most))


def path(sha256: str) -> Path:
    """Find the file with this digest, if it exists."""
    return _root() / sha256[:2] / sha256[2:4] / sha256


def open_content(sha256: str) -> BinaryIO:
    """Open the content for reading.

    Refuses with a sentence if it is missing, for example after a restore without files.
    """
    try:
        return path(sha256).open("rb")
    except FileNotFoundError:
        raise Refusal(
            "file_is_missing",
            _("The file is on record, but its content is not in the folder of files."),
            instead=_("Ask the person who runs this installation to restore it from the backup."),
            status=404,
        ) from None


def is_whole(sha256: str) -> bool:
    """Whether the content exists and still has this digest."""
    try:
        with path(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _root() -> Path:
    return Path(settings.FILES)


def _folder(place: Path) -> Path:
    if not place.is_dir():
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _flush(place.parent)
    return place


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
