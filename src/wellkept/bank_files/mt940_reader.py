"""Read SWIFT MT940 by the library `mt-940`, and take its result over only if nothing was left out.

The library skips what it does not know and lets a later field overwrite an earlier one. So each statement is cut out
first, from `:20:` to its closing balance, and the entries are counted before and after.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

import mt940
from django.utils.translation import gettext_lazy as _

from wellkept.bank_files.bank_statement import (
    Account,
    Balance,
    BankStatement,
    Counterparty,
    Entry,
    Page,
    Payment,
    StructuredReference,
    with_digests,
)
from wellkept.bank_files.creditor_reference import is_creditor_reference, is_swiss_reference
from wellkept.bank_files.file_refusals import shown, unreadable, wrong
from wellkept.bank_files.mt940_details import Details, read_details
from wellkept.kernel.characters import clean_line
from wellkept.kernel.instants import has_bounds
from wellkept.kernel.money import Money
from wellkept.kernel.text import Text, fill

MOST_BYTES = 8 * 1024 * 1024
LONGEST_TAG = 4_000  # six lines of 65 characters by the standard; some banks write more
_STATEMENT = re.compile(r"^:20:", re.MULTILINE)
_TAG = re.compile(r"^:([0-9]{2}[A-Z]?|NS):", re.MULTILINE)
_CLOSING = re.compile(r"^:62[FM]?:[^\n]*", re.MULTILINE)
_ACCOUNT = re.compile(r"^:25[A-Z]?:[ \t]*([^\n]*)", re.MULTILINE)
_NUMBER = re.compile(r"^:28C?:[ \t]*([0-9]{1,15})(?:/([0-9]{1,15}))?[ \t]*$", re.MULTILINE)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_NO_REFERENCE = {"", "NONREF", "KREF+", "NOREF", "EREF"}
_logger = logging.getLogger("mt940")
_logger.setLevel(logging.CRITICAL)  # it would log whole statements


def read_mt940(raw: bytes) -> tuple[BankStatement, ...]:
    """Read every statement of the file, or raise a refusal."""
    if len(raw) > MOST_BYTES:
        raise unreadable(_("The file is larger than %(size)s MB."), size=MOST_BYTES // 1024 // 1024)
    text = _decoded(raw).replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in _STATEMENT.finditer(text)]
    if not starts:
        raise unreadable(_("The file is no bank statement: neither camt (XML) nor MT940."))
    _nothing_before(text[: starts[0]])
    blocks = zip(starts, [*starts[1:], len(text)], strict=True)
    return tuple(_statement(text[start:end], _line(text, start)) for start, end in blocks)


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _nothing_before(head: str) -> None:
    """Refuse a file that begins in the middle of a statement."""
    lost = next((match for match in _TAG.finditer(head) if match[1] in ("61", "60F", "60M", "62F")), None)
    if lost is not None:
        raise wrong(_line(head, lost.start()), _("The beginning of this statement is missing."))


def _line(text: str, start: int) -> Text:
    return fill(_("Line %(line)s"), line=text.count("\n", 0, start) + 1)


def _statement(block: str, place: Text) -> BankStatement:
    closing = _CLOSING.search(block)
    if closing is None:
        raise wrong(place, _("The statement is cut off: its closing balance is missing."))
    whole = block[: closing.end()] + "\n"
    if _TAG.search(block, closing.end()) and re.search(
        r"^:6[01][FM]?:", block[closing.end() :], re.MULTILINE
    ):
        raise wrong(place, _("Entries stand behind the closing balance."))
    parsed = _parsed(whole, place)
    first_line = _ACCOUNT.search(whole)
    number = clean_line(first_line[1]) if first_line else ""
    if not number:
        raise wrong(place, _("The statement does not name its account."))
    opening, is_first = _balance(parsed, "opening", place)
    end, is_last = _balance(parsed, "closing", place)
    account = Account(number=number.replace(" ", ""), currency=opening.amount.currency)
    entries = [_entry(row, account, number, place) for number, row in enumerate(parsed.transactions, 1)]
    count = len(re.findall(r"^:61:", whole, re.MULTILINE))
    if count != len(entries):
        raise wrong(place, _("Some entries of this statement cannot be read."))
    statement_number, page = _numbers(whole, is_first=is_first, is_last=is_last)
    return BankStatement(
        kind="statement",
        form="MT940",
        account=account,
        entries=with_digests(account, entries),
        id=clean_line(str(parsed.data.get("transaction_reference") or "")),
        number=statement_number,
        page=page,
        first_day=opening.day,
        last_day=end.day,
        opening=opening,
        closing=end,
    )


def _parsed(whole: str, place: Text) -> mt940.models.Transactions:
    """Give one statement to the library. Two kinds of banks write longer references, in forms of their own."""
    for match in _TAG.finditer(whole):
        following = _TAG.search(whole, match.end())
        if (following.start() if following else len(whole)) - match.start() > LONGEST_TAG:
            raise wrong(place, _("The field %(tag)s of this statement is too long."), tag=match[1])
    if not re.search(r"^:60[FM]?:", whole, re.MULTILINE):
        raise wrong(place, _("The opening balance of this statement is missing."))
    for form in (mt940.tags.Statement, mt940.tags.StatementGLS, mt940.tags.StatementASNB):
        tags: dict[int | str, mt940.tags.Tag] = {61: form()}
        try:
            # A handle, because the library takes a text for the name of a file if there is one.
            (parsed,) = mt940.parse_statements(io.StringIO(whole), options=mt940.Options.all(), tags=tags)
        except Exception:  # RuntimeError, ValueError, TypeError, decimal's own: then the next bank's form
            continue
        return parsed
    raise wrong(place, _("This statement is damaged: a field has another form than in MT940."))


def _numbers(whole: str, *, is_first: bool, is_last: bool) -> tuple[str, Page | None]:
    """Read the number of the statement and its page. A number of zeros is none."""
    match = _NUMBER.search(whole)
    if match is None or not int(match[1]):
        return "", None
    number = str(int(match[1]))
    if not match[2] or (is_first and is_last):
        return number, None
    return number, Page(int(match[2]), is_last)


def _balance(parsed: mt940.models.Transactions, name: str, place: Text) -> tuple[Balance, bool]:
    """Take a balance over, and whether it is final and not that of a page in between."""
    for key in (f"final_{name}_balance", f"{name}_balance", f"intermediate_{name}_balance"):
        balance = parsed.data.get(key)
        if balance is not None:
            amount = _money(balance.amount.amount, str(balance.amount.currency), place)
            return Balance(amount, _day(balance.date, place)), not key.startswith("intermediate")
    raise wrong(place, _("The opening balance of this statement is missing."))


def _money(amount: object, currency: str, place: Text) -> Money:
    try:
        number = Decimal(str(amount))
    except InvalidOperation:
        raise wrong(place, _("“%(text)s” is not an amount."), text=shown(str(amount))) from None
    if not number.is_finite():
        raise wrong(place, _("“%(text)s” is not an amount."), text=shown(str(amount)))
    if not _CURRENCY.fullmatch(currency):
        raise wrong(place, _("“%(text)s” is not a currency."), text=shown(currency))
    return Money(number, currency)


def _day(value: object, place: Text) -> date:
    day = date(value.year, value.month, value.day) if isinstance(value, date) else None
    if day is None or not has_bounds(day):
        raise wrong(place, _("“%(text)s” is not a day."), text=shown(str(value)))
    return day


def _entry(row: mt940.models.Transaction, account: Account, number: int, place: Text) -> Entry:
    data = row.data
    where = fill(_("%(place)s, entry %(number)s"), place=place, number=number)
    amount = _money(getattr(data.get("amount"), "amount", None), account.currency, where)
    value_day = _day(data.get("date"), where)
    bank_reference = _reference(data.get("bank_reference"))
    details = read_details(data)
    payment = Payment(
        amount=amount,
        end_to_end_id=_reference(details.end_to_end_id),
        mandate_id=_reference(details.mandate_id),
        bank_reference=bank_reference,
        instruction_id=_reference(data.get("customer_reference")),
        references=_structured(details),
        text=details.text,
        counterparty=Counterparty(details.name, details.account, details.on_behalf_of),
    )
    return Entry(
        amount=amount,
        state="booked",
        booking_day=_day(data["entry_date"], where) if data.get("entry_date") else value_day,
        value_day=value_day,
        payments=(payment,),
        bank_reference=bank_reference,
        reversal=str(data.get("status") or "").upper().startswith("R"),
        code=clean_line(str(data.get("id") or "")),
        note=details.note,
    )


def _reference(text: object) -> str:
    reference = clean_line(str(text or ""))
    return "" if reference.upper() in _NO_REFERENCE | {"NOTPROVIDED"} else reference


def _structured(details: Details) -> tuple[StructuredReference, ...]:
    return tuple(_kinds(details.structured))


def _kinds(texts: tuple[str, ...]) -> Iterator[StructuredReference]:
    for text in texts:
        if is_creditor_reference(text):
            yield StructuredReference("SCOR", text)
        elif is_swiss_reference(text):
            yield StructuredReference("QRR", text)
        else:
            yield StructuredReference("other", text)
