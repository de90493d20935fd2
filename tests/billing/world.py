"""Journeys with priced lines that are agreed and accepted, and invoices on them, made by commands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tests import cast as stations
from tests.cast import DAY, Cast
from wellkept.billing.billable import billable_lines
from wellkept.billing.commands.invoices import draft_invoice, issue_invoice
from wellkept.billing.models import Invoice
from wellkept.billing.rules import Share
from wellkept.delivery import commands as delivery
from wellkept.entities import commands as entities
from wellkept.entities.letterhead import Account
from wellkept.journeys.commands import handoffs
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.orders import commands as orders
from wellkept.orders.agreement_lines import LineTerms, PricedLines
from wellkept.orders.models import AgreementLine
from wellkept.orders.payment_terms import USUAL, Terms

IBAN = "DE89370400440532013000"


def term(words: str, price: str, quantity: str = "1", *, rate: str = "19", **more: Any) -> LineTerms:
    return LineTerms(
        words=words, unit_price=Decimal(price), quantity=Decimal(quantity), tax_rate=Decimal(rate), **more
    )


PUMP = term("Heat pump\nwith tank", "840.00")
HOSE = term("Hose", "0.333", "10", unit="MTR")
CARE = term("Care", "29.90", rate="7", kind="recurring", period_months=12)
FITTING = term("Fitting", "64.50", "3", unit="HUR", kind="hourly", ceiling=Decimal(4))


def seller(cast: Cast) -> int:
    """The usual entity with what an invoice needs. Returns the key of its account."""
    key = stations.usual_entity().pk
    details = {"street": "Hauptstraße 1", "postcode": "01067", "city": "Dresden", "vat_id": "DE136695976"}
    entities.change_entity(entity=key, by=cast.by("ana"), **details)
    account = Account(iban=IBAN, holder="Lindenau Elektro", currency="EUR")
    return entities.add_account(entity=key, account=account, by=cast.by("ana")).pk


def agreed(
    cast: Cast, lines: Sequence[LineTerms] = (PUMP, HOSE), *, terms: Terms = USUAL, **known: Any
) -> Journey:
    """The customer has agreed to these lines, and delivery holds it."""
    row = stations.in_orders(cast, **known)
    orders.put_agreement(
        journey=row.pk,
        words="A heat pump, fitted",
        total=PricedLines("EUR", lines),
        delivery_by=clock.now() + 10 * DAY,
        by=cast.by("olga"),
        terms=terms,
    )
    orders.agree(journey=row.pk, by=stations.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner"))
    handoffs.offer_handoff(journey=row.pk, by=cast.by("olga"), ticks=["site-known", "date-possible"])
    handoffs.accept_handoff(journey=row.pk, by=cast.by("jonas"), rating=5)
    return stations.fresh(row)


def accepted(cast: Cast, lines: Sequence[LineTerms] = (PUMP, HOSE), **known: Any) -> Journey:
    """Delivered and accepted: it can be billed."""
    row = agreed(cast, lines, **known)
    delivery.deliver(journey=row.pk, words="It is in", by=cast.by("jonas"))
    delivery.accept(
        journey=row.pk, by=stations.speaker_of(row), evidence=Evidence(signed_name="Petra Lindner")
    )
    return stations.fresh(row)


def shares(row: Journey, *quantities: str) -> list[Share]:
    """Shares of the agreed lines, all that is left of each, or these quantities."""
    lines = list(AgreementLine.objects.filter(journey=row, agreement__state="agreed").order_by("position"))
    if quantities:
        return [Share(line.pk, Decimal(count)) for line, count in zip(lines, quantities, strict=False)]
    open_lines = billable_lines(row.pk, first_day=clock.now().date())
    return [Share(item.line.pk) for item in open_lines if item.is_open]


def drafted(cast: Cast, row: Journey, *quantities: str) -> Invoice:
    return draft_invoice(journey=row.pk, shares=shares(row, *quantities), by=cast.by("iris"))


def issued(cast: Cast, row: Journey, *quantities: str) -> Invoice:
    draft = drafted(cast, row, *quantities)
    return issue_invoice(invoice=draft.pk, by=cast.by("iris"))
