"""Read camt.052, camt.053 and camt.054 of ISO 20022, in all their versions.

The versions differ in where a name, a state or an amount stands; each place is tried. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

from wellkept.bank_files import bank_xml as xml
from wellkept.bank_files.bank_statement import Account, Balance, BankStatement, Kind, Page, with_digests
from wellkept.bank_files.camt_entry import read_entry
from wellkept.bank_files.file_refusals import shown, unreadable, wrong

# The name of a message begins so; version 1 appends "V01". Behind it: the name of a statement in it.
MESSAGES: dict[str, tuple[str, Kind]] = {
    "BkToCstmrStmt": ("Stmt", "statement"),
    "BkToCstmrAcctRpt": ("Rpt", "report"),
    "BkToCstmrDbtCdtNtfctn": ("Ntfctn", "notification"),
}
OPENING = ("OPBD", "PRCD")
CLOSING = "CLBD"
INTERIM = "ITBD"
MOST_STATEMENTS = 5_000


def read_camt(raw: bytes) -> tuple[BankStatement, ...]:
    """Read every statement of the file, or raise a refusal."""
    root = xml.parse_xml(raw)
    messages = list(_messages(root))
    if not messages:
        raise unreadable(
            _(
                "The file is XML, but no bank statement (camt.052, camt.053 or camt.054): it begins with “%(name)s”."
            ),
            name=shown(str(root.tag)),
        )
    statements = tuple(statement for message in messages for statement in _in_message(message))
    if not statements:
        raise wrong(xml.place(messages[0]), _("The message has no statement in it."))
    return statements


def _messages(root: etree._Element) -> Iterator[etree._Element]:
    """Find the messages: in the document, or in documents inside an envelope."""
    for document in root.iter("Document"):
        for child in document:
            if _name(child) in MESSAGES:
                yield child


def _name(message: etree._Element) -> str:
    name = str(message.tag)
    return name[:-3] if name.endswith(("V01", "V02")) else name


def _in_message(message: etree._Element) -> Iterator[BankStatement]:
    part, kind = MESSAGES[_name(message)]
    message_id = xml.text(message, "GrpHdr/MsgId")
    parts = message.findall(part)
    if len(parts) > MOST_STATEMENTS:
        raise wrong(xml.place(message), _("There are more than %(most)s statements."), most=MOST_STATEMENTS)
    for element in parts:
        yield _statement(element, kind, message_id)


def _statement(element: etree._Element, kind: Kind, message_id: str) -> BankStatement:
    account = _account(element)
    opening, closing = _balances(element)
    entries = [read_entry(entry, account) for entry in element.iterfind("Ntry")]
    page_number = xml.text(element, "StmtPgntn/PgNb") or xml.text(element, "RptPgntn/PgNb")
    page_number = page_number or xml.text(element, "NtfctnPgntn/PgNb")
    last = xml.first(element, "StmtPgntn/LastPgInd", "RptPgntn/LastPgInd", "NtfctnPgntn/LastPgInd")
    count = xml.text(element, "TxsSummry/TtlNtries/NbOfNtries")
    return BankStatement(
        kind=kind,
        form=element.get("form") or "camt",
        account=account,
        entries=with_digests(account, entries),
        id=xml.text(element, "Id"),
        message_id=message_id,
        number=xml.first(element, "LglSeqNb", "ElctrncSeqNb"),
        page=Page(_count(element, page_number), last in ("true", "1")) if page_number else None,
        first_day=xml.day(element, "FrToDt/FrDtTm", "FrToDt/FrDt"),
        last_day=xml.day(element, "FrToDt/ToDtTm", "FrToDt/ToDt"),
        opening=opening,
        closing=closing,
        is_copy=xml.text(element, "CpyDplctInd") in ("COPY", "DUPL", "CODU"),
        entry_count=_count(element, count) if count else None,
    )


def _count(element: etree._Element, digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise wrong(xml.place(element), _("“%(text)s” is not a count."), text=shown(digits))
    return int(digits)


def _account(statement: etree._Element) -> Account:
    """Read the account. A statement without one is refused: nobody knows whose money it is."""
    account = statement.find("Acct")
    number = (
        xml.first(account, "Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id")
        if account is not None
        else ""
    )
    if account is None or not number:
        raise wrong(xml.place(statement), _("The statement does not name its account."))
    return Account(
        number=number.replace(" ", ""),
        currency=xml.text(account, "Ccy"),
        owner=xml.first(account, "Ownr/Nm", "Nm"),
        bank=xml.first(
            account,
            "Svcr/FinInstnId/BICFI",
            "Svcr/FinInstnId/BIC",
            "Svcr/FinInstnId/Nm",
            "Svcr/FinInstnId/CmbndId/BIC",
        ),
    )


def _balances(statement: etree._Element) -> tuple[Balance | None, Balance | None]:
    """Read the balances before and after the entries. A page in the middle has interim balances at both ends."""
    balances: dict[str, list[Balance]] = {}
    for element in statement.iterfind("Bal"):
        kind = xml.first(element, "Tp/CdOrPrtry/Cd", "Tp/Cd")
        if kind in (*OPENING, CLOSING, INTERIM):
            balances.setdefault(kind, []).append(_balance(element))
    interim = balances.get(INTERIM, [])
    opening = next((balances[kind][0] for kind in OPENING if kind in balances), None)
    closing = balances[CLOSING][-1] if CLOSING in balances else None
    if opening is None and (closing is not None or len(interim) > 1) and interim:
        opening, interim = interim[0], interim[1:]
    if closing is None and interim:
        closing = interim[-1]
    return opening, closing


def _balance(element: etree._Element) -> Balance:
    amount = xml.signed(xml.money(xml.needed(element, "Amt")), xml.sign(element))
    return Balance(amount, xml.day(element, "Dt/Dt", "Dt/DtTm"))
