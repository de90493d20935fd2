"""Codes that a payer scans, as SVG: the EPC's QR code for transfers in euros, and the payment part of a Swiss bill."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Literal

import segno.helpers
from django.utils.translation import gettext_lazy as _
from qrbill import QRBill
from stdnum import iban as iban_number

from wellkept.bank_files.creditor_reference import is_creditor_reference, is_swiss_reference
from wellkept.bank_files.file_refusals import shown, wrong
from wellkept.bank_files.sepa_payments import (
    LONGEST_NAME,
    LONGEST_TEXT,
    BankParty,
    PostalAddress,
    cannot_be_amount,
    cannot_have_account,
)
from wellkept.kernel.characters import clean_line
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal, refuse
from wellkept.kernel.text import Text

MOST_BYTES = 331  # of the EPC's code, which has no more than version 13
MOST_SWISS = Decimal("999999999.99")
SlipLanguage = Literal["en", "de", "fr", "it"]
_EPC, _SWISS = _("Payment code"), _("Swiss payment part")
# Characters of the Swiss QR bill (Implementation Guidelines 2.3): Latin with its accents, and the euro sign.
_SWISS_CHARACTERS = re.compile(r"[\x20-\x7e\xa0-\u017f\u0218-\u021b\u20ac]*")
_QR_BANKS = range(30000, 32000)


def epc_code(recipient: BankParty, amount: Money, *, reference: str = "", text: str = "") -> str:
    """Draw the EPC's QR code of a transfer. Raise a refusal if a banking app would not read or pay it."""
    refuse(cannot_be_amount(amount, _EPC))
    refuse(cannot_have_account(recipient, _EPC))
    name, words = clean_line(recipient.name), clean_line(text)
    if len(name) > LONGEST_NAME:
        raise wrong(_EPC, _("The name has more than %(most)s characters."), most=LONGEST_NAME)
    if bool(reference) == bool(words):
        raise wrong(_EPC, _("It needs either a reference or a text."))
    if reference and not is_creditor_reference(reference):
        raise wrong(_EPC, _("“%(text)s” is no reference after ISO 11649."), text=shown(reference))
    if len(words) > LONGEST_TEXT:
        raise wrong(_EPC, _("The text has more than %(most)s characters."), most=LONGEST_TEXT)
    try:
        code = segno.helpers.make_epc_qr(
            name=name,
            iban=iban_number.compact(recipient.iban),
            amount=amount.amount,
            reference=reference.replace(" ", "").upper() or None,
            text=words or None,
            bic=recipient.bic or None,
            encoding="utf-8",
        )
    except ValueError:
        raise wrong(
            _EPC, _("Name and text together are longer than %(most)s bytes."), most=MOST_BYTES
        ) from None
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=4, xmldecl=False, svgns=True, nl=False)
    return drawn.getvalue().decode()


def swiss_payment_part(
    recipient: BankParty,
    amount: Money | None,
    *,
    reference: str = "",
    text: str = "",
    payer: BankParty | None = None,
    language: SlipLanguage = "en",
) -> str:
    """Draw receipt and payment part of a Swiss QR bill, A6 beside its receipt. An amount of None is left open."""
    currency = amount.currency if amount else "CHF"
    refuse(_cannot_be_swiss(recipient, amount, reference, text))
    bill = QRBill(
        account=iban_number.compact(recipient.iban),
        creditor=_swiss_party(recipient),
        debtor=_swiss_party(payer) if payer else None,
        amount=f"{amount.amount:.2f}" if amount else None,
        currency=currency,
        reference_number=reference or None,
        additional_information=clean_line(text),
        language=language,
    )
    drawn = io.StringIO()
    bill.as_svg(drawn)
    return drawn.getvalue()


def _cannot_be_swiss(recipient: BankParty, amount: Money | None, reference: str, text: str) -> Refusal | None:
    iban = iban_number.compact(recipient.iban)
    if not iban_number.is_valid(iban) or iban[:2] not in ("CH", "LI"):
        return wrong(_SWISS, _("It needs an account in Switzerland or Liechtenstein, with a valid IBAN."))
    if amount and amount.currency not in ("CHF", "EUR"):
        return wrong(
            _SWISS, _("It carries francs or euros, and this amount is in %(other)s."), other=amount.currency
        )
    cents = Decimal("0.01")
    if amount and not (
        cents <= amount.amount <= MOST_SWISS and amount.amount == amount.amount.quantize(cents)
    ):
        return wrong(_SWISS, _("The amount must be whole hundredths between 0.01 and 999,999,999.99."))
    if (int(iban[4:9]) in _QR_BANKS if iban[4:9].isdigit() else False) != bool(
        reference and is_swiss_reference(reference)
    ):
        return wrong(
            _SWISS, _("A QR-IBAN needs a QR reference of 27 digits, and another IBAN must not have one.")
        )
    if reference and not is_swiss_reference(reference) and not is_creditor_reference(reference):
        return wrong(
            _SWISS, _("“%(text)s” is neither a QR reference nor one after ISO 11649."), text=shown(reference)
        )
    if len(clean_line(text)) > LONGEST_TEXT:
        return wrong(_SWISS, _("The text has more than %(most)s characters."), most=LONGEST_TEXT)
    return _unknown_character(_SWISS, text)


def _swiss_party(party: BankParty) -> dict[str, str]:
    """Give the address in parts. Raise a refusal if one is missing, too long or has an unknown character."""
    address = party.address or PostalAddress("", "")
    parts = {
        "name": (clean_line(party.name), 70),
        "street": (clean_line(address.street), 70),
        "house_num": (clean_line(address.building), 16),
        "pcode": (clean_line(address.postcode), 16),
        "city": (clean_line(address.town), 35),
        "country": (address.country, 2),
    }
    for name in ("name", "pcode", "city", "country"):
        if not parts[name][0]:
            raise wrong(_SWISS, _("It needs the name with postcode, town and country, in parts."))
    for words, longest in parts.values():
        if len(words) > longest:
            raise wrong(
                _SWISS, _("“%(text)s” is longer than %(most)s characters."), text=shown(words), most=longest
            )
        refuse(_unknown_character(_SWISS, words))
    if not re.fullmatch("[A-Z]{2}", address.country):
        raise wrong(_SWISS, _("The country is named by two letters, as CH."))
    return {name: words for name, (words, _longest) in parts.items()}


def _unknown_character(place: Text, words: str) -> Refusal | None:
    match = _SWISS_CHARACTERS.match(words)
    rest = words[match.end() :] if match else words
    if not clean_line(rest):
        return None
    return wrong(
        place, _("The character “%(character)s” is not allowed in it."), character=clean_line(rest)[0]
    )
