"""Write a bank statement as a camt message of a version. Shares no code with the reader."""

from __future__ import annotations

from xml.sax.saxutils import escape

from wellkept.bank_files.bank_statement import Balance, BankStatement, Entry, Payment
from wellkept.kernel.money import Money

MESSAGES = {
    "statement": ("053", "BkToCstmrStmt", "Stmt"),
    "report": ("052", "BkToCstmrAcctRpt", "Rpt"),
    "notification": ("054", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
STATES = {"booked": "BOOK", "pending": "PDNG", "information": "INFO"}


def tag(name: str, text: object = "", *children: str) -> str:
    """Write an element, or nothing if it is empty."""
    inner = escape(str(text)) + "".join(children)
    return f"<{name}>{inner}</{name}>" if inner else ""


def amount(money: Money, name: str = "Amt") -> str:
    return f'<{name} Ccy="{money.currency}">{abs(money.amount):f}</{name}>'


def side(money: Money) -> str:
    return tag("CdtDbtInd", "DBIT" if money.amount < 0 else "CRDT")


def write_camt(*statements: BankStatement, version: int = 8, encoding: str = "utf-8") -> bytes:
    """Write statements of one kind into one message."""
    number, message, part = MESSAGES[statements[0].kind]
    body = "".join(_statement(statement, part, version) for statement in statements)
    head = tag("GrpHdr", "", tag("MsgId", statements[0].message_id))
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{number}.001.{version:02d}">\n'
        f"<{message}>{head}\n{body}</{message}>\n</Document>\n"
    )
    return document.encode(encoding, "xmlcharrefreplace")


def _statement(statement: BankStatement, part: str, version: int) -> str:
    page = statement.page
    last = "" if page is None or page.last is None else str(page.last).lower()
    account = statement.account
    pages = tag(f"{part}Pgntn", "", tag("PgNb", page.number), tag("LastPgInd", last)) if page else ""
    return tag(
        part,
        "",
        tag("Id", statement.id),
        pages,
        tag("ElctrncSeqNb", statement.number),
        tag(
            "FrToDt",
            "",
            tag("FrDtTm", f"{statement.first_day}T00:00:00") if statement.first_day else "",
            tag("ToDtTm", f"{statement.last_day}T23:59:59.999+01:00") if statement.last_day else "",
        ),
        tag("CpyDplctInd", "DUPL" if statement.is_copy else ""),
        tag(
            "Acct",
            "",
            tag("Id", "", tag("IBAN", account.number)),
            tag("Ccy", account.currency),
            tag("Ownr", "", tag("Nm", account.owner)),
            tag("Svcr", "", tag("FinInstnId", "", tag("BIC" if version < 3 else "BICFI", account.bank))),
        ),
        _balance(statement.opening, "OPBD"),
        _balance(statement.closing, "CLBD"),
        tag("TxsSummry", "", tag("TtlNtries", "", tag("NbOfNtries", statement.entry_count)))
        if statement.entry_count is not None
        else "",
        *(f"\n{_entry(entry, version)}" for entry in statement.entries),
    )


def _balance(balance: Balance | None, kind: str) -> str:
    if balance is None:
        return ""
    day = tag("Dt", "", tag("Dt", balance.day)) if balance.day else ""
    kinds = tag("Tp", "", tag("CdOrPrtry", "", tag("Cd", kind)))
    return tag("Bal", "", kinds, amount(balance.amount), side(balance.amount), day)


def _entry(entry: Entry, version: int) -> str:
    is_batch = len(entry.payments) > 1
    state = STATES[entry.state]
    returned = any(payment.return_reason for payment in entry.payments)
    came_in = (entry.amount.amount >= 0) != (entry.reversal or returned)
    return tag(
        "Ntry",
        "",
        amount(entry.amount),
        side(entry.amount),
        tag("RvslInd", "true" if entry.reversal else "false"),
        tag("Sts", "", tag("Cd", state)) if version >= 8 else tag("Sts", state),
        tag("BookgDt", "", tag("Dt", entry.booking_day)) if entry.booking_day else "",
        tag("ValDt", "", tag("DtTm", f"{entry.value_day}T08:00:00")) if entry.value_day else "",
        tag("AcctSvcrRef", entry.bank_reference),
        tag("BkTxCd", "", tag("Prtry", "", tag("Cd", entry.code))),
        tag(
            "NtryDtls",
            "",
            tag("Btch", "", tag("NbOfTxs", entry.count)) if is_batch else "",
            *(_payment(payment, version, came_in=came_in, is_batch=is_batch) for payment in entry.payments),
        ),
        tag("AddtlNtryInf", entry.note),
    )


def _payment(payment: Payment, version: int, *, came_in: bool, is_batch: bool) -> str:
    amounts = ""
    if is_batch and payment.amount:
        amounts = (
            tag("AmtDtls", "", tag("TxAmt", "", amount(payment.amount)))
            if version < 4
            else amount(payment.amount) + side(payment.amount)
        )
    reason = payment.return_reason
    return tag(
        "TxDtls",
        "",
        tag(
            "Refs",
            "",
            tag("AcctSvcrRef", payment.bank_reference),
            tag("InstrId", payment.instruction_id),
            tag("EndToEndId", payment.end_to_end_id or "NOTPROVIDED"),
            tag("MndtId", payment.mandate_id),
        ),
        amounts,
        _charges(payment, version),
        _parties(payment, version, "Dbtr" if came_in else "Cdtr"),
        _remittance(payment),
        tag("RtrInf", "", tag("Rsn", "", tag("Cd", reason.code)), tag("AddtlInf", reason.text))
        if reason
        else "",
    )


def _charges(payment: Payment, version: int) -> str:
    charges = [
        amount(charge.amount) + side(charge.amount) + tag("ChrgInclInd", str(charge.included).lower())
        for charge in payment.charges
    ]
    if version < 4:
        return "".join(tag("Chrgs", "", charge) for charge in charges)
    return tag("Chrgs", "", *(tag("Rcrd", "", charge) for charge in charges))


def _parties(payment: Payment, version: int, role: str) -> str:
    other = payment.counterparty

    def party(name: str, text: str) -> str:
        if not text:
            return ""
        return tag(name, "", tag("Pty", "", tag("Nm", text)) if version >= 8 else tag("Nm", text))

    account = tag(f"{role}Acct", "", tag("Id", "", tag("IBAN", other.account))) if other.account else ""
    return tag("RltdPties", "", party(role, other.name), account, party(f"Ultmt{role}", other.on_behalf_of))


def _remittance(payment: Payment) -> str:
    lines = [payment.text[start : start + 140] for start in range(0, len(payment.text), 140)]
    references = [
        tag("Strd", "", tag("RfrdDocInf", "", tag("Nb", reference.text)))
        if reference.kind == "document"
        else tag("Strd", "", tag("CdtrRefInf", "", tag("Ref", reference.text)))
        for reference in payment.references
    ]
    return tag("RmtInf", "", *(tag("Ustrd", line) for line in lines), *references)
