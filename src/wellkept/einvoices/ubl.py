"""Writer of UBL 2.1 (OASIS): Invoice and CreditNote by the binding of EN 16931-3-2."""

from __future__ import annotations

from base64 import b64encode

from wellkept.einvoices.elements import Child, day, document
from wellkept.einvoices.invoice import Attachment, DeliveryPlace, Invoice, Note, PrecedingInvoice
from wellkept.einvoices.invoice_parties import PaymentInstructions
from wellkept.einvoices.profiles import Profile
from wellkept.einvoices.totals import Totals, total
from wellkept.einvoices.ubl_lines import adjustment, identifier, invoice_line, money, period, tax_category
from wellkept.einvoices.ubl_parties import CAC, CBC, address, buyer, payee, representative, seller

INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
PROJECT = "50"  # UNTDID 1001: a credit note has no element of its own for the project
INVOICED_OBJECT = "130"
NO_ORDER = "NA"  # a reference to our order needs one to the buyer's

# The order of the elements in each schema.
INVOICE_ORDER = (
    "CustomizationID",
    "ProfileID",
    "ID",
    "IssueDate",
    "DueDate",
    "InvoiceTypeCode",
    "Note",
    "TaxPointDate",
    "DocumentCurrencyCode",
    "TaxCurrencyCode",
    "AccountingCost",
    "BuyerReference",
    "InvoicePeriod",
    "OrderReference",
    "BillingReference",
    "DespatchDocumentReference",
    "ReceiptDocumentReference",
    "OriginatorDocumentReference",
    "ContractDocumentReference",
    "AdditionalDocumentReference",
    "ProjectReference",
    "AccountingSupplierParty",
    "AccountingCustomerParty",
    "PayeeParty",
    "TaxRepresentativeParty",
    "Delivery",
    "PaymentMeans",
    "PaymentTerms",
    "AllowanceCharge",
    "TaxTotal",
    "LegalMonetaryTotal",
    "InvoiceLine",
)
CREDIT_NOTE_ORDER = (
    "CustomizationID",
    "ProfileID",
    "ID",
    "IssueDate",
    "TaxPointDate",
    "CreditNoteTypeCode",
    "Note",
    "DocumentCurrencyCode",
    "TaxCurrencyCode",
    "AccountingCost",
    "BuyerReference",
    "InvoicePeriod",
    "OrderReference",
    "BillingReference",
    "DespatchDocumentReference",
    "ReceiptDocumentReference",
    "ContractDocumentReference",
    "AdditionalDocumentReference",
    "OriginatorDocumentReference",
    "AccountingSupplierParty",
    "AccountingCustomerParty",
    "PayeeParty",
    "TaxRepresentativeParty",
    "Delivery",
    "PaymentMeans",
    "PaymentTerms",
    "AllowanceCharge",
    "TaxTotal",
    "LegalMonetaryTotal",
    "CreditNoteLine",
)

Part = Child | list[Child]


def write_ubl(invoice: Invoice, profile: Profile) -> bytes:
    """Write an invoice as UBL. The same invoice gives the same bytes."""
    credit = invoice.kind.is_credit
    sums = total(invoice)
    parts = _head(invoice, profile) | _references(invoice) | _people(invoice) | _money(invoice, sums)
    parts["CreditNoteLine" if credit else "InvoiceLine"] = [
        invoice_line(line, sums.line_amounts[place].amount, invoice.currency, credit=credit)
        for place, line in enumerate(invoice.lines)
    ]
    uri = CREDIT_NOTE if credit else INVOICE
    children = [
        child for name in (CREDIT_NOTE_ORDER if credit else INVOICE_ORDER) for child in _all(parts, name)
    ]
    return document(
        uri, "CreditNote" if credit else "Invoice", {None: uri, "cac": CAC.uri, "cbc": CBC.uri}, children
    )


def _all(parts: dict[str, Part], name: str) -> list[Child]:
    part = parts.get(name)
    return part if isinstance(part, list) else [part]


def _head(invoice: Invoice, profile: Profile) -> dict[str, Part]:
    event = invoice.tax_point_event
    own = invoice.tax_in_own_currency
    kind = "CreditNoteTypeCode" if invoice.kind.is_credit else "InvoiceTypeCode"
    return {
        "CustomizationID": CBC.text("CustomizationID", profile.customization),
        "ProfileID": CBC.text("ProfileID", profile.process),
        "ID": CBC.text("ID", invoice.number),
        "IssueDate": CBC.text("IssueDate", day(invoice.issued_on)),
        "DueDate": None if invoice.kind.is_credit else CBC.text("DueDate", day(invoice.due_on)),
        kind: CBC.text(kind, invoice.kind.value),
        "Note": [_note(note) for note in invoice.notes],
        "TaxPointDate": CBC.text("TaxPointDate", day(invoice.tax_point_on)),
        "DocumentCurrencyCode": CBC.text("DocumentCurrencyCode", invoice.currency),
        "TaxCurrencyCode": CBC.text("TaxCurrencyCode", own.currency if own else ""),
        "AccountingCost": CBC.text("AccountingCost", invoice.references.accounting),
        "BuyerReference": CBC.text("BuyerReference", invoice.references.buyer),
        "InvoicePeriod": period(invoice.period, event.ubl if event else ""),
    }


def _note(note: Note) -> Child:
    return CBC.text("Note", f"#{note.subject}#{note.text}" if note.subject else note.text)


def _references(invoice: Invoice) -> dict[str, Part]:
    refs = invoice.references
    order = refs.purchase_order or (NO_ORDER if refs.sales_order else "")
    papers: list[Child] = [_attachment(attachment) for attachment in invoice.attachments]
    if refs.invoiced_object:
        papers.append(
            CAC(
                "AdditionalDocumentReference",
                identifier("ID", refs.invoiced_object),
                CBC.text("DocumentTypeCode", INVOICED_OBJECT),
            )
        )
    if invoice.kind.is_credit and refs.project:
        papers.append(
            CAC(
                "AdditionalDocumentReference",
                CBC.text("ID", refs.project),
                CBC.text("DocumentTypeCode", PROJECT),
            )
        )
    return {
        "OrderReference": CAC(
            "OrderReference", CBC.text("ID", order), CBC.text("SalesOrderID", refs.sales_order)
        ),
        "BillingReference": [_preceding(earlier) for earlier in invoice.preceding],
        "DespatchDocumentReference": _reference("DespatchDocumentReference", refs.despatch_advice),
        "ReceiptDocumentReference": _reference("ReceiptDocumentReference", refs.receiving_advice),
        "OriginatorDocumentReference": _reference("OriginatorDocumentReference", refs.tender),
        "ContractDocumentReference": _reference("ContractDocumentReference", refs.contract),
        "AdditionalDocumentReference": papers,
        "ProjectReference": _reference("ProjectReference", "" if invoice.kind.is_credit else refs.project),
    }


def _reference(name: str, number: str) -> Child:
    return CAC(name, CBC.text("ID", number))


def _preceding(earlier: PrecedingInvoice) -> Child:
    return CAC(
        "BillingReference",
        CAC(
            "InvoiceDocumentReference",
            CBC.text("ID", earlier.number),
            CBC.text("IssueDate", day(earlier.issued_on)),
        ),
    )


def _attachment(attachment: Attachment) -> Child:
    content = CBC.text(
        "EmbeddedDocumentBinaryObject",
        b64encode(attachment.content).decode(),
        {"mimeCode": attachment.media_type, "filename": attachment.filename},
    )
    return CAC(
        "AdditionalDocumentReference",
        CBC.text("ID", attachment.id),
        CBC.text("DocumentDescription", attachment.description),
        CAC("Attachment", content, CAC("ExternalReference", CBC.text("URI", attachment.address))),
    )


def _people(invoice: Invoice) -> dict[str, Part]:
    debit = invoice.payment.direct_debit if invoice.payment else None
    creditor = debit.creditor_id if debit else ""
    return {
        "AccountingSupplierParty": seller(invoice.seller, creditor),
        "AccountingCustomerParty": buyer(invoice.buyer),
        "PayeeParty": payee(invoice.payee) if invoice.payee else None,
        "TaxRepresentativeParty": (
            representative(invoice.tax_representative) if invoice.tax_representative else None
        ),
        "Delivery": _delivery(invoice.delivery) if invoice.delivery else None,
    }


def _delivery(place: DeliveryPlace) -> Child:
    return CAC(
        "Delivery",
        CBC.text("ActualDeliveryDate", day(place.on)),
        CAC(
            "DeliveryLocation",
            identifier("ID", place.location),
            address("Address", place.address) if place.address else None,
        ),
        CAC("DeliveryParty", CAC("PartyName", CBC.text("Name", place.name))),
    )


def _money(invoice: Invoice, sums: Totals) -> dict[str, Part]:
    currency = invoice.currency
    return {
        "PaymentMeans": _payment(invoice, invoice.payment) if invoice.payment else _due_alone(invoice),
        "PaymentTerms": CAC("PaymentTerms", CBC.text("Note", invoice.terms)),
        "AllowanceCharge": [adjustment(a, currency) for a in invoice.adjustments],
        "TaxTotal": _taxes(invoice, sums),
        "LegalMonetaryTotal": _sums(invoice, sums),
    }


def _due_alone(invoice: Invoice) -> Child:
    """A credit note says its due date at the means of payment. `1` is a means that is not defined."""
    if not (invoice.kind.is_credit and invoice.due_on):
        return None
    return CAC(
        "PaymentMeans",
        CBC.text("PaymentMeansCode", "1"),
        CBC.text("PaymentDueDate", day(invoice.due_on)),
    )


def _payment(invoice: Invoice, payment: PaymentInstructions) -> list[Child]:
    """Write one element for each account, or a single one if there is none.

    The means in words, and the due date of a credit note, stand only in the first.
    """
    due = invoice.due_on if invoice.kind.is_credit else None
    card, debit = payment.card, payment.direct_debit
    return [
        CAC(
            "PaymentMeans",
            CBC.text("PaymentMeansCode", payment.code, {"name": "" if place else payment.text}),
            CBC.text("PaymentDueDate", "" if place else day(due)),
            CBC.text("PaymentID", payment.reference),
            CAC(
                "CardAccount",
                CBC.text("PrimaryAccountNumberID", card.last_digits),
                CBC.text("NetworkID", "NA"),
                CBC.text("HolderName", card.holder),
            )
            if card
            else None,
            CAC(
                "PayeeFinancialAccount",
                CBC.text("ID", transfer.account),
                CBC.text("Name", transfer.holder),
                CAC("FinancialInstitutionBranch", CBC.text("ID", transfer.bic)),
            )
            if transfer
            else None,
            CAC(
                "PaymentMandate",
                CBC.text("ID", debit.mandate),
                CAC("PayerFinancialAccount", CBC.text("ID", debit.debited_account)),
            )
            if debit
            else None,
        )
        for place, transfer in enumerate(payment.credit_transfers or (None,))
    ]


def _taxes(invoice: Invoice, sums: Totals) -> list[Child]:
    own = invoice.tax_in_own_currency
    shares = [
        CAC(
            "TaxSubtotal",
            money("TaxableAmount", share.base.amount, invoice.currency),
            money("TaxAmount", share.tax.amount, invoice.currency),
            tax_category("TaxCategory", share.category, share.rate, share.reason, share.reason_code),
        )
        for share in sums.shares
    ]
    return [
        CAC("TaxTotal", money("TaxAmount", sums.tax.amount, invoice.currency), shares),
        CAC("TaxTotal", money("TaxAmount", own.amount, own.currency)) if own else None,
    ]


def _sums(invoice: Invoice, sums: Totals) -> Child:
    """Write the totals. That of allowances or charges is there when there is one, even of nothing."""
    kinds = {
        "ChargeTotalAmount" if change.is_charge else "AllowanceTotalAmount" for change in invoice.adjustments
    }
    optional = {
        "AllowanceTotalAmount": sums.allowances,
        "ChargeTotalAmount": sums.charges,
        "PrepaidAmount": sums.prepaid,
        "PayableRoundingAmount": sums.rounding,
    }
    return CAC(
        "LegalMonetaryTotal",
        money("LineExtensionAmount", sums.lines.amount, sums.lines.currency),
        money("TaxExclusiveAmount", sums.without_tax.amount, sums.lines.currency),
        money("TaxInclusiveAmount", sums.with_tax.amount, sums.lines.currency),
        [
            money(name, sum_.amount, sum_.currency)
            for name, sum_ in optional.items()
            if sum_.amount or name in kinds
        ],
        money("PayableAmount", sums.payable.amount, sums.lines.currency),
    )
