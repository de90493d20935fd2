"""Invoices on the customer's page: what is open, how to pay it, and the file."""

from __future__ import annotations

import pytest
from tests.billing.test_allocations import paid
from tests.billing.world import PUMP, accepted, drafted, issued, seller
from tests.cast import Cast
from tests.portal.doors import Customer

from wellkept.bank_files.creditor_reference import creditor_reference, grouped
from wellkept.billing.commands.allocations import allocate
from wellkept.billing.commands.invoices import credit_invoice

pytestmark = pytest.mark.django_db


def test_the_customer_sees_the_invoice_and_how_to_pay_it(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [PUMP])
    invoice = issued(cast, row)
    petra = Customer(row)
    assert "Invoice 2026-00001" in petra.sees()
    page = petra.sees(f"invoices/{invoice.pk}")
    reference = grouped(creditor_reference(row.number, "I1"))
    assert [words in page for words in ("Heat pump", "€999.60", reference, 'class="segno"', "viewBox")] == [
        True
    ] * 5
    file = petra.client.get(petra.url(f"invoices/{invoice.pk}/file"))
    assert (file.status_code, b"2026-00001" in b"".join(file)) == (200, True)


def test_a_paid_invoice_asks_for_nothing(cast: Cast) -> None:
    seller(cast)
    row = accepted(cast, [PUMP])
    invoice = issued(cast, row)
    allocate(payment=paid(cast, "999.60").pk, invoice=invoice.pk, by=cast.by("iris"))
    note = credit_invoice(invoice=invoice.pk, why="Sent back", by=cast.by("iris"))
    petra = Customer(row)
    page = petra.sees(f"invoices/{invoice.pk}")
    assert ("Nothing is open of it" in page, "segno" in page) == (True, False)
    assert "Credit note 2026-C00001" in petra.sees(f"invoices/{note.pk}")


def test_drafts_and_invoices_of_others_do_not_exist_here(cast: Cast) -> None:
    seller(cast)
    row, other = accepted(cast, [PUMP]), accepted(cast, [PUMP], of=cast.school)
    draft, strange = drafted(cast, row), issued(cast, other)
    petra = Customer(row)
    for key in (draft.pk, strange.pk, 0):
        for place in (f"invoices/{key}", f"invoices/{key}/file"):
            assert petra.client.get(petra.url(place)).status_code == 404
