"""Entities, as pages and papers show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from wellkept.entities.models import BankAccount, Entity, PaperText
from wellkept.entities.rules import cannot_sell
from wellkept.kernel.refusal import Refusal, invalid, missing


def entities() -> list[Entity]:
    """Every entity: the usual one first, ended ones last."""
    return sorted(
        Entity.objects.all(), key=lambda row: (row.ended_at is not None, not row.usual, row.name.casefold())
    )


def entity(key: int) -> Entity:
    """One entity with its accounts: those on papers first, closed ones last."""
    accounts = Prefetch(
        "accounts",
        BankAccount.objects.order_by(F("closed_at").asc(nulls_first=True), "-preferred", "pk"),
    )
    row = Entity.objects.prefetch_related(accounts).filter(pk=key).first()
    if row is None:
        raise missing("entity", _("There is no such entity."))
    return row


def account(key: int) -> BankAccount:
    """One account with its entity."""
    row = BankAccount.objects.select_related("entity").filter(pk=key).first()
    if row is None:
        raise missing("account", _("There is no such account."))
    return row


def open_accounts() -> list[BankAccount]:
    """Accounts that are not closed, with their entities: those on papers first."""
    return list(
        BankAccount.objects.filter(closed_at__isnull=True)
        .select_related("entity")
        .order_by("-entity__usual", "-preferred", "pk")
    )


def usual_entity() -> int:
    """The key of the usual entity."""
    key: int = Entity.objects.values_list("pk", flat=True).get(usual=True)
    return key


def sellers() -> list[Entity]:
    """Entities that may sell, the usual one first: one of them is chosen only where there are two or more."""
    return list(Entity.objects.filter(ended_at__isnull=True).order_by("-usual", "name"))


def no_seller(key: int) -> Refusal | None:
    """Refuse an entity that there is not, or that has ended."""
    row = Entity.objects.filter(pk=key).first()
    return invalid("entity", _("There is no such entity.")) if row is None else cannot_sell(row)


def imprint(key: int | None = None) -> Sequence[str]:
    """The foot of letters and of the customer's pages, of this entity or of the usual one.

    Nothing while it would only repeat the company's name.
    """
    row = Entity.objects.filter(**({"pk": key} if key else {"usual": True})).first()
    return legal_lines(row) if row and (row.street or row.register or row.vat_id) else ()


def legal_lines(row: Entity) -> Sequence[str]:
    """The foot of a business letter of this entity, as the law wants it: one line each, none that is empty."""
    place = " ".join(part for part in (row.postcode, row.city) if part)
    address = ", ".join(part for part in (row.legal_name, row.street, place) if part)
    numbers = " · ".join(part for part in (row.register, row.vat_id or row.tax_number, row.directors) if part)
    return [line for line in (address, numbers) if line]


def paper_text(entity: int, kind: str, language: str) -> PaperText | None:
    """The entity's own words on papers of this kind in this language; None where it has none."""
    return PaperText.objects.filter(entity_id=entity, kind=kind, language=language).first()


def own_paper_texts(entity: int) -> set[tuple[str, str]]:
    """The kinds and languages for which this entity has words of its own."""
    return set(
        PaperText.objects.filter(entity_id=entity)
        .exclude(opening="", closing="")
        .values_list("kind", "language")
    )
