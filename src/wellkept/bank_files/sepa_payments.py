"""Values of files for the bank: direct debits with their mandates, credit transfers, and what makes one impossible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_lazy as _
from stdnum import iban as iban_number

from wellkept.bank_files.creditor_reference import is_creditor_reference
from wellkept.bank_files.file_refusals import shown, wrong
from wellkept.bank_files.sepa_characters import ALLOWED, transliterated
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import Text

Sequence = Literal["FRST", "RCUR", "FNAL", "OOFF"]
LEAST, MOST = Decimal("0.01"), Decimal("999999999.99")
LONGEST_NAME, LONGEST_ID, LONGEST_TEXT = 70, 35, 140
# Countries of the SEPA schemes (EPC 409-09), by the beginning of their IBANs.
_CODES = """AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT
    RO RS SE SI SK SM VA"""
COUNTRIES = frozenset(_CODES.split())
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.ASCII)
_CREDITOR_ID = re.compile(r"([A-Z]{2})([0-9]{2})[A-Z0-9]{3}([A-Z0-9]{1,28})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Address in parts, as banks need it since November 2025. Town and country are never empty."""

    town: str
    country: str
    street: str = ""
    building: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class BankParty:
    """Person or company with an account. The BIC may be empty."""

    name: str
    iban: str
    bic: str = ""
    address: PostalAddress | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """Permission to debit an account: its id, the day of the signature, and the place of this debit in its row."""

    id: str
    signed: date
    sequence: Sequence


@dataclass(frozen=True, slots=True)
class DirectDebit:
    """Debit of an account. `announced` is the day on which the payer was told, `notice_days` what was agreed."""

    end_to_end_id: str
    amount: Money
    debtor: BankParty
    mandate: Mandate
    announced: date
    notice_days: int = 14
    reference: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """Transfer of money to somebody, such as a refund."""

    end_to_end_id: str
    amount: Money
    recipient: BankParty
    reference: str = ""
    text: str = ""


def cannot_be_debited(debit: DirectDebit, collected: date, place: Text) -> Refusal | None:
    """Refuse a debit that its bank would refuse, or that was announced too late."""
    refusal = _cannot_be_paid(debit, debit.debtor, place)
    if refusal is not None:
        return refusal
    if not _is_id(debit.mandate.id) or " " in debit.mandate.id:
        return wrong(place, _("“%(id)s” cannot be the id of a mandate."), id=shown(debit.mandate.id))
    if debit.mandate.signed > collected:
        return wrong(place, _("The mandate is signed later than the money would be collected."))
    if debit.announced + timedelta(days=debit.notice_days) > collected:
        return wrong(
            place,
            _("The payer was told on %(announced)s, which is less than %(days)s days before %(collected)s."),
            announced=debit.announced.isoformat(),
            days=debit.notice_days,
            collected=collected.isoformat(),
        )
    return None


def cannot_be_transferred(transfer: CreditTransfer, place: Text) -> Refusal | None:
    """Refuse a transfer that the bank would refuse."""
    return _cannot_be_paid(transfer, transfer.recipient, place)


def _cannot_be_paid(payment: DirectDebit | CreditTransfer, other: BankParty, place: Text) -> Refusal | None:
    if refusal := cannot_be_amount(payment.amount, place):
        return refusal
    if not _is_id(payment.end_to_end_id):
        return wrong(place, _("“%(id)s” cannot be the id of a payment."), id=shown(payment.end_to_end_id))
    if payment.reference and payment.text:
        return wrong(place, _("A payment has a reference or a text, never both."))
    if payment.reference and not is_creditor_reference(payment.reference):
        return wrong(place, _("“%(text)s” is no reference after ISO 11649."), text=shown(payment.reference))
    if len(transliterated(payment.text, LONGEST_TEXT + 1)) > LONGEST_TEXT:
        return wrong(place, _("The text has more than %(most)s characters."), most=LONGEST_TEXT)
    return cannot_have_account(other, place)


def cannot_be_amount(amount: Money, place: Text) -> Refusal | None:
    """Refuse an amount that is not in euros, not in whole cents, or out of bounds."""
    if amount.currency != "EUR":
        return wrong(
            place, _("SEPA carries euros only, and this amount is in %(currency)s."), currency=amount.currency
        )
    if not LEAST <= amount.amount <= MOST or amount.amount != amount.amount.quantize(LEAST):
        return wrong(place, _("The amount must be whole cents between 0.01 and 999,999,999.99 euros."))
    return None


def cannot_have_account(party: BankParty, place: Text) -> Refusal | None:
    """Refuse a party without a name, with a wrong IBAN or BIC, or with an address that banks do not take."""
    if not transliterated(party.name, LONGEST_NAME):
        return wrong(place, _("The name is missing, or has no Latin letters."))
    if not iban_number.is_valid(party.iban):
        return wrong(
            place, _("“%(iban)s” is no IBAN: a character is wrong or missing."), iban=shown(party.iban)
        )
    if iban_number.compact(party.iban)[:2] not in COUNTRIES:
        return wrong(place, _("The account %(iban)s is in a country outside SEPA."), iban=shown(party.iban))
    if party.bic and not _BIC.fullmatch(party.bic):
        return wrong(place, _("“%(bic)s” is no BIC."), bic=shown(party.bic))
    address = party.address
    if address and not (transliterated(address.town, 35) and re.fullmatch("[A-Z]{2}", address.country)):
        return wrong(place, _("An address needs its town and its country as two letters."))
    return None


def is_creditor_id(text: str) -> bool:
    """Whether this is a creditor identifier: its check digits leave the business code out."""
    match = _CREDITOR_ID.fullmatch(text)
    if match is None:
        return False
    body = f"{match[3]}{match[1]}{match[2]}"
    return int("".join(str(int(letter, 36)) for letter in body)) % 97 == 1


def _is_id(text: str) -> bool:
    """Whether the scheme takes it as an id: its characters, its length, no slash at an end and no two together."""
    is_short = 0 < len(text) <= LONGEST_ID and ALLOWED.fullmatch(text) is not None and text == text.strip()
    return is_short and not text.startswith("/") and not text.endswith("/") and "//" not in text
