"""Reminders of invoices: by dated steps, and not while billing is held or a complaint is open."""

from __future__ import annotations

import pytest

from tests.billing.test_allocations import paid
from tests.billing.world import PUMP, accepted, issued, seller
from tests.cast import DAY, MONDAY, Cast
from wellkept.billing.commands.allocations import allocate
from wellkept.billing.commands.reminders import remind_of_invoices
from wellkept.billing.models import Invoice
from wellkept.journeys.commands import holds
from wellkept.kernel import clock
from wellkept.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_two_reminders_go_out_and_then_a_person_calls(cast: Cast) -> None:
    seller(cast)
    invoice = issued(cast, accepted(cast, [PUMP]))
    assert remind_of_invoices() == 0
    for day, step in ((18, "await_payment"), (29, "call")):
        with clock.at(MONDAY + day * DAY):
            assert (remind_of_invoices(), remind_of_invoices()) == (1, 0)
            assert Invoice.objects.get().next_step == step
    with clock.at(MONDAY + 60 * DAY):
        assert remind_of_invoices() == 0
    notices = list(Notice.objects.filter(kind="payment_reminder"))
    assert [notice.facts["total"] for notice in notices] == ["999.60", "999.60"]
    assert Invoice.objects.get(pk=invoice.pk).handler_id == cast.iris.pk


def test_a_held_or_paid_invoice_is_not_dunned(cast: Cast) -> None:
    seller(cast)
    held, settled = issued(cast, accepted(cast, [PUMP])), issued(cast, accepted(cast, [PUMP]))
    holds.place_hold(journey=held.journey_id, stops="billing", why="They object", by=cast.by("jonas"))
    allocate(payment=paid(cast, "999.60").pk, invoice=settled.pk, by=cast.by("iris"))
    with clock.at(MONDAY + 20 * DAY):
        assert remind_of_invoices() == 0
        held.refresh_from_db()
        assert (held.due_at, held.reminders) == (MONDAY + 30 * DAY, 0)
    assert Notice.objects.filter(kind="payment_reminder").count() == 0
