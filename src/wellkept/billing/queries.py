"""Payments, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellkept.billing.models import Payment
from wellkept.billing.rights import cannot_see_money
from wellkept.kernel.refusal import missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Company


def open_payments(*, by: Actor) -> list[Payment]:
    """Payments that wait for somebody, the earliest due first."""
    refuse(cannot_see_money(by))
    return list(_with_names().filter(settled_at__isnull=True).order_by("due_at", "pk"))


def settled_payments(*, by: Actor, limit: int) -> list[Payment]:
    """Payments that wait no longer, the latest first."""
    refuse(cannot_see_money(by))
    return list(_with_names().filter(settled_at__isnull=False).order_by("-settled_at", "-pk")[:limit])


def payment(key: int, *, by: Actor) -> Payment:
    """One payment. Whoever handles it may see it, too."""
    row = _with_names().filter(pk=key).first()
    if row is None or row.handler_id != by.person:
        refuse(cannot_see_money(by))
    if row is None:
        raise missing("payment", _("There is no such payment."))
    return row


def count_open(*, handlers: Sequence[int]) -> int:
    """Count the payments of these handlers, and the overdue ones of others about which they were told."""
    last = Exists(Company.objects.filter(process_owner_id__in=handlers))
    mine = Q(handler_id__in=handlers) | Q(last, warned_at__isnull=False)
    return Payment.objects.filter(mine, settled_at__isnull=True).count()


def _with_names() -> QuerySet[Payment]:
    return Payment.objects.select_related("handler", "booked_by", "account__entity")
