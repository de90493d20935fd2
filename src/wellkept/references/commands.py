from __future__ import annotations

from collections.abc import Iterable

from wellkept.kernel import clock
from wellkept.references import rules
from wellkept.references.models import Reference


def note(*, subject: int, said: Iterable[tuple[str, str | None]], country: str) -> None:
    """Make `subject` findable by what was said, (kind, text) each. Nothing is noted twice; nothing is removed.

    Part of the caller's transaction and act: it records no event of its own.
    """
    at = clock.now()
    rows = [
        Reference(subject_id=subject, kind=kind, said=text.strip(), key=compared, noted_at=at)
        for kind, text in said
        if text and (compared := rules.key(kind, text, country=country))
    ]
    if rows:
        Reference.objects.bulk_create(rows, ignore_conflicts=True)
