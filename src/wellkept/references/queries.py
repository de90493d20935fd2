from __future__ import annotations

from collections.abc import Sequence

from wellkept.references.models import Reference


def of(subjects: Sequence[int]) -> list[Reference]:
    """Everything by which these subjects are found, as it was said."""
    return list(Reference.objects.filter(subject_id__in=subjects).order_by("kind", "said"))
