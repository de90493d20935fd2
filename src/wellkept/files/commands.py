"""Store files. The calling command records the event."""

from __future__ import annotations

from collections.abc import Iterable

from wellkept.files import folder, rules
from wellkept.files.models import StoredFile
from wellkept.kernel import clock


def keep(
    *,
    subject: int,
    name: str,
    media_type: str | None,
    content: bytes | Iterable[bytes],
    limit: int | None = None,
) -> StoredFile:
    """Store the content, then its row. If the transaction fails, unreferenced content remains."""
    stored = folder.store([content] if isinstance(content, bytes) else content, limit=limit)
    return StoredFile.objects.create(
        subject_id=subject,
        sha256=stored.sha256,
        size=stored.size,
        media_type=rules.media_type(media_type),
        name=rules.shown_name(name),
        kept_at=clock.now(),
    )


def move(*, subject: int, to: int) -> int:
    """Give all files of an intake item to the journey on which it ends."""
    return StoredFile.objects.filter(subject_id=subject).update(subject_id=to)
