"""Draft, discard and issue invoices, credit them, and keep their next step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import compress

from django.utils.translation import gettext_lazy as _

from wellkept.billing import billable, deposits, facts, queries, rules
from wellkept.billing.commands.allocations import settle
from wellkept.billing.commands.issue import Issued, put_on_paper
from wellkept.billing.commands.journey_act import JourneyAct, act_on
from wellkept.billing.models import BillingAllocation, Invoice, InvoiceLine
from wellkept.billing.rules import Share
from wellkept.events import sweeps
from wellkept.kernel import clock
from wellkept.kernel.instants import must_be_ahead
from wellkept.kernel.minor_units import minor_units
from wellkept.kernel.refusal import invalid, missing, refuse
from wellkept.orders.queries import agreement_in_force
from wellkept.people.actor import SYSTEM, Actor
from wellkept.people.models import Person
from wellkept.people.queries import company, warned_about

DAYS_TO_ISSUE = 2


def draft_invoice(
    *, journey: int, shares: Sequence[Share] | None, by: Actor, due_days: int | None = None
) -> Invoice:
    """Draft an invoice from shares of agreed lines. Nothing else bills them from now on.

    Without shares it bills all that is left of what is paid once, and each period that has begun by now, one for each
    line. What is counted needs its quantity. The days to pay are those agreed, unless others are given.
    """
    with act_on(journey, by=by, check=rules.cannot_bill) as act:
        if due_days is not None and not 0 <= due_days <= 365:
            raise invalid("due_days", _("An invoice is due within a year."))
        begun = act.row.accepted_at or act.now
        left = {item.line.pk: item for item in billable.billable_lines(journey, first_day=begun.date())}
        if shares is None:
            shares = [Share(key) for key, item in left.items() if item.is_due(act.now.date())]
        if not shares:
            raise invalid("lines", _("What is to be billed?"))
        if any(share.line not in left for share in shares):
            raise invalid("lines", _("This line is not part of the agreement in force."))
        refuse(rules.cannot_bill_yet(queries.draft_of_deposit(act.row.pk)))
        lines = [left[share.line].part(share) for share in shares]
        agreed = left[shares[0].line].line.agreement
        days = agreed.due_days if due_days is None else due_days
        once = [left[share.line].line.period_months is None for share in shares]
        deducted = deposits.deductions(act.row, compress(lines, once))
        row = _new(act, [*lines, *deducted], agreed.currency, due_days=days)
        BillingAllocation.objects.bulk_create(
            BillingAllocation(
                agreement_line_id=share.line,
                journey=act.row,
                invoice_line=line,
                quantity=line.quantity,
                net_amount=line.net_amount,
                period_from=line.period_from,
                period_to=line.period_to,
            )
            for share, line in zip(shares, lines, strict=True)
        )
        act.say(_drafted(row, len(lines) + len(deducted)))
    return row


def draft_deposit(*, journey: int, by: Actor, due_days: int | None = None) -> Invoice:
    """Draft the invoice of the agreed deposit, with its part of each rate of tax."""
    with act_on(journey, by=by, check=rules.cannot_bill) as act:
        if due_days is not None and not 0 <= due_days <= 365:
            raise invalid("due_days", _("An invoice is due within a year."))
        agreed = agreement_in_force(journey)
        refuse(deposits.no_deposit(agreed))
        assert agreed is not None
        lines = deposits.deposit_lines(agreed, act.row)
        days = agreed.due_days if due_days is None else due_days
        row = _new(act, lines, agreed.currency, kind="deposit", due_days=days)
        BillingAllocation.objects.bulk_create(
            BillingAllocation(
                deposit_of=agreed,
                journey=act.row,
                invoice_line=line,
                quantity=line.quantity,
                net_amount=line.net_amount,
            )
            for line in lines
        )
        act.say(_drafted(row, len(lines)))
    return row


def discard_invoice(*, invoice: int, by: Actor) -> None:
    """Discard a draft. What it billed is free again."""
    with act_on(_journey_of(invoice), by=by, check=rules.cannot_keep_invoices) as act:
        row = Invoice.objects.get(pk=invoice)
        refuse(rules.cannot_discard(row))
        row.state, row.discarded_at = "discarded", act.now
        row.save(update_fields=["state", "discarded_at"])
        BillingAllocation.objects.filter(invoice_line__invoice=row).update(ended_at=act.now)
        act.say(facts.InvoiceDiscarded(invoice=row.pk, suffix=row.suffix))


def issue_invoice(*, invoice: int, by: Actor) -> Invoice:
    """Issue a draft: it gets its legal number, its structured file, and the customer is told."""
    with act_on(_journey_of(invoice), by=by, check=rules.cannot_keep_invoices) as act:
        row = Invoice.objects.get(pk=invoice)
        refuse(rules.cannot_issue(act.state, row, bill_on=queries.billed_on(row.journey_id)))
        issued = put_on_paper(act, row, queries.lines_of(row))
        act.handlers.add(row.handler_id)
        act.say(
            facts.InvoiceIssued(
                invoice=row.pk,
                suffix=row.suffix,
                kind=row.kind,
                legal_number=row.legal_number,
                currency=row.currency,
                gross=row.gross_total,
                issued_on=issued.issued_on,
                due_on=issued.due_on,
                file=issued.sha256,
                handler=row.handler_id,
                unchecked=row.unchecked,
                settled=row.settled_at is not None,
            )
        )
        act.tell(
            "deposit_invoice" if row.kind == "deposit" else "invoice",
            suffix=row.suffix,
            legal_number=row.legal_number,
            total=str(row.gross_total),
            currency=row.currency,
            due_on=issued.due_on.isoformat(),
        )
    return row


def credit_invoice(*, invoice: int, why: str, by: Actor, lines: Sequence[int] | None = None) -> Invoice:
    """Credit lines of an invoice, or all that are not credited yet. The credit note is issued at once.

    What the lines billed can be billed again.
    """
    with act_on(_journey_of(invoice), by=by, check=rules.cannot_keep_invoices) as act:
        credited = Invoice.objects.get(pk=invoice)
        free = list(credited.lines.filter(credit__isnull=True).order_by("position"))
        refuse(
            rules.cannot_credit(credited, free) or rules.cannot_credit_deposit(queries.deducted_by(credited))
        )
        if not why.strip():
            raise invalid("why", _("Why is it credited?"))
        chosen = free if lines is None else [line for line in free if line.pk in lines]
        if not chosen or (lines is not None and len(chosen) != len(set(lines))):
            raise invalid("lines", _("These lines are not of this invoice, or credited already."))
        copies = [_credit_of(line) for line in chosen]
        row = _new(act, copies, credited.currency, credited=credited, words=why.strip())
        BillingAllocation.objects.filter(invoice_line__in=chosen, ended_at__isnull=True).update(
            ended_at=act.now
        )
        issued = put_on_paper(act, row, copies)
        settle(act, credited)
        act.say(_credited(row, credited, issued, len(copies)))
        act.tell(
            "credit_note",
            suffix=row.suffix,
            legal_number=row.legal_number,
            credited=credited.legal_number,
            total=str(row.gross_total),
            currency=row.currency,
        )
    return row


def plan_invoice(*, invoice: int, next_step: str, due: datetime, by: Actor) -> None:
    """Set the next step of an invoice and its date."""
    with act_on(_journey_of(invoice), by=by, check=rules.cannot_keep_invoices) as act:
        row = _open(invoice)
        if next_step not in rules.INVOICE_STEPS:
            raise invalid("next_step", _("What happens next with this invoice?"))
        must_be_ahead("due", due, now=act.now)
        row.next_step, row.due_at, row.warned_at = next_step, due, None
        row.save(update_fields=["next_step", "due_at", "warned_at"])
        act.handlers.add(row.handler_id)
        act.say(facts.InvoicePlanned(invoice=row.pk, suffix=row.suffix, next_step=next_step, due=due))


def hand_invoice(*, invoice: int, to: int, by: Actor) -> None:
    """Give an invoice to a colleague, with its next step and date."""
    with act_on(_journey_of(invoice), by=by, check=rules.cannot_keep_invoices) as act:
        row = _open(invoice)
        if not Person.objects.filter(pk=to, active=True).exists():
            raise invalid("to", _("This person has left."))
        hand_in(act, row, to=to)


def hand_in(act: JourneyAct, row: Invoice, *, to: int) -> None:
    """Write who handles an invoice from now on, within an act."""
    before = row.handler_id
    if before != to:
        row.handler_id = to
        row.save(update_fields=["handler"])
        act.handlers |= {before, to}
        act.say(facts.InvoiceHanded(invoice=row.pk, suffix=row.suffix, handler_before=before, handler=to))


def warn_of_overdue_invoices(*, limit: int = 200) -> int:
    """Tell the process owner about each invoice whose next step is overdue, once for each date. Called by the clock."""
    waiting = Invoice.objects.filter(
        settled_at__isnull=True, discarded_at__isnull=True, warned_at__isnull=True
    )
    late = waiting.filter(due_at__lt=clock.now())

    def warn(key: int) -> bool:
        with act_on(_journey_of(key), by=SYSTEM, check=lambda _state: None) as act:
            row = late.filter(pk=key).first()
            if row is None:
                raise sweeps.NotDue
            last = company().process_owner_id
            row.warned_at = act.now
            row.save(update_fields=["warned_at"])
            warned = warned_about(row.handler_id, last)
            act.handlers |= {row.handler_id, warned}
            act.say(facts.InvoiceOverdue(invoice=row.pk, suffix=row.suffix, warned=warned))
        return True

    return sweeps.each_due("warn_of_overdue_invoices", late.order_by("due_at"), warn, limit=limit)


def _new(
    act: JourneyAct,
    lines: Sequence[InvoiceLine],
    currency: str,
    *,
    kind: str = "invoice",
    credited: Invoice | None = None,
    words: str = "",
    due_days: int = 0,
) -> Invoice:
    """Write a draft with its lines, in the hands of the person who drafts it."""
    total = billable.sums_of(lines, currency)
    row = Invoice.objects.create(
        journey=act.row,
        entity=credited.entity if credited else act.row.entity,
        kind="credit" if credited else kind,
        suffix=f"I{Invoice.objects.filter(journey=act.row).count() + 1}",
        credited=credited,
        currency=currency,
        decimals=minor_units(currency),
        net_total=total.net,
        tax_total=total.tax,
        gross_total=total.gross,
        words=words,
        due_days=due_days,
        drafted_at=act.now,
        drafted_by_id=act.by.as_staff(),
        handler_id=act.by.as_staff(),
        next_step="issue",
        due_at=act.now + timedelta(days=DAYS_TO_ISSUE),
    )
    for position, line in enumerate(lines, start=1):
        line.invoice, line.position = row, position
    InvoiceLine.objects.bulk_create(lines)
    act.handlers.add(row.handler_id)
    return row


def _drafted(row: Invoice, lines: int) -> facts.InvoiceDrafted:
    return facts.InvoiceDrafted(
        invoice=row.pk,
        suffix=row.suffix,
        kind=row.kind,
        entity=row.entity_id,
        currency=row.currency,
        net=row.net_total,
        tax=row.tax_total,
        gross=row.gross_total,
        lines=lines,
        handler=row.handler_id,
        due=row.due_at,
    )


def _credit_of(line: InvoiceLine) -> InvoiceLine:
    copied = ("words", "quantity", "unit", "unit_price", "discount", "net_amount", "tax_category", "tax_rate")
    rest = ("journey_id", "exemption_reason", "period_from", "period_to")
    return InvoiceLine(credited=line, **{name: getattr(line, name) for name in (*copied, *rest)})


def _credited(row: Invoice, credited: Invoice, issued: Issued, lines: int) -> facts.InvoiceCredited:
    return facts.InvoiceCredited(
        invoice=row.pk,
        credited=credited.pk,
        suffix=row.suffix,
        entity=row.entity_id,
        legal_number=row.legal_number,
        currency=row.currency,
        net=row.net_total,
        tax=row.tax_total,
        gross=row.gross_total,
        lines=lines,
        issued_on=issued.issued_on,
        file=issued.sha256,
        handler=row.handler_id,
        unchecked=row.unchecked,
        why=row.words,
    )


def _journey_of(invoice: int) -> int:
    key = Invoice.objects.filter(pk=invoice).values_list("journey_id", flat=True).first()
    if key is None:
        raise missing("invoice", _("There is no such invoice."))
    return key


def _open(invoice: int) -> Invoice:
    """The invoice, if something is still to be done with it."""
    row = Invoice.objects.get(pk=invoice)
    refuse(rules.cannot_plan_invoice(row))
    return row
