"""Put payments on invoices, take them off again, and give back what was paid too much."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.billing import facts, rules
from wellkept.billing.commands.journey_act import JourneyAct, act_on
from wellkept.billing.models import Invoice, Payment, PaymentAllocation
from wellkept.billing.payment_match import match
from wellkept.billing.queries import amounts_left, ledger, open_amounts, paid_by
from wellkept.billing.rights import money_only
from wellkept.events.commands import Audience, Entry, record
from wellkept.kernel import clock
from wellkept.kernel.minor_units import minor_units, rounded
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, invalid, missing, refuse
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor

DAYS_TO_PAY_BACK = 7


@transaction.atomic
def allocate(*, payment: int, invoice: int, amount: Decimal | None = None, by: Actor) -> PaymentAllocation:
    """Put a payment, or this part of it, on an invoice. Without an amount: as much as fits."""
    _may(payment, by)
    row = _payable(invoice)
    with act_on(row.journey_id, by=by, check=rules.cannot_keep_invoices) as act:
        paid = _locked(payment)
        refuse(rules.cannot_change_payment(paid) or rules.cannot_allocate(paid, row))
        part = _part(paid, row, amount)
        return _put(act, paid, row, part, automatic=False)


@transaction.atomic
def take_back_allocation(*, allocation: int, by: Actor) -> None:
    """Take a payment off an invoice that it does not pay. Both wait again."""
    money_only(by)
    place = (
        PaymentAllocation.objects.filter(pk=allocation, invoice__isnull=False)
        .select_related("invoice")
        .first()
    )
    if place is None or place.invoice is None:
        raise missing("allocation", _("There is no such part of a payment."))
    with act_on(place.invoice.journey_id, by=by, check=lambda _state: None) as act:
        row, paid = Invoice.objects.get(pk=place.invoice.pk), _locked(place.payment_id)
        place.refresh_from_db()
        if place.taken_back_at is not None:
            raise Refusal("taken_back_already", _("This was taken off already."))
        place.taken_back_at = act.now
        place.save(update_fields=["taken_back_at"])
        paid.settled_at, paid.next_step, paid.warned_at = None, "assign", None
        paid.due_at = act.now + timedelta(days=rules.DAYS_TO_ASSIGN)
        paid.save(update_fields=["settled_at", "next_step", "due_at", "warned_at"])
        act.also(
            Entry(
                paid.pk,
                facts.AllocationTakenBack(
                    allocation=place.pk,
                    invoice=row.pk,
                    legal_number=row.legal_number,
                    amount=place.amount,
                    currency=row.currency,
                    due=paid.due_at,
                ),
            )
        )
        rest = settle(act, row)
        act.say(
            facts.InvoiceUnpaid(
                invoice=row.pk,
                suffix=row.suffix,
                payment=paid.pk,
                amount=place.amount,
                currency=row.currency,
                open=rest,
            )
        )


@transaction.atomic
def give_back(*, payment: int, refund: int, by: Actor) -> PaymentAllocation:
    """Join what was paid too much with the payment of ours that gave it back."""
    me = money_only(by)
    first, second = sorted((payment, refund))
    rows = {key: _locked(key) for key in (first, second)}
    paid, back = rows[payment], rows[refund]
    refuse(rules.cannot_change_payment(paid) or rules.cannot_change_payment(back))
    left = amounts_left([payment, refund])
    if paid.amount < 0 or back.amount > 0 or paid.currency != back.currency:
        raise invalid("refund", _("This is no payment of ours that gives it back."))
    part = min(left[payment], -left[refund])
    place = PaymentAllocation.objects.create(
        payment=paid, refund=back, amount=part, automatic=False, made_at=clock.now()
    )
    entries = []
    for row, rest in ((paid, left[payment] - part), (back, left[refund] + part)):
        if rest == 0:
            row.settled_at = clock.now()
            row.save(update_fields=["settled_at"])
        fact = facts.PaymentGivenBack(
            allocation=place.pk,
            payment=paid.pk,
            refund=back.pk,
            amount=part,
            currency=paid.currency,
            left=rest,
        )
        entries.append(Entry(row.pk, fact))
    record(*entries, by=by.by, audience=Audience((me, paid.handler_id)))
    return place


@transaction.atomic
def match_payments(*, payments: Sequence[int], by: Actor) -> int:
    """Put each payment on the invoices that it surely pays. Returns how many found their place.

    What names an invoice with nothing open waits to be paid back. The rest waits to be assigned.
    """
    money_only(by)
    count = 0
    books = ledger()
    for key in payments:
        row = Payment.objects.get(pk=key)
        if row.amount < 0:
            continue
        result = match(paid_by(row), books)
        if result.paid_already:
            _plan_to_pay_back(row, by)
        if not result.sure:
            continue
        with ExitStack() as acts:
            rows = Invoice.objects.filter(pk__in=[invoice for invoice, _part in result.parts])
            journeys = dict(rows.values_list("pk", "journey_id"))
            open_acts = {
                journey: acts.enter_context(act_on(journey, by=by, check=lambda _state: None))
                for journey in sorted(set(journeys.values()))
            }
            paid = _locked(key)
            for invoice, part in result.parts:
                act = open_acts[journeys[invoice]]
                _put(act, paid, Invoice.objects.get(pk=invoice), part, automatic=True)
        books.take(result)
        count += 1
    return count


def settle(act: JourneyAct, row: Invoice) -> Decimal:
    """Write whether an invoice is settled, and its next step if it is not. Returns what is open of it."""
    rest = open_amounts([row.pk])[row.pk]
    was_settled = row.settled_at is not None
    row.settled_at = (row.settled_at or act.now) if rest == 0 else None
    if rest < 0 and row.next_step != "pay_back":
        row.next_step, row.due_at = "pay_back", act.now + timedelta(days=DAYS_TO_PAY_BACK)
        row.warned_at = None
    elif rest > 0 and (was_settled or row.next_step == "pay_back"):
        row.next_step, row.due_at = "await_payment", act.now + timedelta(days=DAYS_TO_PAY_BACK)
        row.warned_at = None
    row.save(update_fields=["settled_at", "next_step", "due_at", "warned_at"])
    act.handlers.add(row.handler_id)
    return rest


def _put(
    act: JourneyAct, paid: Payment, row: Invoice, part: Decimal, *, automatic: bool
) -> PaymentAllocation:
    """Write one part of a payment on an invoice, with the events of both."""
    place = PaymentAllocation.objects.create(
        payment=paid, invoice=row, amount=part, automatic=automatic, made_at=act.now
    )
    left = amounts_left([paid.pk])[paid.pk]
    if left == 0:
        paid.settled_at = act.now
        paid.save(update_fields=["settled_at"])
    act.also(
        Entry(
            paid.pk,
            facts.PaymentAllocated(
                allocation=place.pk,
                invoice=row.pk,
                legal_number=row.legal_number,
                amount=part,
                currency=row.currency,
                left=left,
                automatic=automatic,
            ),
        )
    )
    rest = settle(act, row)
    act.say(
        facts.InvoicePaid(
            invoice=row.pk,
            suffix=row.suffix,
            payment=paid.pk,
            amount=part,
            currency=row.currency,
            open=rest,
        )
    )
    act.handlers.add(paid.handler_id)
    return place


def _part(paid: Payment, row: Invoice, amount: Decimal | None) -> Decimal:
    """The part of a payment that goes on an invoice: what was asked for, else as much as fits."""
    left, rest = amounts_left([paid.pk])[paid.pk], open_amounts([row.pk])[row.pk]
    if rest == 0 or (rest > 0) != (left > 0):
        raise Refusal(
            "nothing_open",
            _("Nothing of this invoice is open."),
            law=10,
            field="reference",
            instead=_("What was paid too much is given back, or kept for the next invoice."),
        )
    most = min(left, rest) if left > 0 else max(left, rest)
    if amount is None:
        return most
    if amount == 0 or (amount > 0) != (most > 0) or abs(amount) > abs(most):
        sentence = _("At most %(most)s of this payment fits on this invoice.")
        raise invalid("amount", fill(sentence, most=Money(most, paid.currency)))
    if rounded(amount, paid.currency) != amount:
        raise invalid("amount", fill(_("This currency has %(n)s decimals."), n=minor_units(paid.currency)))
    return amount


def _plan_to_pay_back(row: Payment, by: Actor) -> None:
    """A payment for an invoice with nothing open is paid back, or kept for the next invoice."""
    row.next_step = "pay_back"
    row.save(update_fields=["next_step"])
    fact = facts.PaymentPlanned(next_step="pay_back", due=row.due_at, note=row.note)
    record(Entry(row.pk, fact), by=by.by, audience=Audience((row.handler_id,)))


def _may(payment: int, by: Actor) -> None:
    """Refuse who neither bills nor handles this payment."""
    if not Payment.objects.filter(pk=payment, handler_id=by.as_staff()).exists():
        money_only(by)
    by.as_writer()


def _payable(invoice: int) -> Invoice:
    row = Invoice.objects.filter(pk=invoice).first()
    if row is None:
        raise missing("invoice", _("There is no such invoice."))
    return row


def _locked(payment: int) -> Payment:
    row = Payment.objects.select_for_update().filter(pk=payment).first()
    if row is None:
        raise missing("payment", _("There is no such payment."))
    return row
