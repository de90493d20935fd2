from __future__ import annotations

from collections.abc import Iterable

from wellkept.kernel import clock
from wellkept.references import rules
from wellkept.references.models import Reference

Said = tuple[int, str, str, str]
"""Subject, kind, what was said, and the country (ISO 3166) that completes a telephone number."""


def note(*, subject: int, said: Iterable[tuple[str, str | None]], country: str) -> None:
    """Make `subject` findable by what was said, (kind, text) each. Nothing is noted twice; nothing is removed.

    Part of the caller's transaction and act: it records no event of its own.
    """
    note_many(said=((subject, kind, text, country) for kind, text in said if text))


def note_many(*, said: Iterable[Said]) -> None:
    """The same for many subjects at once, in one statement: for what is brought in by the thousand."""
    at = clock.now()
    rows = [
        Reference(subject_id=subject, kind=kind, said=text.strip(), key=compared, noted_at=at)
        for subject, kind, text, country in said
        if text and (compared := rules.key(kind, text, country=country))
    ]
    if rows:
        Reference.objects.bulk_create(rows, ignore_conflicts=True)
