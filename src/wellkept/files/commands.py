"""Keeping papers. The event that tells of it is recorded by the command in which the paper came."""

from __future__ import annotations

from collections.abc import Iterable

from wellkept.files import folder, rules
from wellkept.files.models import Paper
from wellkept.kernel import clock


def keep(
    *,
    subject: int,
    name: str,
    media_type: str | None,
    content: bytes | Iterable[bytes],
    limit: int | None = None,
) -> Paper:
    """Store the content, then the row that names it. If the transaction fails, content nobody names remains."""
    stored = folder.store([content] if isinstance(content, bytes) else content, limit=limit)
    return Paper.objects.create(
        subject_id=subject,
        sha256=stored.sha256,
        size=stored.size,
        media_type=rules.media_type(media_type),
        name=rules.shown_name(name),
        kept_at=clock.now(),
    )


def move(*, subject: int, to: int) -> int:
    """All papers of one subject now belong to another: of an intake item that became a journey, of a joined one."""
    return Paper.objects.filter(subject_id=subject).update(subject_id=to)
