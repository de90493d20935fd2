from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.entities import facts
from wellkept.entities.letterhead import DETAILS, Details
from wellkept.entities.models import Entity
from wellkept.entities.rules import cannot_be_usual, cannot_end, cannot_take_up_again
from wellkept.events.commands import Entry, open_subject, record
from wellkept.kernel import clock
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.people.actor import Actor
from wellkept.people.models import Company
from wellkept.people.rights import admin_only


@transaction.atomic
def add_entity(*, details: Details, by: Actor) -> Entity:
    """Add an entity. The first one is the usual one."""
    admin_only(by)
    return _add(details.cleaned(), by)


@transaction.atomic
def add_first_entity(*, company: Company, by: Actor) -> Entity:
    """Add the company itself as its first entity, when it is set up."""
    details = Details(
        name=company.name,
        legal_name=company.name,
        country=company.country,
        language=company.language,
        currency=company.currency,
        phone=company.phone,
        mail=company.mail,
    )
    return _add(details.cleaned(), by)


@transaction.atomic
def change_entity(*, entity: int, by: Actor, **changes: str) -> Entity:
    """Change details that stand on papers. Papers that were sent keep what they said."""
    row = locked(entity=entity, by=by)
    before = Details(**{name: getattr(row, name) for name in DETAILS})
    for field in changes:
        if field not in DETAILS:
            raise invalid(field, _("An entity does not have this detail."))
    wanted = replace(before, **changes).cleaned()
    refuse(wanted.refusal())
    new = {name: value for name, value in asdict(wanted).items() if value != getattr(before, name)}
    if new:
        for name, value in new.items():
            setattr(row, name, value)
        row.save(update_fields=list(new))
        record(Entry(row.pk, facts.EntityChanged(now=new)), by=by.by)
    return row


@transaction.atomic
def make_usual(*, entity: int, by: Actor) -> Entity:
    """Make this entity the usual one, in place of the one that was."""
    row = locked(entity=entity, by=by)
    refuse(cannot_be_usual(row))
    for other in Entity.objects.select_for_update().filter(usual=True).exclude(pk=row.pk):
        _set_usual(other, False, by)
    if not row.usual:
        _set_usual(row, True, by)
    return row


@transaction.atomic
def set_usual_terms(
    *, entity: int, bill_on: str, due_days: int, deposit_share: Decimal = Decimal(0), by: Actor
) -> Entity:
    """Set the terms of payment with which new agreements of an entity begin."""
    row = locked(entity=entity, by=by)
    if bill_on not in ("agreement", "acceptance", "delivery"):
        raise invalid("bill_on", _("It is billed when it is agreed, accepted or delivered."))
    if not 0 <= due_days <= 365:
        raise invalid("due_days", _("An invoice is due within a year."))
    if not 0 <= deposit_share <= 100:
        raise invalid("deposit_share", _("A deposit is a part of the price."))
    if (row.bill_on, row.due_days, row.deposit_share) != (bill_on, due_days, deposit_share):
        row.bill_on, row.due_days, row.deposit_share = bill_on, due_days, deposit_share
        row.save(update_fields=["bill_on", "due_days", "deposit_share"])
        fact = facts.UsualTermsSet(bill_on=bill_on, due_days=due_days, deposit_share=deposit_share)
        record(Entry(row.pk, fact), by=by.by)
    return row


@transaction.atomic
def end_entity(*, entity: int, why: str, by: Actor) -> Entity:
    """End an entity: it sells nothing new. What it agreed to stays its own."""
    row = locked(entity=entity, by=by)
    refuse(cannot_end(row))
    if not why.strip():
        raise invalid("why", _("Why does it end?"))
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(Entry(row.pk, facts.EntityEnded(why=why.strip())), by=by.by)
    return row


@transaction.atomic
def take_up_again(*, entity: int, by: Actor) -> Entity:
    """Take an entity up again that had ended."""
    row = locked(entity=entity, by=by)
    refuse(cannot_take_up_again(row))
    row.ended_at = None
    row.save(update_fields=["ended_at"])
    record(Entry(row.pk, facts.EntityTakenUpAgain()), by=by.by)
    return row


def _add(details: Details, by: Actor) -> Entity:
    refuse(details.refusal())
    row = Entity(
        subject_id=open_subject("entity"),
        usual=not Entity.objects.filter(usual=True).exists(),
        **asdict(details),
    )
    row.save(force_insert=True)
    added = facts.EntityAdded(name=row.name, usual=row.usual, details=asdict(details))
    record(Entry(row.pk, added), by=by.by)
    return row


def locked(*, entity: int, by: Actor) -> Entity:
    """Lock an entity for an act of an administrator."""
    admin_only(by)
    row = Entity.objects.select_for_update().filter(pk=entity).first()
    if row is None:
        raise missing("entity", _("There is no such entity."))
    return row


def _set_usual(row: Entity, usual: bool, by: Actor) -> None:
    row.usual = usual
    row.save(update_fields=["usual"])
    record(Entry(row.pk, facts.UsualEntitySet(usual=usual)), by=by.by)
