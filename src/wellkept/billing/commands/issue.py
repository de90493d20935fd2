"""Put an invoice on paper: parties, legal number and the structured file, in the transaction that issues it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from wellkept.billing import parties
from wellkept.billing.commands.journey_act import JourneyAct
from wellkept.billing.models import Invoice, InvoiceLine, NumberSeries
from wellkept.billing.rules import DAYS_OF_GRACE
from wellkept.billing.structured_invoice import structured
from wellkept.einvoices.profiles import PLAIN_UBL
from wellkept.einvoices.validate import prepare
from wellkept.files.commands import keep
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal, refuse
from wellkept.kernel.text import fill
from wellkept.people.queries import company
from wellkept.references.commands import note


@dataclass(frozen=True)
class Issued:
    """Days and file of an invoice that was issued."""

    issued_on: date
    due_on: date
    sha256: str


def put_on_paper(act: JourneyAct, row: Invoice, lines: Sequence[InvoiceLine]) -> Issued:
    """Give the next legal number, write the structured invoice, and refuse what its check finds.

    The series is locked by the number that it gives, until the transaction ends. A refusal gives the number back.
    """
    today = act.now.astimezone(clock.zone(company().time_zone)).date()
    row.seller = parties.seller_of(row.entity, row.currency, act.row.owner_id)
    row.buyer = parties.buyer_of(act.row)
    refuse(parties.cannot_stand_on_papers(row.seller))
    row.issued_at, row.issued_on, row.due_on = act.now, today, today + timedelta(days=row.due_days)
    _number(row, today)
    prepared = prepare(structured(row, lines, number=act.row.number), PLAIN_UBL, None)
    if prepared.verdict.errors:
        first = prepared.verdict.errors[0]
        raise Refusal(
            "invoice_invalid",
            fill(_("The invoice cannot be issued: %(fault)s"), fault=first.words),
            law=10,
            status=422,
        )
    name = f"{row.legal_number}.xml"
    row.file = keep(subject=act.row.pk, name=name, media_type="application/xml", content=prepared.xml)
    row.unchecked = [check.name for check in prepared.verdict.left_out]
    row.state, row.next_step = "issued", "await_payment"
    row.due_at = act.now + timedelta(days=row.due_days + DAYS_OF_GRACE)
    row.settled_at = act.now if row.kind == "credit" or row.gross_total == 0 else None
    row.save()
    customer = act.row.customer
    note(
        subject=act.row.pk,
        texts=[("invoice", row.legal_number)],
        country=customer.country,
        customer=customer.pk,
    )
    return Issued(today, row.due_on, row.file.sha256)


def _number(row: Invoice, day: date) -> None:
    """Count the series of its entity, kind and year on by one, and take that number."""
    kind = "credit" if row.kind == "credit" else "invoice"
    NumberSeries.objects.bulk_create(
        [NumberSeries(entity_id=row.entity_id, kind=kind, year=day.year)], ignore_conflicts=True
    )
    series = NumberSeries.objects.select_for_update().get(entity_id=row.entity_id, kind=kind, year=day.year)
    series.counter += 1
    series.save(update_fields=["counter"])
    row.series, row.place = series, series.counter
    letter = "C" if kind == "credit" else ""
    row.legal_number = f"{day.year}-{letter}{series.counter:05d}"
