from __future__ import annotations

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.entities import facts
from wellkept.entities.commands.entities import locked
from wellkept.entities.letterhead import Account
from wellkept.entities.models import BankAccount, Entity
from wellkept.entities.rules import cannot_close, cannot_prefer
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.rights import admin_only


@transaction.atomic
def add_account(*, entity: int, account: Account, by: Actor) -> BankAccount:
    """Add an account. The first one of its currency stands on papers."""
    row = locked(entity=entity, by=by)
    wanted = account.cleaned()
    refuse(wanted.refusal())
    open_ones = BankAccount.objects.filter(closed_at__isnull=True, currency=wanted.currency)
    if open_ones.filter(iban=wanted.iban).exists():
        raise Refusal("listed_already", _("This account is listed already."), field="iban")
    added = BankAccount.objects.create(
        entity=row,
        holder=wanted.holder,
        iban=wanted.iban,
        bic=wanted.bic,
        bank=wanted.bank,
        currency=wanted.currency,
        preferred=not open_ones.filter(entity=row, preferred=True).exists(),
        added_at=clock.now(),
    )
    details = asdict(wanted)
    fact = facts.AccountAdded(
        account=added.pk, iban=details.pop("iban"), preferred=added.preferred, details=details
    )
    record(Entry(row.pk, fact), by=by.by)
    return added


@transaction.atomic
def prefer_account(*, account: int, by: Actor) -> BankAccount:
    """Choose the account that stands on papers in its currency."""
    row = _locked(account, by)
    refuse(cannot_prefer(row))
    if not row.preferred:
        BankAccount.objects.filter(entity=row.entity_id, currency=row.currency, preferred=True).update(
            preferred=False
        )
        row.preferred = True
        row.save(update_fields=["preferred"])
        record(Entry(row.entity_id, facts.AccountPreferred(account=row.pk, iban=row.iban)), by=by.by)
    return row


@transaction.atomic
def close_account(*, account: int, by: Actor) -> BankAccount:
    """Close an account: it stands on no new paper. Payments that still come in on it are known as ours."""
    row = _locked(account, by)
    refuse(cannot_close(row))
    row.closed_at, row.preferred = clock.now(), False
    row.save(update_fields=["closed_at", "preferred"])
    record(Entry(row.entity_id, facts.AccountClosed(account=row.pk, iban=row.iban)), by=by.by)
    return row


def _locked(account: int, by: Actor) -> BankAccount:
    """The account with its entity locked, which every act on its accounts locks first."""
    admin_only(by)
    entity = Entity.objects.select_for_update().filter(accounts=account).first()
    if entity is None:
        raise missing("account", _("There is no such account."))
    return BankAccount.objects.select_related("entity").get(pk=account)
