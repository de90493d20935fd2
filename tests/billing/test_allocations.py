"""Payments on invoices: found by their reference or put there by hand, never more than was paid or than is open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.billing.test_payments import bank_file, entry
from tests.billing.world import PUMP, accepted, issued, seller, term
from tests.cast import MONDAY, Cast
from tests.race import race
from tests.refused import refused
from wellkept.bank_files.creditor_reference import creditor_reference, grouped
from wellkept.billing import queries
from wellkept.billing.commands import allocations as commands
from wellkept.billing.commands.bank_statements import book_statements
from wellkept.billing.commands.invoices import credit_invoice
from wellkept.billing.commands.payments import record_payment
from wellkept.billing.models import Invoice, Payment, PaymentAllocation
from wellkept.billing.paid_money import PaidMoney
from wellkept.events.queries import latest
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db
GROSS = Decimal("999.60")


def paid(cast: Cast, amount: str, **known: str) -> Payment:
    money = PaidMoney(amount=Money(Decimal(amount), "EUR"), day=MONDAY.date(), **known)
    return record_payment(payment=money, by=cast.by("iris"))


def invoice_of(cast: Cast, **known: object) -> Invoice:
    return issued(cast, accepted(cast, [PUMP], **known))


def reference(invoice: Invoice) -> str:
    return creditor_reference(invoice.journey.number, invoice.suffix)


def test_a_payment_with_its_reference_finds_its_invoice(cast: Cast) -> None:
    seller(cast)
    invoice = invoice_of(cast)
    raw = bank_file(entry("999.60", f"Thanks {grouped(reference(invoice))}"))
    booked = book_statements(raw=raw, by=cast.by("iris"))
    assert (booked.matched, queries.open_payments(by=cast.by("iris"))) == (1, [])
    invoice.refresh_from_db()
    payment = Payment.objects.get()
    assert (invoice.settled_at is not None, payment.settled_at is not None) == (True, True)
    assert latest(payment.pk)[0].facts["automatic"] is True
    assert {event.type for event in latest(invoice.journey_id, limit=3)} >= {"invoice_paid"}


def test_a_part_a_payment_too_much_and_one_paid_twice_stay_visible(cast: Cast) -> None:
    seller(cast)
    invoice, iris = invoice_of(cast), cast.by("iris")
    words = reference(invoice)
    entries = [
        entry("400.00", words, bank_reference="B1"),
        entry("700.00", words, bank_reference="B2"),
        entry("50.00", words, bank_reference="B3"),
    ]
    assert book_statements(raw=bank_file(*entries), by=iris).matched == 2
    first, second, third = Payment.objects.order_by("pk")
    left = queries.amounts_left([first.pk, second.pk, third.pk])
    assert [left[row.pk] for row in (first, second, third)] == [
        Decimal("0.00"),
        Decimal("100.40"),
        Decimal("50.00"),
    ]
    assert queries.open_amounts([invoice.pk])[invoice.pk] == 0
    assert (third.next_step, [row.pk for row in queries.open_payments(by=iris)]) == (
        "pay_back",
        [second.pk, third.pk],
    )
    with refused("nothing_open"):
        commands.allocate(payment=second.pk, invoice=invoice.pk, by=iris)
    refund = record_payment(
        payment=PaidMoney(amount=Money(Decimal("-150.40"), "EUR"), day=MONDAY.date()), by=iris
    )
    commands.give_back(payment=second.pk, refund=refund.pk, by=iris)
    commands.give_back(payment=third.pk, refund=refund.pk, by=iris)
    assert queries.open_payments(by=iris) == []
    with refused("settled_already"):
        commands.give_back(payment=third.pk, refund=refund.pk, by=iris)


def test_a_payment_is_put_on_an_invoice_by_hand_and_taken_off(cast: Cast) -> None:
    seller(cast)
    invoice, iris, payment = invoice_of(cast), cast.by("iris"), paid(cast, "500.00")
    for amount in ("0", "500.01", "-1", "0.001"):
        with refused("invalid_amount"):
            commands.allocate(payment=payment.pk, invoice=invoice.pk, amount=Decimal(amount), by=iris)
    place = commands.allocate(payment=payment.pk, invoice=invoice.pk, amount=Decimal(200), by=iris)
    assert queries.open_amounts([invoice.pk])[invoice.pk] == Decimal("799.60")
    commands.allocate(payment=payment.pk, invoice=invoice.pk, by=iris)
    assert Payment.objects.get().settled_at is not None
    with refused("settled_already"):
        commands.allocate(payment=payment.pk, invoice=invoice.pk, by=iris)
    commands.take_back_allocation(allocation=place.pk, by=iris)
    row = Payment.objects.get()
    assert (row.settled_at, row.next_step, queries.amounts_left([row.pk])[row.pk]) == (
        None,
        "assign",
        Decimal("200.00"),
    )
    with refused("taken_back_already"):
        commands.take_back_allocation(allocation=place.pk, by=iris)
    with refused("no_such_allocation"):
        commands.take_back_allocation(allocation=0, by=iris)
    with refused("no_such_invoice"):
        commands.allocate(payment=payment.pk, invoice=0, by=iris)
    with refused("not_yours_to_do"):
        commands.allocate(payment=payment.pk, invoice=invoice.pk, by=cast.by("mira"))


def test_a_credited_invoice_that_was_paid_is_paid_back(cast: Cast) -> None:
    seller(cast)
    invoice, iris = invoice_of(cast), cast.by("iris")
    commands.allocate(payment=paid(cast, "999.60").pk, invoice=invoice.pk, by=iris)
    note = credit_invoice(invoice=invoice.pk, why="Sent back", by=iris)
    invoice.refresh_from_db()
    assert (invoice.settled_at, invoice.next_step, queries.open_amounts([invoice.pk])[invoice.pk]) == (
        None,
        "pay_back",
        -GROSS,
    )
    euro = paid(cast, "1")
    with refused("not_payable"):
        commands.allocate(payment=euro.pk, invoice=note.pk, by=iris)
    back = paid(cast, "-999.60")
    commands.allocate(payment=back.pk, invoice=invoice.pk, by=iris)
    invoice.refresh_from_db()
    assert (invoice.settled_at is not None, sum(row.amount for row in PaymentAllocation.objects.all())) == (
        True,
        0,
    )


def test_a_credit_of_what_is_open_settles_it(cast: Cast) -> None:
    seller(cast)
    invoice = issued(cast, accepted(cast, [PUMP, term("Hose", "10")]))
    hose = invoice.lines.get(position=2)
    commands.allocate(payment=paid(cast, "999.60").pk, invoice=invoice.pk, by=cast.by("iris"))
    credit_invoice(invoice=invoice.pk, why="Not needed", lines=[hose.pk], by=cast.by("iris"))
    invoice.refresh_from_db()
    assert invoice.settled_at is not None


def test_an_invoice_is_found_by_what_people_type(cast: Cast) -> None:
    seller(cast)
    invoice, iris = invoice_of(cast), cast.by("iris")
    number = invoice.journey.number
    for text in ("2026-00001", reference(invoice), f"{number[:4]}-{number[4:]}/I1", number):
        assert queries.invoice_of_reference(text, by=iris).pk == invoice.pk
    for text in ("2026-00009", "nothing"):
        with refused("invalid_reference"):
            queries.invoice_of_reference(text, by=iris)


@pytest.mark.django_db(transaction=True)
@pytest.mark.law
def test_one_payment_that_many_use_at_once_is_used_once(cast: Cast) -> None:
    seller(cast)
    invoice, payment, iris = invoice_of(cast), paid(cast, "300.00"), cast.by("iris")
    act = lambda: commands.allocate(payment=payment.pk, invoice=invoice.pk, by=iris)  # noqa: E731
    results = race(*[act] * 6)
    assert [result.code for result in results if isinstance(result, Refusal)] == ["settled_already"] * 5
    assert PaymentAllocation.objects.get().amount == Decimal("300.00")
