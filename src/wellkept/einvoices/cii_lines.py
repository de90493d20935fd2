"""Lines, allowances, charges and VAT in CII."""

from __future__ import annotations

from decimal import Decimal

from wellkept.einvoices.cii_parties import RAM, UDT, moment
from wellkept.einvoices.elements import Child, amount, number
from wellkept.einvoices.invoice_lines import Adjustment, Item, Line, Period, Price, Tax

VAT = "VAT"
LINE_OBJECT = "130"  # UNTDID 1001: object that a line is about


def period(time: Period | None) -> Child:
    """Write a period."""
    if time is None:
        return None
    return RAM("BillingSpecifiedPeriod", moment("StartDateTime", time.start), moment("EndDateTime", time.end))


def adjustment(change: Adjustment, currency: str) -> Child:
    """Write an allowance or a charge."""
    return RAM(
        "SpecifiedTradeAllowanceCharge",
        _indicator(is_charge=change.is_charge),
        RAM.text("CalculationPercent", number(change.percent)),
        None if change.base is None else RAM.text("BasisAmount", amount(change.base, currency)),
        RAM.text("ActualAmount", amount(change.amount, currency)),
        RAM.text("ReasonCode", change.reason_code),
        RAM.text("Reason", change.reason),
        _tax("CategoryTradeTax", change.tax) if change.tax else None,
    )


def invoice_line(line: Line, net: Decimal, currency: str) -> Child:
    """Write a line with its net amount."""
    return RAM(
        "IncludedSupplyChainTradeLineItem",
        RAM(
            "AssociatedDocumentLineDocument",
            RAM.text("LineID", line.id),
            RAM("IncludedNote", RAM.text("Content", line.note)),
        ),
        _product(line.item),
        RAM(
            "SpecifiedLineTradeAgreement",
            RAM("BuyerOrderReferencedDocument", RAM.text("LineID", line.order_line)),
            _gross_price(line.price, line.unit),
            RAM("NetPriceProductTradePrice", _charged(line.price.net, line.price, line.unit)),
        ),
        RAM(
            "SpecifiedLineTradeDelivery",
            RAM.text("BilledQuantity", number(line.quantity), {"unitCode": line.unit}),
        ),
        RAM(
            "SpecifiedLineTradeSettlement",
            _tax("ApplicableTradeTax", line.tax),
            period(line.period),
            [adjustment(change, currency) for change in line.adjustments],
            RAM(
                "SpecifiedTradeSettlementLineMonetarySummation",
                RAM.text("LineTotalAmount", amount(net, currency)),
            ),
            RAM(
                "AdditionalReferencedDocument",
                RAM.text("IssuerAssignedID", line.object_id.value),
                RAM.text("TypeCode", LINE_OBJECT),
                RAM.text("ReferenceTypeCode", line.object_id.scheme),
            )
            if line.object_id
            else None,
            RAM("ReceivableSpecifiedTradeAccountingAccount", RAM.text("ID", line.accounting)),
        ),
    )


def _indicator(*, is_charge: bool) -> Child:
    return RAM("ChargeIndicator", UDT.text("Indicator", "true" if is_charge else "false"))


def _tax(name: str, tax: Tax) -> Child:
    return RAM(
        name,
        RAM.text("TypeCode", VAT),
        RAM.text("CategoryCode", tax.category.value),
        RAM.text("RateApplicablePercent", number(tax.rate)),
    )


def _product(item: Item) -> Child:
    standard = item.standard_id
    return RAM(
        "SpecifiedTradeProduct",
        RAM.text("GlobalID", standard.value, {"schemeID": standard.scheme}) if standard else None,
        RAM.text("SellerAssignedID", item.sellers_id),
        RAM.text("BuyerAssignedID", item.buyers_id),
        RAM.text("Name", item.name),
        RAM.text("Description", item.description),
        [
            RAM(
                "ApplicableProductCharacteristic",
                RAM.text("Description", name),
                RAM.text("Value", value),
            )
            for name, value in item.attributes
        ],
        [
            RAM(
                "DesignatedProductClassification",
                RAM.text("ClassCode", group.code, {"listID": group.scheme, "listVersionID": group.version}),
            )
            for group in item.classifications
        ],
        RAM("OriginTradeCountry", RAM.text("ID", item.origin_country)),
    )


def _gross_price(price: Price, unit: str) -> Child:
    """Write the price before its discount, only where there is one."""
    if not price.discount:
        return None
    return RAM(
        "GrossPriceProductTradePrice",
        _charged(price.gross, price, unit),
        RAM(
            "AppliedTradeAllowanceCharge",
            _indicator(is_charge=False),
            RAM.text("ActualAmount", number(price.discount)),
        ),
    )


def _charged(value: Decimal, price: Price, unit: str) -> list[Child]:
    return [
        RAM.text("ChargeAmount", number(value)),
        RAM.text("BasisQuantity", number(price.per), {"unitCode": unit}) if price.per != 1 else None,
    ]
