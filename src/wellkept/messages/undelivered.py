"""Undelivered notices with the numbers of their journeys."""

from __future__ import annotations

from collections.abc import Iterable

from wellkept.journeys.models import Journey
from wellkept.notices.models import Notice


def numbers_of(notices: Iterable[Notice]) -> dict[int, str]:
    """Map the subjects of these notices to journey numbers."""
    subjects = {notice.subject_id for notice in notices}
    return dict(Journey.objects.filter(pk__in=subjects).values_list("pk", "number"))
