"""Remind customers of invoices that are due, by dated steps. What is held or complained about is not dunned."""

from __future__ import annotations

from datetime import timedelta

from wellkept.billing import facts, rules
from wellkept.billing.commands.journey_act import act_on
from wellkept.billing.models import Invoice
from wellkept.billing.queries import open_amounts
from wellkept.events import sweeps
from wellkept.kernel import clock
from wellkept.people.actor import SYSTEM


def remind_of_invoices(*, limit: int = 200) -> int:
    """Remind the customer of each invoice that is due and not paid. Called by the clock.

    After the last reminder a person calls them. While billing is on hold, or a complaint is open, the date moves on.
    """
    unpaid = Invoice.objects.filter(next_step="await_payment", settled_at__isnull=True, state="issued")
    due = unpaid.filter(due_at__lte=clock.now())

    def remind(key: int) -> bool:
        journey = Invoice.objects.values_list("journey_id", flat=True).get(pk=key)
        with act_on(journey, by=SYSTEM, check=lambda _state: None) as act:
            row = due.filter(pk=key).first()
            if row is None:
                raise sweeps.NotDue
            again = act.now + timedelta(days=rules.DAYS_BETWEEN_REMINDERS)
            act.handlers.add(row.handler_id)
            if rules.is_not_dunned(act.state):
                row.due_at, row.warned_at = again, None
                row.save(update_fields=["due_at", "warned_at"])
                act.say(
                    facts.InvoicePlanned(
                        invoice=row.pk, suffix=row.suffix, next_step=row.next_step, due=again
                    )
                )
                return False
            row.reminders += 1
            is_last = row.reminders >= rules.MOST_REMINDERS
            row.next_step = "call" if is_last else "await_payment"
            row.due_at, row.warned_at = again, None
            row.save(update_fields=["reminders", "next_step", "due_at", "warned_at"])
            act.say(
                facts.InvoiceReminded(
                    invoice=row.pk,
                    suffix=row.suffix,
                    reminder=row.reminders,
                    next_step=row.next_step,
                    due=row.due_at,
                )
            )
            act.tell(
                "payment_reminder",
                suffix=row.suffix,
                legal_number=row.legal_number,
                total=str(open_amounts([row.pk])[row.pk]),
                currency=row.currency,
                due_on=row.due_on.isoformat() if row.due_on else "",
            )
        return True

    return sweeps.each_due("remind_of_invoices", due.order_by("due_at"), remind, limit=limit)
