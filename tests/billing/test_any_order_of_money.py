"""Random sequences of billing: whatever the order, nothing is billed or used beyond what there is."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.billing.test_allocations import paid
from tests.billing.world import CARE, FITTING, HOSE, PUMP, accepted, agreed, seller
from tests.cast import Cast
from tests.size import size
from wellkept.billing import queries
from wellkept.billing.billable import billable_lines
from wellkept.billing.commands import allocations, invoices
from wellkept.billing.models import BillingAllocation, Invoice, NumberSeries, Payment, PaymentAllocation
from wellkept.billing.rules import Share
from wellkept.delivery import commands as delivery
from wellkept.endings.commands import cancel
from wellkept.journeys.commands import holds
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Hold, Journey
from wellkept.kernel import clock
from wellkept.kernel.refusal import Refusal
from wellkept.orders.models import AgreementLine

pytestmark = pytest.mark.django_db
ACTS = (
    "draft",
    "draft",
    "issue",
    "issue",
    "discard",
    "credit",
    "pay",
    "refund",
    "take_off",
    "hold",
    "lift",
    "accept",
    "cancel",
)
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(1, 12))


class Rolled(Exception):
    """Ends an example: nothing of it stays."""


@pytest.mark.long
@pytest.mark.law
@settings(
    max_examples=size(6, 150),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEP, min_size=5, max_size=25))
def test_nothing_is_billed_or_used_beyond_what_there_is(
    cast: Cast, steps: list[tuple[str, int, int]]
) -> None:
    with pytest.raises(Rolled), transaction.atomic():
        _example(cast, steps)


def _example(cast: Cast, steps: list[tuple[str, int, int]]) -> None:
    seller(cast)
    rows = [accepted(cast, [PUMP, HOSE, CARE, FITTING]), agreed(cast, [PUMP, HOSE])]
    for act, which, count in steps:
        try:
            with transaction.atomic():
                _do(cast, rows[which % 2], act, which, count)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except Refusal:
            pass
        _check(rows)
    raise Rolled


def _do(cast: Cast, row: Journey, act: str, which: int, count: int) -> None:
    iris, jonas = cast.by("iris"), cast.by("jonas")
    theirs = list(Invoice.objects.filter(journey=row).order_by("pk"))
    chosen = theirs[count % len(theirs)].pk if theirs else 0
    if act == "draft":
        lines = [item.line for item in billable_lines(row.pk, first_day=clock.now().date()) if item.is_open]
        shares = [Share(line.pk, Decimal(count) / 4 if line.kind == "hourly" else None) for line in lines]
        if which > 2 and shares:
            shares = [Share(lines[0].pk, Decimal(count))]
        invoices.draft_invoice(journey=row.pk, shares=shares, by=iris)
    elif act == "issue":
        invoices.issue_invoice(invoice=chosen, by=iris)
    elif act == "discard":
        invoices.discard_invoice(invoice=chosen, by=iris)
    elif act == "credit":
        invoices.credit_invoice(invoice=chosen, why="Wrong", by=iris)
    elif act == "pay":
        payment = paid(cast, str(Decimal(count) * 100))
        allocations.allocate(payment=payment.pk, invoice=chosen, by=iris)
    elif act == "refund":
        payment = paid(cast, str(Decimal(count) * -100))
        allocations.allocate(payment=payment.pk, invoice=chosen, by=iris)
    elif act == "take_off":
        place = PaymentAllocation.objects.filter(taken_back_at__isnull=True, invoice__isnull=False).first()
        allocations.take_back_allocation(allocation=place.pk if place else 0, by=iris)
    elif act == "hold":
        holds.place_hold(journey=row.pk, stops="billing", why="They object", by=jonas)
    elif act == "lift":
        hold = Hold.objects.filter(journey=row, lifted_at__isnull=True).first()
        holds.lift_hold(journey=row.pk, hold=hold.pk if hold else 0, by=jonas)
    elif act == "accept":
        delivery.deliver(journey=row.pk, words="It is in", by=jonas)
        delivery.accept(journey=row.pk, by=jonas, evidence=Evidence("paper", "Signed"))
    elif act == "cancel" and count > 9:
        cancel(journey=row.pk, why="Not now", by=cast.by("ana"), by_them=True)


def _check(rows: list[Journey]) -> None:
    """Look from outside: by sums over the rows, and no command."""
    for line in AgreementLine.objects.filter(journey__in=rows):
        billed = BillingAllocation.objects.filter(agreement_line=line, ended_at__isnull=True)
        quantity = sum((place.quantity for place in billed), Decimal(0))
        if line.kind == "once":
            assert abs(quantity) <= abs(line.quantity)
            assert sum((place.net_amount for place in billed), Decimal(0)) <= line.net_amount
        elif line.kind == "hourly":
            assert quantity <= (line.ceiling or line.quantity)
        else:
            periods = sorted((place.period_from, place.period_to) for place in billed if place.period_from)
            assert all(first[1] <= second[0] for first, second in pairwise(periods))
    for series in NumberSeries.objects.all():
        places = sorted(Invoice.objects.filter(series=series).values_list("place", flat=True))
        assert places == list(range(1, series.counter + 1))
    for row in Invoice.objects.filter(state="issued", kind="invoice"):
        credited = sum((note.gross_total for note in row.credits.filter(state="issued")), Decimal(0))
        places = PaymentAllocation.objects.filter(invoice=row, taken_back_at__isnull=True)
        open_amount = row.gross_total - credited - sum((place.amount for place in places), Decimal(0))
        assert (row.settled_at is not None) == (open_amount == 0)
        assert queries.open_amounts([row.pk])[row.pk] == open_amount
        assert row.net_total == sum(line.net_amount for line in row.lines.all())
    for payment in Payment.objects.all():
        places = PaymentAllocation.objects.filter(payment=payment, taken_back_at__isnull=True)
        used = sum((place.amount for place in places), Decimal(0))
        assert abs(used) <= abs(payment.amount)
        assert (payment.settled_at is not None) == (used == payment.amount)
