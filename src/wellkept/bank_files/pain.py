"""Write files for the bank in the versions that the EPC's rulebooks name: pain.008.001.08 and pain.001.001.09."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_lazy as _
from lxml import etree
from stdnum import iban as iban_number

from wellkept.bank_files.file_refusals import shown, unreadable
from wellkept.bank_files.sepa_characters import transliterated
from wellkept.bank_files.sepa_payments import (
    LONGEST_NAME,
    LONGEST_TEXT,
    BankParty,
    CreditTransfer,
    DirectDebit,
    cannot_be_debited,
    cannot_be_transferred,
    cannot_have_account,
    is_creditor_id,
)
from wellkept.kernel.refusal import refuse
from wellkept.kernel.text import fill

DIRECT_DEBIT = "pain.008.001.08"
CREDIT_TRANSFER = "pain.001.001.09"
Scheme = Literal["CORE", "B2B"]
_SEQUENCES = ("FRST", "RCUR", "FNAL", "OOFF")


@dataclass(frozen=True, slots=True)
class SepaFile:
    """File for the bank, with the texts that had to be written differently: as they were, and as they are in it."""

    name: str
    content: bytes
    count: int
    total: Decimal
    changed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MessageHead:
    """Id of a message, unique for the bank, and the time at which it is written."""

    id: str
    created: datetime


class _Writer:
    """Builds elements, and notes each text that changes."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.namespace = f"urn:iso:std:iso:20022:tech:xsd:{version}"
        self.root = etree.Element(f"{{{self.namespace}}}Document", nsmap={None: self.namespace})  # type: ignore[dict-item]
        self.changed: dict[str, str] = {}

    def add(self, parent: etree._Element, path: str, text: str = "") -> etree._Element:
        for name in path.split("/"):
            parent = etree.SubElement(parent, f"{{{self.namespace}}}{name}")
        parent.text = text or None
        return parent

    def words(self, parent: etree._Element, path: str, text: str, longest: int) -> None:
        """Add a text of a person, in the characters of SEPA. Nothing is added if nothing is left of it."""
        written = transliterated(text, longest)
        if written != text:
            self.changed[text] = written
        if written:
            self.add(parent, path, written)


def direct_debit_file(
    head: MessageHead,
    creditor: BankParty,
    creditor_id: str,
    debits: Sequence[DirectDebit],
    *,
    collected: date,
    scheme: Scheme = "CORE",
) -> SepaFile:
    """Write debits that are collected on one day. Raise a refusal that names the debit which cannot be in it."""
    _check_head(head, creditor, [debit.end_to_end_id for debit in debits])
    if not is_creditor_id(creditor_id):
        raise unreadable(_("“%(id)s” is no creditor identifier."), id=shown(creditor_id))
    for number, debit in enumerate(debits, 1):
        refuse(cannot_be_debited(debit, collected, fill(_("Payment %(number)s"), number=number)))
    writer = _Writer(DIRECT_DEBIT)
    message = writer.add(writer.root, "CstmrDrctDbtInitn")
    _group_header(writer, message, head, creditor, debits)
    for sequence in _SEQUENCES:
        group = [debit for debit in debits if debit.mandate.sequence == sequence]
        if group:
            block = _block(writer, message, f"{head.id}-{sequence}"[-35:], "DD", group)
            kind = writer.add(block, "PmtTpInf")
            writer.add(kind, "SvcLvl/Cd", "SEPA")
            writer.add(kind, "LclInstrm/Cd", scheme)
            writer.add(kind, "SeqTp", sequence)
            writer.add(block, "ReqdColltnDt", collected.isoformat())
            _account_holder(writer, block, "Cdtr", creditor)
            writer.add(block, "ChrgBr", "SLEV")
            _creditor_scheme(writer, block, creditor_id)
            for debit in group:
                _debit(writer, block, debit)
    return _file(writer, [debit.amount.amount for debit in debits])


def credit_transfer_file(
    head: MessageHead, debtor: BankParty, transfers: Sequence[CreditTransfer], *, executed: date
) -> SepaFile:
    """Write transfers that leave our account on one day. Raise a refusal that names the transfer which cannot."""
    _check_head(head, debtor, [transfer.end_to_end_id for transfer in transfers])
    for number, transfer in enumerate(transfers, 1):
        refuse(cannot_be_transferred(transfer, fill(_("Payment %(number)s"), number=number)))
    writer = _Writer(CREDIT_TRANSFER)
    message = writer.add(writer.root, "CstmrCdtTrfInitn")
    _group_header(writer, message, head, debtor, transfers)
    block = _block(writer, message, head.id, "TRF", transfers)
    writer.add(block, "PmtTpInf/SvcLvl/Cd", "SEPA")
    writer.add(block, "ReqdExctnDt/Dt", executed.isoformat())
    _account_holder(writer, block, "Dbtr", debtor)
    writer.add(block, "ChrgBr", "SLEV")
    for transfer in transfers:
        _transfer(writer, block, transfer)
    return _file(writer, [transfer.amount.amount for transfer in transfers])


def _check_head(head: MessageHead, party: BankParty, ids: list[str]) -> None:
    if not ids:
        raise unreadable(_("There is no payment to write into the file."))
    if not 0 < len(head.id) <= 30 or transliterated(head.id, 30) != head.id:
        raise unreadable(_("“%(id)s” cannot be the id of a message."), id=shown(head.id))
    twice = next((own for own, count in Counter(ids).items() if count > 1), None)
    if twice is not None:
        raise unreadable(_("Two payments have the id %(id)s."), id=shown(twice))
    refuse(cannot_have_account(party, _("Our own account")))


def _sum(payments: Iterable[DirectDebit | CreditTransfer]) -> str:
    return f"{sum((payment.amount.amount for payment in payments), Decimal()):.2f}"


def _group_header(
    writer: _Writer,
    message: etree._Element,
    head: MessageHead,
    party: BankParty,
    payments: Sequence[DirectDebit | CreditTransfer],
) -> None:
    header = writer.add(message, "GrpHdr")
    writer.add(header, "MsgId", head.id)
    writer.add(header, "CreDtTm", head.created.isoformat(timespec="seconds"))
    writer.add(header, "NbOfTxs", str(len(payments)))
    writer.add(header, "CtrlSum", _sum(payments))
    writer.words(header, "InitgPty/Nm", party.name, LONGEST_NAME)


def _block(
    writer: _Writer,
    message: etree._Element,
    block_id: str,
    method: str,
    payments: Sequence[DirectDebit | CreditTransfer],
) -> etree._Element:
    block = writer.add(message, "PmtInf")
    writer.add(block, "PmtInfId", block_id)
    writer.add(block, "PmtMtd", method)
    writer.add(block, "BtchBookg", "true")
    writer.add(block, "NbOfTxs", str(len(payments)))
    writer.add(block, "CtrlSum", _sum(payments))
    return block


def _party(writer: _Writer, parent: etree._Element, role: str, party: BankParty) -> None:
    element = writer.add(parent, role)
    writer.words(element, "Nm", party.name, LONGEST_NAME)
    if party.address:
        address = writer.add(element, "PstlAdr")
        for name, text, longest in (
            ("StrtNm", party.address.street, 70),
            ("BldgNb", party.address.building, 16),
            ("PstCd", party.address.postcode, 16),
            ("TwnNm", party.address.town, 35),
        ):
            writer.words(address, name, text, longest)
        writer.add(address, "Ctry", party.address.country)


def _bank(writer: _Writer, parent: etree._Element, role: str, bic: str) -> None:
    agent = writer.add(parent, f"{role}/FinInstnId")
    if bic:
        writer.add(agent, "BICFI", bic)
    else:
        writer.add(agent, "Othr/Id", "NOTPROVIDED")


def _account_holder(writer: _Writer, block: etree._Element, role: str, party: BankParty) -> None:
    _party(writer, block, role, party)
    writer.add(block, f"{role}Acct/Id/IBAN", iban_number.compact(party.iban))
    _bank(writer, block, f"{role}Agt", party.bic)


def _creditor_scheme(writer: _Writer, block: etree._Element, creditor_id: str) -> None:
    other = writer.add(block, "CdtrSchmeId/Id/PrvtId/Othr")
    writer.add(other, "Id", creditor_id)
    writer.add(other, "SchmeNm/Prtry", "SEPA")


def _amount(writer: _Writer, parent: etree._Element, amount: Decimal) -> None:
    writer.add(parent, "InstdAmt", f"{amount:.2f}").set("Ccy", "EUR")


def _debit(writer: _Writer, block: etree._Element, debit: DirectDebit) -> None:
    element = writer.add(block, "DrctDbtTxInf")
    writer.add(element, "PmtId/EndToEndId", debit.end_to_end_id)
    _amount(writer, element, debit.amount.amount)
    mandate = writer.add(element, "DrctDbtTx/MndtRltdInf")
    writer.add(mandate, "MndtId", debit.mandate.id)
    writer.add(mandate, "DtOfSgntr", debit.mandate.signed.isoformat())
    _bank(writer, element, "DbtrAgt", debit.debtor.bic)
    _party(writer, element, "Dbtr", debit.debtor)
    writer.add(element, "DbtrAcct/Id/IBAN", iban_number.compact(debit.debtor.iban))
    _remittance(writer, element, debit)


def _transfer(writer: _Writer, block: etree._Element, transfer: CreditTransfer) -> None:
    element = writer.add(block, "CdtTrfTxInf")
    writer.add(element, "PmtId/EndToEndId", transfer.end_to_end_id)
    _amount(writer, writer.add(element, "Amt"), transfer.amount.amount)
    if transfer.recipient.bic:
        _bank(writer, element, "CdtrAgt", transfer.recipient.bic)
    _party(writer, element, "Cdtr", transfer.recipient)
    writer.add(element, "CdtrAcct/Id/IBAN", iban_number.compact(transfer.recipient.iban))
    _remittance(writer, element, transfer)


def _remittance(writer: _Writer, element: etree._Element, payment: DirectDebit | CreditTransfer) -> None:
    """Add the reference or the text. An element without either is not in the file."""
    if payment.reference:
        reference = writer.add(element, "RmtInf/Strd/CdtrRefInf")
        kind = writer.add(reference, "Tp")
        writer.add(kind, "CdOrPrtry/Cd", "SCOR")
        writer.add(kind, "Issr", "ISO")
        writer.add(reference, "Ref", payment.reference.replace(" ", "").upper())
    elif transliterated(payment.text, LONGEST_TEXT):
        writer.words(writer.add(element, "RmtInf"), "Ustrd", payment.text, LONGEST_TEXT)


def _file(writer: _Writer, amounts: list[Decimal]) -> SepaFile:
    return SepaFile(
        name=writer.version,
        content=etree.tostring(writer.root, xml_declaration=True, encoding="UTF-8"),
        count=len(amounts),
        total=sum(amounts, Decimal()),
        changed=tuple(writer.changed.items()),
    )
