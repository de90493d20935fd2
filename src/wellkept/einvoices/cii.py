"""Writer of CII D16B (UN/CEFACT), as Factur-X and ZUGFeRD use it: the binding of EN 16931-3-3."""

from __future__ import annotations

from base64 import b64encode

from wellkept.einvoices.cii_lines import VAT, adjustment, invoice_line, period
from wellkept.einvoices.cii_parties import (
    DATE,
    QDT,
    RAM,
    RSM,
    UDT,
    address,
    buyer,
    ids,
    moment,
    payee,
    representative,
    seller,
)
from wellkept.einvoices.elements import Child, amount, compact_day, document, number
from wellkept.einvoices.invoice import Attachment, Invoice, Note, PrecedingInvoice
from wellkept.einvoices.invoice_parties import PaymentInstructions
from wellkept.einvoices.profiles import Profile
from wellkept.einvoices.totals import TaxShare, Totals, total
from wellkept.kernel.money import Money

# UNTDID 1001
SUPPORTING, TENDER, INVOICED_OBJECT = "916", "50", "130"
PROJECT_NAME = "Project reference"  # the schema asks for a name beside the project's number


def write_cii(invoice: Invoice, profile: Profile) -> bytes:
    """Write an invoice as CII. The same invoice gives the same bytes."""
    sums = total(invoice)
    context = RSM(
        "ExchangedDocumentContext",
        RAM("BusinessProcessSpecifiedDocumentContextParameter", RAM.text("ID", profile.process)),
        RAM("GuidelineSpecifiedDocumentContextParameter", RAM.text("ID", profile.customization)),
    )
    head = RSM(
        "ExchangedDocument",
        RAM.text("ID", invoice.number),
        RAM.text("TypeCode", invoice.kind.value),
        moment("IssueDateTime", invoice.issued_on),
        [_note(note) for note in invoice.notes],
    )
    transaction = RSM(
        "SupplyChainTradeTransaction",
        [
            invoice_line(line, sums.line_amounts[place].amount, invoice.currency)
            for place, line in enumerate(invoice.lines)
        ],
        _agreement(invoice),
        _delivery(invoice),
        _settlement(invoice, sums),
    )
    prefixes: dict[str | None, str] = {"rsm": RSM.uri, "ram": RAM.uri, "udt": UDT.uri, "qdt": QDT.uri}
    return document(RSM.uri, "CrossIndustryInvoice", prefixes, (context, head, transaction))


def _note(note: Note) -> Child:
    return RAM("IncludedNote", RAM.text("Content", note.text), RAM.text("SubjectCode", note.subject))


def _agreement(invoice: Invoice) -> Child:
    refs = invoice.references
    return RAM(
        "ApplicableHeaderTradeAgreement",
        RAM.text("BuyerReference", refs.buyer),
        seller(invoice.seller),
        buyer(invoice.buyer),
        representative(invoice.tax_representative) if invoice.tax_representative else None,
        _referenced("SellerOrderReferencedDocument", refs.sales_order),
        _referenced("BuyerOrderReferencedDocument", refs.purchase_order),
        _referenced("ContractReferencedDocument", refs.contract),
        [_attachment(attachment) for attachment in invoice.attachments],
        _typed(refs.tender, TENDER),
        _typed(refs.invoiced_object.value, INVOICED_OBJECT, refs.invoiced_object.scheme)
        if refs.invoiced_object
        else None,
        RAM("SpecifiedProcuringProject", RAM.text("ID", refs.project), RAM.text("Name", PROJECT_NAME))
        if refs.project
        else None,
    )


def _referenced(name: str, number: str) -> Child:
    return RAM(name, RAM.text("IssuerAssignedID", number))


def _typed(number: str, kind: str, scheme: str = "") -> Child:
    if not number:
        return None
    return RAM(
        "AdditionalReferencedDocument",
        RAM.text("IssuerAssignedID", number),
        RAM.text("TypeCode", kind),
        RAM.text("ReferenceTypeCode", scheme),
    )


def _attachment(attachment: Attachment) -> Child:
    return RAM(
        "AdditionalReferencedDocument",
        RAM.text("IssuerAssignedID", attachment.id),
        RAM.text("URIID", attachment.address),
        RAM.text("TypeCode", SUPPORTING),
        RAM.text("Name", attachment.description),
        RAM.text(
            "AttachmentBinaryObject",
            b64encode(attachment.content).decode(),
            {"mimeCode": attachment.media_type, "filename": attachment.filename},
        ),
    )


def _delivery(invoice: Invoice) -> Child:
    """Write the delivery. The schema wants the element even where nothing is said."""
    place, refs = invoice.delivery, invoice.references
    delivery = RAM(
        "ApplicableHeaderTradeDelivery",
        RAM(
            "ShipToTradeParty",
            ids((place.location,)),
            RAM.text("Name", place.name),
            address(place.address) if place.address else None,
        )
        if place
        else None,
        RAM("ActualDeliverySupplyChainEvent", moment("OccurrenceDateTime", place.on)) if place else None,
        _referenced("DespatchAdviceReferencedDocument", refs.despatch_advice),
        _referenced("ReceivingAdviceReferencedDocument", refs.receiving_advice),
    )
    return RAM.empty("ApplicableHeaderTradeDelivery") if delivery is None else delivery


def _settlement(invoice: Invoice, sums: Totals) -> Child:
    payment, own = invoice.payment, invoice.tax_in_own_currency
    debit = payment.direct_debit if payment else None
    return RAM(
        "ApplicableHeaderTradeSettlement",
        RAM.text("CreditorReferenceID", debit.creditor_id) if debit else None,
        RAM.text("PaymentReference", payment.reference) if payment else None,
        RAM.text("TaxCurrencyCode", own.currency) if own else None,
        RAM.text("InvoiceCurrencyCode", invoice.currency),
        payee(invoice.payee) if invoice.payee else None,
        _payment(payment) if payment else None,
        [_share(share, invoice, is_first=not place) for place, share in enumerate(sums.shares)],
        period(invoice.period),
        [adjustment(change, invoice.currency) for change in invoice.adjustments],
        RAM(
            "SpecifiedTradePaymentTerms",
            RAM.text("Description", invoice.terms),
            moment("DueDateDateTime", invoice.due_on),
            RAM.text("DirectDebitMandateID", debit.mandate) if debit else None,
        ),
        _sums(invoice, sums),
        [_preceding(earlier) for earlier in invoice.preceding],
        RAM(
            "ReceivableSpecifiedTradeAccountingAccount",
            RAM.text("ID", invoice.references.accounting),
        ),
    )


def _payment(payment: PaymentInstructions) -> list[Child]:
    """Write one element for each account, or a single one if there is none."""
    card, debit = payment.card, payment.direct_debit
    return [
        RAM(
            "SpecifiedTradeSettlementPaymentMeans",
            RAM.text("TypeCode", payment.code),
            RAM.text("Information", payment.text),
            RAM(
                "ApplicableTradeSettlementFinancialCard",
                RAM.text("ID", card.last_digits),
                RAM.text("CardholderName", card.holder),
            )
            if card
            else None,
            RAM("PayerPartyDebtorFinancialAccount", RAM.text("IBANID", debit.debited_account))
            if debit
            else None,
            RAM(
                "PayeePartyCreditorFinancialAccount",
                RAM.text("IBANID", transfer.account),
                RAM.text("AccountName", transfer.holder),
            )
            if transfer
            else None,
            RAM("PayeeSpecifiedCreditorFinancialInstitution", RAM.text("BICID", transfer.bic))
            if transfer
            else None,
        )
        for transfer in payment.credit_transfers or (None,)
    ]


def _share(share: TaxShare, invoice: Invoice, *, is_first: bool) -> Child:
    """Write the VAT of one category and rate. When it becomes due stands only in the first."""
    event = invoice.tax_point_event if is_first else None
    tax_point = invoice.tax_point_on if is_first else None
    return RAM(
        "ApplicableTradeTax",
        RAM.text("CalculatedAmount", amount(share.tax.amount, invoice.currency)),
        RAM.text("TypeCode", VAT),
        RAM.text("ExemptionReason", share.reason),
        RAM.text("BasisAmount", amount(share.base.amount, invoice.currency)),
        RAM.text("CategoryCode", share.category.value),
        RAM.text("ExemptionReasonCode", share.reason_code),
        RAM("TaxPointDate", UDT.text("DateString", compact_day(tax_point), DATE)),
        RAM.text("DueDateTypeCode", event.cii if event else ""),
        RAM.text("RateApplicablePercent", number(share.rate)),
    )


def _sums(invoice: Invoice, sums: Totals) -> Child:
    own, currency = invoice.tax_in_own_currency, invoice.currency
    kinds = {change.is_charge for change in invoice.adjustments}  # of nothing, too, their total is written

    def text(name: str, money: Money, *, always: bool = False) -> Child:
        return RAM.text(name, amount(money.amount, currency)) if always or money.amount else None

    return RAM(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        text("LineTotalAmount", sums.lines, always=True),
        text("ChargeTotalAmount", sums.charges, always=True in kinds),
        text("AllowanceTotalAmount", sums.allowances, always=False in kinds),
        text("TaxBasisTotalAmount", sums.without_tax, always=True),
        RAM.text("TaxTotalAmount", amount(sums.tax.amount, currency), {"currencyID": currency}),
        RAM.text("TaxTotalAmount", amount(own.amount, own.currency), {"currencyID": own.currency})
        if own
        else None,
        text("RoundingAmount", sums.rounding),
        text("GrandTotalAmount", sums.with_tax, always=True),
        text("TotalPrepaidAmount", sums.prepaid),
        text("DuePayableAmount", sums.payable, always=True),
    )


def _preceding(earlier: PrecedingInvoice) -> Child:
    return RAM(
        "InvoiceReferencedDocument",
        RAM.text("IssuerAssignedID", earlier.number),
        RAM(
            "FormattedIssueDateTime",
            QDT.text("DateTimeString", compact_day(earlier.issued_on), DATE),
        ),
    )
