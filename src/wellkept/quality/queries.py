"""Nonconformities, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import missing
from wellkept.people.models import Company
from wellkept.quality.models import Nonconformity


def open_ones(*, handlers: Sequence[int] | None = None) -> list[Nonconformity]:
    """Open nonconformities, the earliest due first."""
    rows = _with_names().filter(closed_at__isnull=True)
    return list((rows if handlers is None else rows.filter(handler_id__in=handlers)).order_by("due_at", "pk"))


def closed_ones() -> list[Nonconformity]:
    """Closed nonconformities, the latest first."""
    return list(_with_names().filter(closed_at__isnull=False).order_by("-closed_at", "-pk"))


def nonconformity(id: int) -> Nonconformity:
    row = _with_names().filter(pk=id).first()
    if row is None:
        raise missing("nonconformity", _("There is no such nonconformity."))
    return row


def count_open(*, handlers: Sequence[int]) -> int:
    """Count those of these handlers, and the overdue ones of others about which they were told."""
    last = Exists(Company.objects.filter(process_owner_id__in=handlers))
    mine = Q(handler_id__in=handlers) | Q(last, warned_at__isnull=False)
    return Nonconformity.objects.filter(mine, closed_at__isnull=True).count()


def _with_names() -> QuerySet[Nonconformity]:
    return Nonconformity.objects.select_related("handler", "raised_by", "closed_by")
