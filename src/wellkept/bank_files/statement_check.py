"""Checks whether a bank statement can be true, and the joining of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from wellkept.bank_files.bank_statement import BankStatement, with_digests
from wellkept.bank_files.file_refusals import wrong
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, refuse
from wellkept.kernel.text import Text, fill


def cannot_be_true(statement: BankStatement) -> Refusal | None:
    """Refuse a statement in two currencies, with a wrong count or with balances that do not add up."""
    return next(_contradictions(statement), None)


def place_of(statement: BankStatement) -> Text:
    """Name a statement by its number or its id, and its account."""
    name = statement.number or statement.id
    if not name:
        return fill(_("Statement of account %(account)s"), account=statement.account.number)
    return fill(_("Statement %(name)s of account %(account)s"), name=name, account=statement.account.number)


def currency_of(statement: BankStatement) -> str:
    """The currency of a statement: its account's, else that of the first amount in it."""
    balances = [balance.amount for balance in (statement.opening, statement.closing) if balance]
    amounts = [*balances, *(entry.amount for entry in statement.entries)]
    return statement.account.currency or next((amount.currency for amount in amounts), "")


def _contradictions(statement: BankStatement) -> Iterator[Refusal]:
    place = place_of(statement)
    yield from _foreign_currency(statement, place)
    whole = statement.page is None or (statement.page.number == 1 and statement.page.last is not False)
    if whole and statement.entry_count not in (None, len(statement.entries)):
        yield wrong(
            place,
            _("The bank counts %(count)s entries, and the file has %(present)s."),
            count=statement.entry_count,
            present=len(statement.entries),
        )
    yield from _balances(statement, place)


def _foreign_currency(statement: BankStatement, place: Text) -> Iterator[Refusal]:
    currency = currency_of(statement)
    for balance, sentence in (
        (statement.opening, _("The opening balance is in %(other)s, and the account is in %(currency)s.")),
        (statement.closing, _("The closing balance is in %(other)s, and the account is in %(currency)s.")),
    ):
        if balance and balance.amount.currency != currency:
            yield wrong(place, sentence, other=balance.amount.currency, currency=currency)
    for number, entry in enumerate(statement.entries, 1):
        if entry.amount.currency != currency:
            yield wrong(
                place,
                _("Entry %(number)s is in %(other)s, and the account is in %(currency)s."),
                number=number,
                other=entry.amount.currency,
                currency=currency,
            )


def _balances(statement: BankStatement, place: Text) -> Iterator[Refusal]:
    if statement.kind != "statement" or not statement.opening or not statement.closing:
        return
    expected = statement.opening.amount
    for entry in statement.entries:
        if entry.state == "booked":
            expected += entry.amount
    if expected != statement.closing.amount:
        yield wrong(
            place,
            _(
                "The balances do not add up: with the entries, %(opening)s at the beginning becomes %(expected)s, "
                "and the bank says %(closing)s."
            ),
            opening=_exact(statement.opening.amount),
            expected=_exact(expected),
            closing=_exact(statement.closing.amount),
        )


def join_pages(pages: Sequence[BankStatement]) -> tuple[BankStatement, ...]:
    """Join the pages of each statement, also from several messages, in the order of their first pages.

    Raise a refusal if a page is missing, or if the whole does not add up.
    """
    groups: dict[object, list[BankStatement]] = {}
    for statement in pages:
        groups.setdefault(_same_statement(statement), []).append(statement)
    return tuple(_joined(group) for group in groups.values())


def _same_statement(statement: BankStatement) -> object:
    if statement.page is None or not (statement.number or statement.id):
        return id(statement)  # stands alone
    year = statement.last_day.year if statement.last_day else None
    return statement.kind, statement.account.number, statement.number or statement.id, year


def _joined(group: list[BankStatement]) -> BankStatement:
    if group[0].page is None:
        return group[0]
    pages = _in_order(group)
    counts = [page.entry_count for page in pages if page.entry_count is not None]
    of_each = all(page.entry_count in (None, len(page.entries)) for page in pages)
    whole = replace(
        pages[0],
        page=None,
        entries=with_digests(pages[0].account, [entry for page in pages for entry in page.entries]),
        closing=next((page.closing for page in reversed(pages) if page.closing), None),
        last_day=next((page.last_day for page in reversed(pages) if page.last_day), None),
        entry_count=None if of_each else max(counts),
    )
    refuse(cannot_be_true(whole))
    return whole


def _in_order(group: list[BankStatement]) -> list[BankStatement]:
    """Sort the pages. Raise a refusal if one is missing, or is there twice with different entries."""
    place = place_of(group[0])
    by_number: dict[int, BankStatement] = {}
    for statement in group:
        number, _is_last = _page(statement)
        known = by_number.setdefault(number, statement)
        if known.entries != statement.entries:
            raise wrong(place, _("Page %(number)s is there twice, with different entries."), number=number)
    last = max(by_number)
    needed = last if _page(by_number[last])[1] is not False else last + 1
    for number in range(1, needed + 1):
        if number not in by_number:
            raise wrong(place, _("Page %(number)s is missing."), number=number)
    return [by_number[number] for number in sorted(by_number)]


def _page(statement: BankStatement) -> tuple[int, bool | None]:
    page = statement.page
    return (page.number, page.last) if page else (1, None)


def _exact(money: Money) -> str:
    """Format an amount with all its digits: a difference of a thousandth must be seen."""
    digits = max(2, -int(money.amount.normalize().as_tuple().exponent))
    return f"{money.amount:.{digits}f} {money.currency}"
