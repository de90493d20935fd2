"""Checks of entities and accounts: what a command refuses, and a page does not offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill

if TYPE_CHECKING:
    from wellkept.entities.models import BankAccount, Entity


def cannot_be_usual(row: Entity) -> Refusal | None:
    """Refuse an entity that has ended."""
    if row.ended_at is None:
        return None
    return Refusal(
        "has_ended",
        fill(_("%(name)s has ended."), name=row.name),
        instead=_("Take it up again first."),
    )


def cannot_sell(row: Entity) -> Refusal | None:
    """Refuse an entity that has ended, as the seller on a journey."""
    if row.ended_at is None:
        return None
    sentence = fill(_("%(name)s has ended: it sells nothing new."), name=row.name)
    return Refusal("has_ended", sentence, field="entity", instead=_("Choose another entity."))


def cannot_end(row: Entity) -> Refusal | None:
    """Refuse to end the usual entity, or one that has ended."""
    if row.ended_at is not None:
        return Refusal("has_ended", fill(_("%(name)s has ended."), name=row.name))
    if row.usual:
        return Refusal(
            "is_usual", _("The usual entity cannot end."), instead=_("Make another one the usual one first.")
        )
    return None


def cannot_take_up_again(row: Entity) -> Refusal | None:
    """Refuse an entity that has not ended."""
    return (
        None if row.ended_at else Refusal("has_not_ended", fill(_("%(name)s has not ended."), name=row.name))
    )


def cannot_prefer(row: BankAccount) -> Refusal | None:
    """Refuse an account that is closed."""
    return Refusal("is_closed", _("This account is closed.")) if row.closed_at else None


def cannot_close(row: BankAccount) -> Refusal | None:
    """Refuse an account that is closed, and the one on papers while there is another of its currency."""
    if row.closed_at:
        return Refusal("is_closed", _("This account is closed."))
    if row.preferred and any(
        other.currency == row.currency and other.closed_at is None and other.pk != row.pk
        for other in row.entity.accounts.all()
    ):
        return Refusal(
            "on_papers",
            _("This account stands on papers."),
            instead=_("Choose another one for papers first."),
        )
    return None
