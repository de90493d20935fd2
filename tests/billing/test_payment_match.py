"""Generated payments find their invoices: none wrongly, and most of them automatically."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal

import pytest

from tests.billing import payment_generator as generator
from tests.size import size
from wellkept.billing.payment_match import Ledger, Match, OpenInvoice, Paid, match

SEED = 20261130


@pytest.mark.long
def test_payments_are_matched_rightly_or_left_to_a_person() -> None:
    luck = random.Random(SEED)
    count = size(2_000, 10_000)
    bills = generator.bills(count * 2, luck)
    books = Ledger.of(
        OpenInvoice(
            key=bill.key,
            number=bill.number,
            suffix=bill.suffix,
            open=bill.amount,
            currency="EUR",
            customer=bill.customer,
            name=bill.name,
        )
        for bill in bills
    )
    all_of, automatic, wrong = Counter[str](), Counter[str](), []
    for money in generator.payments(bills, count, luck):
        result = match(Paid(money.amount, "EUR", money.words, money.payer), books)
        all_of[money.kind] += 1
        if result.sure:
            books.take(result)
            if dict(result.parts) != money.truth:
                wrong.append((money, result))
                continue
        if result.sure or (money.kind == "twice" and result.paid_already):
            automatic[money.kind] += 1
    shares = {kind: automatic[kind] / all_of[kind] for kind in all_of}
    print(f"\n{count} payments: {len(wrong)} wrong; automatic: {shares}")
    assert wrong == []
    first = ("whole", "one_wrong")
    rest = [kind for kind in all_of if kind not in first]
    assert sum(automatic[kind] for kind in first) >= 0.95 * sum(all_of[kind] for kind in first)
    assert sum(automatic[kind] for kind in rest) >= 0.70 * sum(all_of[kind] for kind in rest)


def ledger(*rows: OpenInvoice) -> Ledger:
    return Ledger.of(rows)


def row(key: int, number: str, amount: str, *, customer: int = 1, name: str = "Petra Lindner") -> OpenInvoice:
    return OpenInvoice(key, number, "I1", Decimal(amount), "EUR", customer, name)


def test_a_payer_alone_names_an_invoice_only_if_nothing_else_fits() -> None:
    books = ledger(row(1, "12345674", "50"), row(2, "23456785", "60"))
    paid = Paid(Decimal(50), "EUR", "Thanks", "LINDNER PETRA")
    assert match(paid, books) == Match(((1, Decimal(50)),), sure=True)
    same = ledger(row(1, "12345674", "50"), row(2, "23456785", "50", customer=2))
    assert match(paid, same).sure is False
    assert match(Paid(Decimal(50), "CHF", "Thanks", "Petra Lindner"), books).parts == ()
    assert match(Paid(Decimal(50), "EUR", "Thanks", "", frozenset({1})), books).sure
