"""Lines, allowances, charges and categories of VAT in UBL."""

from __future__ import annotations

from decimal import Decimal

from wellkept.einvoices.elements import Child, amount, day, number
from wellkept.einvoices.invoice_lines import Adjustment, Item, Line, Period, Price, Tax, TaxCategory
from wellkept.einvoices.invoice_parties import Identifier
from wellkept.einvoices.ubl_parties import CAC, CBC, VAT

LINE_OBJECT = "130"  # UNTDID 1001: object that a line is about


def money(name: str, value: Decimal, currency: str) -> Child:
    """Write an amount with its currency."""
    return CBC.text(name, amount(value, currency), {"currencyID": currency})


def identifier(name: str, value: Identifier | None) -> Child:
    """Write an identifier with its scheme."""
    return CBC.text(name, value.value, {"schemeID": value.scheme}) if value else None


def period(time: Period | None, event_code: str = "") -> Child:
    """Write a period. `event_code` is the event that makes the VAT due."""
    return CAC(
        "InvoicePeriod",
        CBC.text("StartDate", day(time.start if time else None)),
        CBC.text("EndDate", day(time.end if time else None)),
        CBC.text("DescriptionCode", event_code),
    )


def tax_category(
    name: str, category: TaxCategory, rate: Decimal | None, reason: str = "", reason_code: str = ""
) -> Child:
    """Write a category of VAT, its rate, and why nothing is taxed."""
    return CAC(
        name,
        CBC.text("ID", category.value),
        CBC.text("Percent", number(rate)),
        CBC.text("TaxExemptionReasonCode", reason_code),
        CBC.text("TaxExemptionReason", reason),
        CAC("TaxScheme", CBC.text("ID", VAT)),
    )


def adjustment(change: Adjustment, currency: str) -> Child:
    """Write an allowance or a charge."""
    return CAC(
        "AllowanceCharge",
        CBC.text("ChargeIndicator", "true" if change.is_charge else "false"),
        CBC.text("AllowanceChargeReasonCode", change.reason_code),
        CBC.text("AllowanceChargeReason", change.reason),
        CBC.text("MultiplierFactorNumeric", number(change.percent)),
        money("Amount", change.amount, currency),
        None if change.base is None else money("BaseAmount", change.base, currency),
        tax_category("TaxCategory", change.tax.category, change.tax.rate) if change.tax else None,
    )


def invoice_line(line: Line, net: Decimal, currency: str, *, credit: bool) -> Child:
    """Write a line with its net amount."""
    return CAC(
        "CreditNoteLine" if credit else "InvoiceLine",
        CBC.text("ID", line.id),
        CBC.text("Note", line.note),
        CBC.text(
            "CreditedQuantity" if credit else "InvoicedQuantity",
            number(line.quantity),
            {"unitCode": line.unit},
        ),
        money("LineExtensionAmount", net, currency),
        CBC.text("AccountingCost", line.accounting),
        period(line.period),
        CAC("OrderLineReference", CBC.text("LineID", line.order_line)),
        CAC(
            "DocumentReference",
            identifier("ID", line.object_id),
            CBC.text("DocumentTypeCode", LINE_OBJECT),
        )
        if line.object_id
        else None,
        [adjustment(change, currency) for change in line.adjustments],
        _item(line.item, line.tax),
        _price(line.price, line.unit, currency),
    )


def _item(item: Item, tax: Tax) -> Child:
    return CAC(
        "Item",
        CBC.text("Description", item.description),
        CBC.text("Name", item.name),
        CAC("BuyersItemIdentification", CBC.text("ID", item.buyers_id)),
        CAC("SellersItemIdentification", CBC.text("ID", item.sellers_id)),
        CAC("StandardItemIdentification", identifier("ID", item.standard_id)),
        CAC("OriginCountry", CBC.text("IdentificationCode", item.origin_country)),
        [
            CAC(
                "CommodityClassification",
                CBC.text(
                    "ItemClassificationCode",
                    group.code,
                    {"listID": group.scheme, "listVersionID": group.version},
                ),
            )
            for group in item.classifications
        ],
        tax_category("ClassifiedTaxCategory", tax.category, tax.rate),
        [
            CAC("AdditionalItemProperty", CBC.text("Name", name), CBC.text("Value", value))
            for name, value in item.attributes
        ],
    )


def _price(price: Price, unit: str, currency: str) -> Child:
    """Write a price. Unlike an amount it may have more decimals than the currency."""
    code = {"currencyID": currency}
    return CAC(
        "Price",
        CBC.text("PriceAmount", number(price.net), code),
        CBC.text("BaseQuantity", number(price.per), {"unitCode": unit}) if price.per != 1 else None,
        CAC(
            "AllowanceCharge",
            CBC.text("ChargeIndicator", "false"),
            CBC.text("Amount", number(price.discount), code),
            CBC.text("BaseAmount", number(price.gross), code),
        )
        if price.discount
        else None,
    )
