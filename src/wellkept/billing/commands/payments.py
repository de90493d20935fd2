"""Book a payment, plan what happens with it, give it to a colleague, set it aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.billing import facts, rules
from wellkept.billing.models import Payment
from wellkept.billing.paid_money import PaidMoney
from wellkept.billing.rights import money_only
from wellkept.entities.models import BankAccount
from wellkept.events import sweeps
from wellkept.events.commands import Audience, Entry, open_subjects, record, record_many
from wellkept.events.facts import Fact
from wellkept.kernel import clock
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person
from wellkept.people.queries import company, warned_about


@transaction.atomic
def record_payment(*, payment: PaidMoney, by: Actor) -> Payment:
    """Book a payment that is in no bank statement, such as cash or one of another system."""
    me = money_only(by)
    refuse(payment.refusal(today=clock.now().date() + timedelta(days=1)))
    if payment.account is not None and not BankAccount.objects.filter(pk=payment.account).exists():
        raise invalid("account", _("There is no such account."))
    (key,) = book([new_payment(payment, me)], by=by)
    return Payment.objects.get(pk=key)


def new_payment(paid: PaidMoney, handler: int, *, payer_account: str = "", digest: str = "") -> Payment:
    """Make a payment that is not written yet. It waits in the hands of the person who booked it."""
    now = clock.now()
    return Payment(
        account_id=paid.account,
        source="statement" if digest else "hand",
        digest=digest,
        amount=paid.amount.amount,
        currency=paid.amount.currency,
        day=paid.day,
        payer=paid.payer.strip(),
        payer_account=payer_account,
        words=paid.words.strip(),
        booked_at=now,
        booked_by_id=handler,
        handler_id=handler,
        next_step="assign" if paid.amount.amount > 0 else "decide",
        due_at=now + timedelta(days=rules.DAYS_TO_ASSIGN),
    )


def book(rows: Sequence[Payment], *, by: Actor) -> list[int]:
    """Write these payments with their events. Return their keys."""
    for row, key in zip(rows, open_subjects("payment", len(rows)), strict=True):
        row.subject_id = key
    Payment.objects.bulk_create(rows, batch_size=500)
    record_many(
        [
            Entry(
                row.pk,
                facts.PaymentBooked(
                    amount=row.amount,
                    currency=row.currency,
                    day=row.day,
                    source=row.source,
                    digest=row.digest,
                    handler=row.handler_id,
                    next_step=row.next_step,
                    due=row.due_at,
                    account=row.account_id,
                    payer=row.payer,
                    payer_account=row.payer_account,
                    words=row.words,
                ),
            )
            for row in rows
        ],
        by=by.by,
    )
    return [row.pk for row in rows]


@transaction.atomic
def plan_payment(*, payment: int, next_step: str, due: datetime, by: Actor, note: str = "") -> None:
    """Set the next step and its date."""
    row = _open(payment, by)
    if next_step not in rules.PAYMENT_STEPS:
        raise invalid("next_step", _("What happens next with this payment?"))
    must_be_ahead("due", due, now=clock.now())
    row.next_step, row.note, row.due_at, row.warned_at = next_step, note.strip(), due, None
    row.save(update_fields=["next_step", "note", "due_at", "warned_at"])
    _say(row, facts.PaymentPlanned(next_step=next_step, due=due, note=row.note), by)


@transaction.atomic
def hand_payment(*, payment: int, to: int, by: Actor) -> None:
    """Give a payment to a colleague, with its next step and date."""
    row = _open(payment, by)
    if not Person.objects.filter(pk=to, active=True).exists():
        raise invalid("to", _("This person has left."))
    hand(row, to=to, by=by)


@transaction.atomic
def set_payment_aside(*, payment: int, why: str, by: Actor) -> None:
    """Set a payment aside that has nothing to do with an invoice, such as a tax refund or a bank's charge."""
    row = _open(payment, by)
    if not why.strip():
        raise invalid("why", _("Why does it pay no invoice?"))
    row.settled_at, row.aside_why = clock.now(), why.strip()
    row.save(update_fields=["settled_at", "aside_why"])
    _say(row, facts.PaymentSetAside(why=row.aside_why), by)


def warn_of_overdue_payments(*, limit: int = 200) -> int:
    """Tell the process owner about each overdue payment, once for each date. Called by the clock."""
    now = clock.now()
    late = Payment.objects.filter(settled_at__isnull=True, due_at__lt=now, warned_at__isnull=True)

    def warn(key: int) -> bool:
        row = late.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
        if row is None:
            raise sweeps.NotDue
        last = company().process_owner_id
        row.warned_at = now
        row.save(update_fields=["warned_at"])
        warned = warned_about(row.handler_id, last)
        _say(row, facts.PaymentOverdue(warned=warned), SYSTEM, also=warned)
        return True

    return sweeps.each_due("warn_of_overdue_payments", late.order_by("due_at"), warn, limit=limit)


def hand(row: Payment, *, to: int, by: Actor) -> None:
    """Write who handles it from now on, with its event."""
    before = row.handler_id
    if before != to:
        row.handler_id = to
        row.save(update_fields=["handler"])
        _say(row, facts.PaymentHanded(handler_before=before, handler=to), by, also=before)


def _open(payment: int, by: Actor) -> Payment:
    row = Payment.objects.select_for_update().filter(pk=payment).first()
    if row is None or row.handler_id != by.as_staff():
        money_only(by)
    by.as_writer()
    if row is None:
        raise missing("payment", _("There is no such payment."))
    refuse(rules.cannot_change_payment(row))
    return row


def _say(row: Payment, fact: Fact, by: Actor, *, also: int | None = None) -> None:
    record(Entry(row.pk, fact), by=by.by, audience=Audience((row.handler_id, also)))
