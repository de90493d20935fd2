"""Invoice or credit note as EN 16931 understands it, in plain words, without any syntax.

The docstrings give the standard's numbers: BT is a term, BG a group of terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum

from wellkept.einvoices.invoice_lines import Adjustment, Line, Period
from wellkept.einvoices.invoice_parties import (
    Identifier,
    Party,
    Payee,
    PaymentInstructions,
    PostalAddress,
    TaxRepresentative,
)
from wellkept.kernel.minor_units import minor_units
from wellkept.kernel.money import Money


class InvoiceKind(StrEnum):
    """Kind of invoice by the code of UNTDID 1001: BT-3."""

    PARTIAL = "326"
    INVOICE = "380"
    CREDIT_NOTE = "381"
    CORRECTED = "384"
    PREPAYMENT = "386"
    SELF_BILLED = "389"
    SELF_BILLED_CREDIT_NOTE = "261"

    @property
    def is_credit(self) -> bool:
        """Whether it gives money back. Its amounts are positive all the same."""
        return self in (InvoiceKind.CREDIT_NOTE, InvoiceKind.SELF_BILLED_CREDIT_NOTE)


class TaxPointEvent(Enum):
    """Event that makes the VAT due: BT-8. The codes are those of UNTDID 2005 (UBL) and 2475 (CII)."""

    ISSUE = ("3", "5")
    DELIVERY = ("35", "29")
    PAYMENT = ("432", "72")

    def __init__(self, ubl: str, cii: str) -> None:
        self.ubl = ubl
        self.cii = cii


@dataclass(frozen=True, slots=True)
class Note:
    """Note to the whole invoice: BG-1. The subject is a code of UNTDID 4451, such as `REG`."""

    text: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """Earlier invoice that this one corrects, credits or settles: BG-3."""

    number: str
    """Number: BT-25."""
    issued_on: date | None = None
    """Date of issue: BT-26."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """Supporting document: BG-24. Either its content or an address from which it can be had."""

    id: str
    """Reference: BT-122."""
    description: str = ""
    """Description: BT-123."""
    address: str = ""
    """Address: BT-124."""
    content: bytes = b""
    """Content: BT-125."""
    media_type: str = ""
    filename: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """References by which the buyer finds the matter again."""

    buyer: str = ""
    """Buyer reference, in Germany the Leitweg-ID of an office: BT-10."""
    project: str = ""
    """Project: BT-11."""
    contract: str = ""
    """Contract: BT-12."""
    purchase_order: str = ""
    """Number of the buyer's purchase order: BT-13."""
    sales_order: str = ""
    """Number of our order, so the journey's number: BT-14."""
    receiving_advice: str = ""
    """Receiving advice: BT-15."""
    despatch_advice: str = ""
    """Despatch advice: BT-16."""
    tender: str = ""
    """Tender or lot: BT-17."""
    invoiced_object: Identifier | None = None
    """Object that the invoice is about: BT-18."""
    accounting: str = ""
    """Buyer's accounting reference: BT-19."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPlace:
    """Delivery: BG-13, with its address (BG-15)."""

    on: date | None = None
    """Day of the actual delivery: BT-72."""
    name: str = ""
    """Name of the receiver: BT-70."""
    location: Identifier | None = None
    """Identifier of the place: BT-71."""
    address: PostalAddress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """Invoice or credit note. Every amount is in `currency`, except `tax_in_own_currency`.

    It holds no totals: `totals.total` computes them, and both writers write those.
    """

    number: str
    """Number: BT-1."""
    issued_on: date
    """Date of issue: BT-2."""
    kind: InvoiceKind
    """Kind: BT-3."""
    currency: str
    """Currency by ISO 4217: BT-5."""
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    due_on: date | None = None
    """Day by which it is to be paid: BT-9."""
    tax_point_on: date | None = None
    """Day on which the VAT becomes due: BT-7. Excludes `tax_point_event`."""
    tax_point_event: TaxPointEvent | None = None
    """Event that makes the VAT due: BT-8."""
    terms: str = ""
    """Terms of payment in words: BT-20."""
    references: References = References()
    notes: tuple[Note, ...] = ()
    preceding: tuple[PrecedingInvoice, ...] = ()
    payee: Payee | None = None
    tax_representative: TaxRepresentative | None = None
    delivery: DeliveryPlace | None = None
    period: Period | None = None
    """Time that the whole invoice is about: BG-14."""
    payment: PaymentInstructions | None = None
    adjustments: tuple[Adjustment, ...] = ()
    """Allowances (BG-20) and charges (BG-21) of the whole invoice."""
    prepaid: Decimal = Decimal(0)
    """Paid already: BT-113."""
    rounding: Decimal = Decimal(0)
    """Added to the sum to round what is to be paid: BT-114."""
    tax_in_own_currency: Money | None = None
    """Total VAT in the seller's accounting currency, if that is another one: BT-6 and BT-111."""
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        minor_units(self.currency)  # raises for a currency that does not exist
