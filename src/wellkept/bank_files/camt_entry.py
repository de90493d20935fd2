"""Read one entry of a camt message, with the payments in it."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from lxml import etree

from wellkept.bank_files import bank_xml as xml
from wellkept.bank_files.bank_statement import (
    Account,
    Charge,
    Counterparty,
    Entry,
    Exchange,
    Payment,
    ReferenceKind,
    ReturnReason,
    State,
    StructuredReference,
)
from wellkept.bank_files.creditor_reference import is_creditor_reference, is_swiss_reference
from wellkept.bank_files.file_refusals import shown, wrong
from wellkept.kernel.money import Money

STATES: dict[str, State] = {"BOOK": "booked", "PDNG": "pending", "INFO": "information", "FUTR": "pending"}
NOT_GIVEN = {"NOTPROVIDED", "NOTAVAILABLE", "NONREF"}
LONGEST_LINE = 140  # a text that fills its line goes on in the next one
_RATE = re.compile(r"[0-9]{1,11}(?:\.[0-9]{0,10})?", re.ASCII)


def read_entry(element: etree._Element, account: Account) -> Entry:
    """Read an entry. Raise a refusal for an amount, a day or a state that is none."""
    factor = xml.sign(element)
    amount = xml.signed(xml.money(xml.needed(element, "Amt")), factor)
    details = element.findall("NtryDtls/TxDtls")
    reversal = xml.text(element, "RvslInd") in ("true", "1")
    count = max(sum(_batch_count(batch) for batch in element.iterfind("NtryDtls/Btch")), len(details), 1)
    side = -factor if reversal or any(part.find("RtrInf") is not None for part in details) else factor
    payments = [
        _payment(part, _amount_of(part, amount, is_only=count == 1), account, side) for part in details
    ]
    return Entry(
        amount=amount,
        state=_state(element),
        booking_day=xml.day(element, "BookgDt/Dt", "BookgDt/DtTm"),
        value_day=xml.day(element, "ValDt/Dt", "ValDt/DtTm"),
        payments=tuple(payments) or (_bare(element, amount),),
        bank_reference=_given(xml.text(element, "AcctSvcrRef")),
        reversal=reversal,
        count=count,
        code=_code(element),
        note=xml.text(element, "AddtlNtryInf"),
        charges=_charges(element),
    )


def _bare(element: etree._Element, amount: Money) -> Payment:
    """Take an entry without details as one payment. Its words stand in the note."""
    return Payment(amount=amount, text=xml.text(element, "AddtlNtryInf"), exchange=_exchange(element, amount))


def _state(element: etree._Element) -> State:
    word = xml.first(element, "Sts/Cd", "Sts/Prtry", "Sts")
    if word not in STATES:
        raise wrong(
            xml.place(element),
            _("It is neither booked nor pending: “%(text)s”."),
            text=shown(word),
        )
    return STATES[word]


def _batch_count(batch: etree._Element) -> int:
    digits = xml.text(batch, "NbOfTxs")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else 0


def _code(element: etree._Element) -> str:
    """Read the kind of transaction: ISO's three parts, else the bank's own."""
    parts = [xml.text(element, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    return "-".join(filter(None, parts)) or xml.text(element, "BkTxCd/Prtry/Cd")


def _amount_of(part: etree._Element, amount: Money, *, is_only: bool) -> Money | None:
    """Read the amount of a payment in the currency of its entry. The only payment has the entry's."""
    if is_only:
        return amount
    factor = xml.sign(part) if part.find("CdtDbtInd") is not None else (1 if amount.amount >= 0 else -1)
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        child = part.find(path)
        if child is not None and (own := xml.money(child)).currency == amount.currency:
            return xml.signed(own, factor)
    return None


def _payment(part: etree._Element, amount: Money | None, account: Account, side: int) -> Payment:
    return Payment(
        amount=amount,
        end_to_end_id=_given(xml.text(part, "Refs/EndToEndId")),
        mandate_id=_given(xml.text(part, "Refs/MndtId")),
        bank_reference=_given(xml.first(part, "Refs/AcctSvcrRef", "Refs/TxId")),
        instruction_id=_given(xml.first(part, "Refs/InstrId", "Refs/PmtInfId")),
        references=_references(part),
        text=_words(part),
        counterparty=_counterparty(part, account, side),
        charges=_charges(part),
        exchange=_exchange(part, amount),
        return_reason=_return_reason(part),
    )


def _given(text: str) -> str:
    return "" if text.upper() in NOT_GIVEN else text


def _words(part: etree._Element) -> str:
    """Put the text together. A line that is full goes on without a space."""
    lines = [*xml.texts(part, "RmtInf/Ustrd"), *xml.texts(part, "RmtInf/Strd/AddtlRmtInf")]
    lines += [line for line in xml.texts(part, "AddtlTxInf") if line not in lines]
    result = ""
    is_full = True
    for line in lines:
        result += line if is_full else f" {line}"
        is_full = len(line) == LONGEST_LINE
    return result


def _references(part: etree._Element) -> tuple[StructuredReference, ...]:
    references = []
    for structured in part.iterfind("RmtInf/Strd"):
        if reference := xml.text(structured, "CdtrRefInf/Ref"):
            kind = xml.first(
                structured,
                "CdtrRefInf/Tp/CdOrPrtry/Cd",
                "CdtrRefInf/Tp/CdOrPrtry/Prtry",
                "CdtrRefInf/CdtrRefTp/Cd",
                "CdtrRefInf/CdtrRefTp/Prtry",
            )
            references.append(StructuredReference(_kind(kind, reference), reference))
        references += [
            StructuredReference("document", number)
            for path in ("RfrdDocInf/Nb", "RfrdDocInf/RfrdDocNb")
            for number in xml.texts(structured, path)
        ]
    return tuple(dict.fromkeys(references))


def _kind(kind: str, reference: str) -> ReferenceKind:
    """Name a reference by its check digits. Banks call a Swiss one SCOR, ISR or QRR, and national ones SCOR."""
    if is_creditor_reference(reference):
        return "SCOR"
    if is_swiss_reference(reference):
        return "QRR"
    return "QRR" if kind.upper() == "QRR" else "other"


def _counterparty(part: etree._Element, account: Account, side: int) -> Counterparty:
    """Find the other side. Returned payments keep the parties of the first one, so our own account decides."""
    roles = ("Dbtr", "Cdtr") if side > 0 else ("Cdtr", "Dbtr")
    if _number(part, roles[0]) == account.number and _number(part, roles[1]) not in ("", account.number):
        roles = (roles[1], roles[0])
    role = roles[0]
    return Counterparty(
        name=xml.first(part, f"RltdPties/{role}/Nm", f"RltdPties/{role}/Pty/Nm", f"RltdPties/{role}Acct/Nm"),
        account=_number(part, role),
        on_behalf_of=xml.first(part, f"RltdPties/Ultmt{role}/Nm", f"RltdPties/Ultmt{role}/Pty/Nm"),
    )


def _number(part: etree._Element, role: str) -> str:
    base = f"RltdPties/{role}Acct/Id"
    number = xml.first(part, f"{base}/IBAN", f"{base}/Othr/Id", f"{base}/BBAN", f"{base}/PrtryAcct/Id")
    return number.replace(" ", "")


def _charges(element: etree._Element) -> tuple[Charge, ...]:
    """Read the charges: records since version 3, one amount in version 2, else the total."""
    charges = []
    for charge in element.iterfind("Chrgs"):
        records = charge.findall("Rcrd") or ([charge] if charge.find("Amt") is not None else [])
        charges += [_charge(record) for record in records]
        total = charge.find("TtlChrgsAndTaxAmt")
        if not records and total is not None:
            charges.append(Charge(xml.signed(xml.money(total), -1)))
    return tuple(charges)


def _charge(record: etree._Element) -> Charge:
    factor = xml.sign(record) if record.find("CdtDbtInd") is not None else -1
    included = {"true": True, "1": True, "false": False, "0": False}.get(xml.text(record, "ChrgInclInd"))
    kind = xml.first(record, "Tp/Cd", "Tp/Prtry/Id", "Tp/Prtry")
    return Charge(xml.signed(xml.money(xml.needed(record, "Amt")), factor), included, kind)


def _exchange(element: etree._Element, amount: Money | None) -> Exchange | None:
    """Read the amounts in other currencies. None if all are in the currency of the entry."""
    instructed, counter_value, transaction = (
        xml.money(child) if (child := element.find(f"AmtDtls/{name}/Amt")) is not None else None
        for name in ("InstdAmt", "CntrValAmt", "TxAmt")
    )
    own = element.find("Amt")
    foreign = (
        instructed or (xml.money(own) if own is not None and element.tag == "TxDtls" else None) or transaction
    )
    rate = xml.first(element, *(f"AmtDtls/{n}/CcyXchg/XchgRate" for n in ("InstdAmt", "CntrValAmt", "TxAmt")))
    currency = amount.currency if amount else ""
    if not rate and all(value is None or value.currency == currency for value in (foreign, counter_value)):
        return None
    return Exchange(foreign, counter_value or transaction, _rate(element, rate))


def _rate(element: etree._Element, digits: str) -> Decimal | None:
    if not digits:
        return None
    if not _RATE.fullmatch(digits):
        raise wrong(xml.place(element), _("“%(text)s” is not a rate."), text=shown(digits))
    return Decimal(digits)


def _return_reason(part: etree._Element) -> ReturnReason | None:
    information = part.find("RtrInf")
    if information is None:
        return None
    code = xml.first(information, "Rsn/Cd", "Rsn/Prtry", "RtrRsn/Cd", "RtrRsn/Prtry")
    return ReturnReason(code, " ".join(xml.texts(information, "AddtlInf")))
