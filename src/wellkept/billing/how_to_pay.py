"""Payment of an invoice: its reference, and the code that a banking app scans."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from wellkept.bank_files.creditor_reference import creditor_reference, grouped
from wellkept.bank_files.payment_codes import epc_code
from wellkept.bank_files.sepa_payments import BankParty
from wellkept.kernel.money import Money
from wellkept.kernel.refusal import Refusal

if TYPE_CHECKING:
    from wellkept.billing.models import Invoice


def reference_of(row: Invoice) -> str:
    """The reference to pay with (ISO 11649), in groups of four."""
    return grouped(creditor_reference(row.journey.number, row.suffix))


def payment_code(row: Invoice, amount: Decimal) -> str:
    """Draw the code of a transfer of this amount as SVG; empty where a banking app could not pay by it."""
    if not row.seller["iban"] or amount <= 0:
        return ""
    try:
        return epc_code(
            BankParty(row.seller["holder"], row.seller["iban"], row.seller["bic"]),
            Money(amount, row.currency),
            reference=creditor_reference(row.journey.number, row.suffix),
        )
    except Refusal:  # another currency than euros
        return ""
