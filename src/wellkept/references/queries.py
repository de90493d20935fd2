"""References of subjects."""

from __future__ import annotations

from collections.abc import Sequence

from wellkept.references.models import Reference


def of(subjects: Sequence[int]) -> list[Reference]:
    """List all references of these subjects, ordered by kind and text."""
    return list(Reference.objects.filter(subject_id__in=subjects).order_by("kind", "said"))
