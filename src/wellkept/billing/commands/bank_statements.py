"""Book the entries of a bank's file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wellkept.bank_files.bank_statement import BankStatement, unexplained
from wellkept.bank_files.bank_statement import Entry as BankEntry
from wellkept.bank_files.bank_statement import Payment as BankPayment
from wellkept.bank_files.read_statements import read_statements
from wellkept.billing import facts
from wellkept.billing.commands.allocations import match_payments
from wellkept.billing.commands.payments import book, new_payment
from wellkept.billing.models import Payment
from wellkept.billing.paid_money import PaidMoney
from wellkept.billing.rights import money_only
from wellkept.entities.models import BankAccount
from wellkept.events.commands import Entry, record
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.people.actor import Actor


@dataclass(frozen=True)
class Booked:
    """Result of a bank's file: the new payments, how many were known, are not booked yet, or found their invoice."""

    payments: tuple[int, ...]
    known: int
    pending: int
    matched: int


@transaction.atomic
def book_statements(*, raw: bytes, by: Actor) -> Booked:
    """Read a bank's file and book each entry once. A file that cannot be read whole changes nothing."""
    me = money_only(by)
    statements = read_statements(raw)
    accounts = [_account_of(statement) for statement in statements]
    for key in sorted({account.pk for account in accounts}):
        BankAccount.objects.select_for_update(no_key=True).get(pk=key)  # two files of one account wait
    new, known, pending = [], 0, 0
    for statement, account in zip(statements, accounts, strict=True):
        entries = [entry for entry in statement.entries if entry.state == "booked"]
        pending += len(statement.entries) - len(entries)
        rows = [row for entry in entries for row in _payments_of(entry, statement, account, me)]
        digests = [row.digest for row in rows]
        booked = set(Payment.objects.filter(digest__in=digests).values_list("digest", flat=True))
        fresh = [row for row in rows if row.digest not in booked]
        new += book(fresh, by=by)
        known += len(rows) - len(fresh)
        fact = facts.StatementBooked(
            account=account.pk,
            file=hashlib.sha256(raw).hexdigest(),
            booked=len(fresh),
            known=len(rows) - len(fresh),
            first_day=statement.first_day,
            last_day=statement.last_day,
        )
        record(Entry(account.entity_id, fact), by=by.by)
    return Booked(tuple(new), known, pending, match_payments(payments=new, by=by))


def _account_of(statement: BankStatement) -> BankAccount:
    """The account of ours that this statement is about, by its IBAN or by its bank's and its own number."""
    number = "".join(letter for letter in statement.account.number.upper() if letter.isalnum())
    matching = [
        row
        for row in BankAccount.objects.order_by("closed_at", "pk")
        if row.iban == number or (row.iban[:2] == "DE" and _german(statement.account.number) == row.iban[4:])
    ]
    fitting = [row for row in matching if statement.account.currency in ("", row.currency)]
    if not fitting:
        raise Refusal(
            "not_our_account",
            fill(
                _("This statement is of the account %(number)s, which is none of ours."),
                number=statement.account.number,
            ),
            field="file",
            instead=_("Add the account under “Letterhead and accounts” first."),
            status=422,
        )
    return fitting[0]


def _german(number: str) -> str:
    """Bank code and account number as a German IBAN has them, of `70050000/1234567`."""
    bank, _slash, account = number.partition("/")
    return bank + account.strip().zfill(10) if bank.isdigit() else ""


def _payments_of(
    entry: BankEntry, statement: BankStatement, account: BankAccount, handler: int
) -> Iterator[Payment]:
    """Make a payment of each part of an entry whose amount the bank names, and one of the rest."""
    day = entry.booking_day or entry.value_day or statement.last_day or clock.now().date()
    for place, (amount, part) in enumerate(_parts(entry)):
        paid = PaidMoney(
            amount=amount,
            day=day,
            payer=part.counterparty.on_behalf_of or part.counterparty.name,
            words=_words(part, entry),
            account=account.pk,
        )
        yield new_payment(
            paid, handler, payer_account=part.counterparty.account, digest=f"{entry.digest}/{place}"
        )


def _parts(entry: BankEntry) -> Iterator[tuple[Money, BankPayment]]:
    """Divide an entry: amounts that together are the amount of the entry, each with what the bank says of it."""
    if len(entry.payments) == 1:
        yield entry.amount, entry.payments[0]
        return
    yield from ((part.amount, part) for part in entry.payments if part.amount and part.amount.amount)
    rest = unexplained(entry)
    if rest.amount:
        yield rest, BankPayment(None)


def _words(part: BankPayment, entry: BankEntry) -> str:
    """Join what may name an invoice: references of their own fields first, then the payer's text."""
    references = [reference.text for reference in part.references]
    texts = [*references, part.text, part.end_to_end_id, entry.note]
    return " · ".join(dict.fromkeys(text for text in texts if text))
