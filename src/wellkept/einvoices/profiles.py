"""Profiles: the specifications that a structured invoice can follow, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from wellkept.einvoices.invoice import Invoice, InvoiceKind
from wellkept.einvoices.invoice_parties import PostalAddress
from wellkept.kernel.text import Text


class Syntax(Enum):
    """XML in which an invoice is written."""

    UBL = "UBL 2.1"
    CII = "CII D16B"


@dataclass(frozen=True, slots=True)
class Demand:
    """Demand of a profile on an invoice beyond EN 16931."""

    name: str
    place: str
    sentence: Text
    is_met: Callable[[Invoice], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Specification that a structured invoice follows."""

    name: str
    syntax: Syntax
    customization: str
    """Identifier of the specification: BT-24."""
    process: str
    """Identifier of the business process: BT-23."""
    kinds: frozenset[InvoiceKind]
    demands: tuple[Demand, ...] = ()
    rules: tuple[str, ...] = ()
    """Names of the published sets of rules that apply (`rule_files.py`)."""


BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
EN_16931 = "urn:cen.eu:en16931:2017"


def _addresses(invoice: Invoice) -> list[PostalAddress]:
    delivery = invoice.delivery.address if invoice.delivery else None
    return [invoice.seller.address, invoice.buyer.address, *([delivery] if delivery else [])]


BUYER_REFERENCE = Demand(
    "profile_needs_buyer_reference",
    "BT-10",
    _("This kind of invoice needs the buyer's reference. For a German public office it is the Leitweg-ID."),
    lambda invoice: bool(invoice.references.buyer),
)
BUYER_REFERENCE_OR_ORDER = Demand(
    "profile_needs_a_buyers_reference_or_order",
    "BT-10, BT-13",
    _("This kind of invoice needs the buyer's reference or the number of their purchase order."),
    lambda invoice: bool(invoice.references.buyer or invoice.references.purchase_order),
)
ELECTRONIC_ADDRESSES = Demand(
    "profile_needs_electronic_addresses",
    "BT-34, BT-49",
    _("This kind of invoice needs the electronic addresses of the seller and of the buyer."),
    lambda invoice: bool(invoice.seller.electronic_address and invoice.buyer.electronic_address),
)
SELLER_CONTACT = Demand(
    "profile_needs_seller_contact",
    "BG-6",
    _("This kind of invoice needs a contact of the seller with name, telephone number and mail address."),
    lambda invoice: (
        (contact := invoice.seller.contact) is not None
        and bool(contact.name and contact.phone and contact.email)
    ),
)
CITIES = Demand(
    "profile_needs_cities",
    "BG-5, BG-8, BG-15",
    _("This kind of invoice needs the town and the postcode in each address."),
    lambda invoice: all(address.city and address.postcode for address in _addresses(invoice)),
)
PAYMENT = Demand(
    "profile_needs_means_of_payment",
    "BG-16",
    _("This kind of invoice needs to say how it is to be paid."),
    lambda invoice: invoice.payment is not None,
)
ONE_NOTE = Demand(
    "profile_takes_one_note",
    "BG-1",
    _("This kind of invoice takes a single note to the whole invoice. Join the notes."),
    lambda invoice: len(invoice.notes) <= 1,
)

GERMAN_DEMANDS = (BUYER_REFERENCE, ELECTRONIC_ADDRESSES, SELLER_CONTACT, CITIES, PAYMENT)
GERMAN_KINDS = frozenset(
    {
        InvoiceKind.PARTIAL,
        InvoiceKind.INVOICE,
        InvoiceKind.CREDIT_NOTE,
        InvoiceKind.CORRECTED,
        InvoiceKind.SELF_BILLED,
    }
)
XRECHNUNG = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"

XRECHNUNG_UBL = Profile(
    name="XRechnung 3.0 (UBL)",
    syntax=Syntax.UBL,
    customization=XRECHNUNG,
    process=BILLING,
    kinds=GERMAN_KINDS,
    demands=GERMAN_DEMANDS,
    rules=("EN 16931 (UBL)", "XRechnung (UBL)"),
)
XRECHNUNG_CII = Profile(
    name="XRechnung 3.0 (CII)",
    syntax=Syntax.CII,
    customization=XRECHNUNG,
    process=BILLING,
    kinds=GERMAN_KINDS,
    demands=GERMAN_DEMANDS,
    rules=("EN 16931 (CII)", "XRechnung (CII)"),
)
PEPPOL = Profile(
    name="Peppol BIS Billing 3.0",
    syntax=Syntax.UBL,
    customization="urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    process=BILLING,
    kinds=frozenset({InvoiceKind.INVOICE, InvoiceKind.CREDIT_NOTE, InvoiceKind.PREPAYMENT}),
    demands=(BUYER_REFERENCE_OR_ORDER, ELECTRONIC_ADDRESSES, ONE_NOTE),
    rules=("EN 16931 (UBL)", "Peppol BIS Billing 3.0 (UBL)"),
)
FACTUR_X = Profile(
    name="Factur-X and ZUGFeRD (EN 16931)",
    syntax=Syntax.CII,
    customization=EN_16931,
    process="",
    kinds=frozenset(InvoiceKind),
    rules=("EN 16931 (CII)", "Factur-X (CII)"),
)
PLAIN_UBL = Profile(
    name="EN 16931 (UBL)",
    syntax=Syntax.UBL,
    customization=EN_16931,
    process="",
    kinds=frozenset(InvoiceKind),
    rules=("EN 16931 (UBL)",),
)

PROFILES = (XRECHNUNG_UBL, XRECHNUNG_CII, PEPPOL, FACTUR_X, PLAIN_UBL)


def profile_of(xml: bytes) -> Profile:
    """Guess the profile of a document by the identifier that it names. An unknown one counts as plain EN 16931."""
    plain = FACTUR_X if b"CrossIndustryInvoice" in xml[:2000] else PLAIN_UBL
    alike = [profile for profile in PROFILES if profile.syntax is plain.syntax]
    return next((p for p in alike if p.customization.encode() + b"<" in xml), plain)
