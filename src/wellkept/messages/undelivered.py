"""What did not reach a customer, with the journey that it is about."""

from __future__ import annotations

from collections.abc import Iterable

from wellkept.journeys.models import Journey
from wellkept.notices.models import Notice


def numbers_of(notices: Iterable[Notice]) -> dict[int, str]:
    """The numbers of the journeys that these notices tell about, by subject."""
    subjects = {notice.subject_id for notice in notices}
    return dict(Journey.objects.filter(pk__in=subjects).values_list("pk", "number"))
