"""Parties of an invoice: seller, buyer, payee and tax representative (EN 16931)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Identifier:
    """Identifier with its scheme: a code of ISO 6523 (`0088` is GLN), or none."""

    value: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class ElectronicAddress:
    """Address at which a party receives invoices: BT-34, BT-49. The scheme is a code of the EAS list (`EM` is mail)."""

    value: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """Postal address: BG-5, BG-8, BG-12, BG-15."""

    country: str
    """Country code of ISO 3166-1: BT-40, BT-55, BT-69, BT-80."""
    street: str = ""
    second_line: str = ""
    third_line: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """Person or department to ask: BG-6, BG-9."""

    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Seller (BG-4) or buyer (BG-7)."""

    name: str
    """Registered name: BT-27, BT-44."""
    address: PostalAddress
    trading_name: str = ""
    """Name by which the party is known: BT-28, BT-45."""
    identifiers: tuple[Identifier, ...] = ()
    """Identifiers that the other side gave: BT-29, BT-46. A buyer has at most one."""
    legal_registration: Identifier | None = None
    """Number in a register of companies: BT-30, BT-47."""
    vat_id: str = ""
    """VAT id with its country prefix: BT-31, BT-48."""
    tax_number: str = ""
    """Local tax number of a seller: BT-32."""
    legal_information: str = ""
    """Legal form, capital and the like, of a seller: BT-33."""
    electronic_address: ElectronicAddress | None = None
    contact: ContactPoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payee:
    """Receiver of the payment, if it is not the seller: BG-10."""

    name: str
    """Name: BT-59."""
    identifier: Identifier | None = None
    """Identifier: BT-60."""
    legal_registration: Identifier | None = None
    """Number in a register of companies: BT-61."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRepresentative:
    """Representative of the seller towards the tax office: BG-11."""

    name: str
    """Name: BT-62."""
    vat_id: str
    """VAT id: BT-63."""
    address: PostalAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditTransfer:
    """Account to pay to: BG-17."""

    account: str
    """IBAN, or the account's own number: BT-84."""
    holder: str = ""
    """Name of the account: BT-85."""
    bic: str = ""
    """BIC of the bank: BT-86."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCard:
    """Card that paid: BG-18. Only the last digits of its number."""

    last_digits: str
    """Last four to six digits: BT-87."""
    holder: str = ""
    """Name on the card: BT-88."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectDebit:
    """Direct debit that the seller will make: BG-19."""

    mandate: str
    """Reference of the mandate: BT-89."""
    creditor_id: str
    """Creditor id of the seller or payee: BT-90."""
    debited_account: str
    """IBAN of the buyer: BT-91."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentInstructions:
    """Means of payment: BG-16."""

    code: str
    """Code of UNTDID 4461: BT-81. `30` and `58` are credit transfers, `59` is a SEPA direct debit, `48` a card."""
    text: str = ""
    """Means in words: BT-82."""
    reference: str = ""
    """Remittance information by which the payment is matched: BT-83."""
    credit_transfers: tuple[CreditTransfer, ...] = field(default=())
    card: PaymentCard | None = None
    direct_debit: DirectDebit | None = None
