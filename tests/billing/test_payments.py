"""Payments: in somebody's hands with a dated next step, and each entry of a bank booked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests import cast as stations
from tests.bank_files.camt_writer import write_camt
from tests.cast import DAY, MONDAY, Cast
from tests.race import race
from tests.refused import refused
from wellkept.bank_files.bank_statement import Account as BankAccount
from wellkept.bank_files.bank_statement import (
    Balance,
    BankStatement,
    Counterparty,
    Entry,
    StructuredReference,
)
from wellkept.bank_files.bank_statement import Payment as Part
from wellkept.billing import queries
from wellkept.billing.commands import payments as commands
from wellkept.billing.commands.bank_statements import book_statements
from wellkept.billing.models import Payment
from wellkept.billing.paid_money import PaidMoney
from wellkept.entities import commands as entities
from wellkept.entities.letterhead import Account
from wellkept.events.queries import latest
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.leaving.commands.staff import leave, workload
from wellkept.people.actor import SYSTEM

pytestmark = pytest.mark.django_db
IBAN = "DE89370400440532013000"
DAY_OF_BANK = date(2026, 2, 27)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def our_account(cast: Cast) -> int:
    account = Account(iban=IBAN, holder="Lindenau Elektro", currency="EUR")
    return entities.add_account(entity=stations.usual_entity().pk, account=account, by=cast.by("ana")).pk


def entry(amount: str, words: str, **values: object) -> Entry:
    part = Part(
        amount=eur(amount), text=words, counterparty=Counterparty("Petra Lindner", "DE02120300000000202051")
    )
    return replace(
        Entry(eur(amount), "booked", DAY_OF_BANK, DAY_OF_BANK, (part,)),
        **values,  # type: ignore[arg-type]
    )


def bank_file(*entries: Entry, number: str = IBAN) -> bytes:
    total = sum((entry.amount.amount for entry in entries if entry.state == "booked"), Decimal(0))
    account = BankAccount(number, "EUR")
    opening, closing = Balance(eur("100.00"), DAY_OF_BANK), Balance(Money(100 + total, "EUR"), DAY_OF_BANK)
    return write_camt(
        BankStatement(
            "statement", "camt.053.001.08", account, entries, "S1", opening=opening, closing=closing
        )
    )


def typed(cast: Cast, amount: str = "50.00", *, by: str = "iris") -> Payment:
    paid = PaidMoney(amount=eur(amount), day=MONDAY.date(), payer="Petra Lindner", words="4827-9163")
    return commands.record_payment(payment=paid, by=cast.by(by))


def test_a_payment_waits_in_the_hands_of_whoever_books_it(cast: Cast) -> None:
    row = typed(cast)
    (waiting,) = queries.open_payments(by=cast.by("iris"))
    assert (waiting.pk, waiting.handler_id, waiting.next_step) == (row.pk, cast.iris.pk, "assign")
    assert waiting.due_at == clock.now() + 2 * DAY
    (event,) = latest(row.pk)
    assert (event.type, event.facts["amount"], event.facts["payer"]) == (
        "payment_booked",
        "50.00",
        "Petra Lindner",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": eur("0")}, "amount"),
        ({"day": MONDAY.date() + timedelta(days=3)}, "day"),
        ({"account": 0}, "account"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_at_its_field(
    cast: Cast, changes: dict[str, object], field: str
) -> None:
    paid = replace(PaidMoney(amount=eur("5"), day=MONDAY.date()), **changes)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refusal:
        commands.record_payment(payment=paid, by=cast.by("iris"))
    assert (refusal.value.field, Payment.objects.count()) == (field, 0)


def test_a_payment_is_planned_handed_over_and_set_aside(cast: Cast) -> None:
    row, iris = typed(cast), cast.by("iris")
    commands.plan_payment(
        payment=row.pk, next_step="decide", due=MONDAY + 5 * DAY, by=iris, note="Ask the bank"
    )
    commands.hand_payment(payment=row.pk, to=cast.tom.pk, by=iris)
    row = queries.payment(row.pk, by=cast.by("tom"))  # who handles it may see it
    assert (row.next_step, row.note, row.handler_id) == ("decide", "Ask the bank", cast.tom.pk)
    with refused("invalid_why"):
        commands.set_payment_aside(payment=row.pk, why=" ", by=cast.by("tom"))
    commands.set_payment_aside(payment=row.pk, why="A tax refund", by=cast.by("tom"))
    assert (queries.open_payments(by=iris), queries.settled_payments(by=iris, limit=9)) == ([], [row])
    with refused("settled_already"):
        commands.plan_payment(payment=row.pk, next_step="assign", due=MONDAY + DAY, by=iris)


def test_a_next_step_is_known_and_lies_ahead_and_a_colleague_is_there(cast: Cast) -> None:
    row, iris = typed(cast), cast.by("iris")
    with refused("invalid_next_step"):
        commands.plan_payment(payment=row.pk, next_step="sleep", due=MONDAY + DAY, by=iris)
    with refused("invalid_due"):
        commands.plan_payment(payment=row.pk, next_step="assign", due=MONDAY - DAY, by=iris)
    with refused("invalid_to"):
        commands.hand_payment(payment=row.pk, to=0, by=iris)
    with refused("no_such_payment"):
        commands.hand_payment(payment=0, to=cast.tom.pk, by=iris)


def test_only_those_who_bill_see_and_move_money(cast: Cast) -> None:
    row, tom = typed(cast), cast.by("tom")
    for act in (
        lambda: queries.open_payments(by=tom),
        lambda: queries.settled_payments(by=tom, limit=1),
        lambda: queries.payment(row.pk, by=tom),
        lambda: typed(cast, by="tom"),
        lambda: book_statements(raw=b"", by=tom),
        lambda: commands.set_payment_aside(payment=row.pk, why="x", by=tom),
        lambda: commands.hand_payment(payment=row.pk, to=cast.tom.pk, by=tom),
    ):
        with refused("not_yours_to_do"):
            act()
    assert queries.payment(row.pk, by=cast.by("ana")) == row
    with refused("no_such_payment"):
        queries.payment(0, by=cast.by("ana"))


def test_an_overdue_payment_is_told_once_and_who_leaves_hands_it_over(cast: Cast) -> None:
    row = typed(cast)
    with clock.at(MONDAY + 3 * DAY):
        assert commands.warn_of_overdue_payments() == 1
        assert commands.warn_of_overdue_payments() == 0
        assert queries.count_open(handlers=[cast.iris.pk]) == 1
        assert latest(row.pk)[0].facts["warned"] == cast.ana.pk
        assert workload(cast.iris.pk).payments == 1
        leave(person=cast.iris.pk, by=cast.by("ana"))
        assert queries.payment(row.pk, by=SYSTEM).handler_id != cast.iris.pk


def test_an_entry_is_booked_once_however_often_its_file_comes(cast: Cast) -> None:
    account, iris = our_account(cast), cast.by("iris")
    first, second = entry("119.00", "RF 4827"), entry("-5.00", "Charge", bank_reference="B2")
    booked = book_statements(raw=bank_file(first, second), by=iris)
    assert (len(booked.payments), booked.known, booked.pending) == (2, 0, 0)
    row = Payment.objects.get(amount=Decimal(119))
    assert (row.account_id, row.day, row.payer, row.payer_account, row.words, row.source) == (
        account,
        DAY_OF_BANK,
        "Petra Lindner",
        "DE02120300000000202051",
        "RF 4827",
        "statement",
    )
    assert Payment.objects.get(amount=-5).next_step == "decide"
    third = entry("7.00", "Later", bank_reference="B3")
    again = book_statements(raw=bank_file(first, third), by=iris)
    assert (len(again.payments), again.known, Payment.objects.count()) == (1, 1, 3)
    (event,) = latest(stations.usual_entity().pk, types=["statement_booked"], limit=1)
    assert (event.facts["booked"], event.facts["known"]) == (1, 1)


def test_a_batch_becomes_its_parts_and_the_rest(cast: Cast) -> None:
    our_account(cast)
    parts = (
        Part(eur("10.00"), references=(StructuredReference("document", "A-1"),)),
        Part(eur("20.00"), text="Second"),
    )
    batch = Entry(eur("31.00"), "booked", DAY_OF_BANK, DAY_OF_BANK, parts, count=3, note="Card payments")
    pending = entry("4.00", "Not yet", state="pending")
    booked = book_statements(raw=bank_file(batch, pending), by=cast.by("iris"))
    assert (len(booked.payments), booked.pending) == (3, 1)
    rows = [(row.amount, row.words) for row in Payment.objects.order_by("amount")]
    assert rows == [
        (Decimal(1), "Card payments"),
        (Decimal(10), "A-1 · Card payments"),
        (Decimal(20), "Second · Card payments"),
    ]


def test_a_statement_of_a_strange_account_or_a_broken_file_changes_nothing(cast: Cast) -> None:
    our_account(cast)
    with refused("not_our_account"):
        book_statements(
            raw=bank_file(entry("1.00", "x"), number="DE02120300000000202051"), by=cast.by("iris")
        )
    with refused("unreadable_bank_file"):
        book_statements(raw=b"a picture", by=cast.by("iris"))
    assert Payment.objects.count() == 0


def test_an_account_is_known_by_bank_code_and_number_also(cast: Cast) -> None:
    our_account(cast)
    raw = (
        b":20:START\r\n:25:37040044/532013000\r\n:28C:1/1\r\n:60F:C260226EUR100,00\r\n"
        b":61:2602270227C50,00NTRFNONREF//B77\r\n:86:166?00GUTSCHRIFT?20RF4827?32PETRA LINDNER\r\n"
        b":62F:C260227EUR150,00\r\n-\r\n"
    )
    booked = book_statements(raw=raw, by=cast.by("iris"))
    (row,) = Payment.objects.all()
    assert (booked.payments, row.amount, row.payer) == ((row.pk,), Decimal(50), "PETRA LINDNER")


@pytest.mark.django_db(transaction=True)
def test_two_who_upload_one_file_at_once_book_it_once(cast: Cast) -> None:
    our_account(cast)
    raw, iris, ana = bank_file(entry("119.00", "RF 4827")), cast.by("iris"), cast.by("ana")
    results = race(lambda: book_statements(raw=raw, by=iris), lambda: book_statements(raw=raw, by=ana))
    assert sorted((len(result.payments), result.known) for result in results) == [(0, 1), (1, 0)]
    assert Payment.objects.count() == 1
