from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import missing
from wellkept.notices.models import Notice


def notice(id: UUID) -> Notice:
    row = Notice.objects.select_related("contact", "person").filter(pk=id).first()
    if row is None:
        raise missing("notice", _("There is no such notice."))
    return row


def of(subject: int) -> list[Notice]:
    """Notices about one subject, newest first."""
    return list(
        Notice.objects.filter(subject_id=subject).select_related("contact", "person").order_by("-made_at")
    )


def undelivered() -> list[Notice]:
    """Notices that were given up or returned and not told since."""
    return list(
        Notice.objects.filter(told_at__isnull=True)
        .exclude(given_up_at__isnull=True, returned_at__isnull=True)
        .select_related("contact", "person")
        .order_by("-made_at")
    )


def untold_among(keys: Sequence[str]) -> frozenset[str]:
    """The keys of these notices that were not told yet."""
    asked = [key for key in keys if key]
    if not asked:
        return frozenset()
    rows = Notice.objects.filter(pk__in=asked, told_at__isnull=True)
    return frozenset(str(key) for key in rows.values_list("pk", flat=True))
