"""Wrong documents fail, each by a rule with a name: totals, categories, dates and ids, in both syntaxes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from tests.einvoices.invoices import full_invoice, line
from wellkept.einvoices.profiles import FACTUR_X, PEPPOL, PLAIN_UBL, XRECHNUNG_CII, XRECHNUNG_UBL, Profile
from wellkept.einvoices.rule_engine import RuleEngine
from wellkept.einvoices.validate import prepare, validate, write

NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
Change = Callable[[etree._Element], None]


def say(text: str) -> Change:
    def change(element: etree._Element) -> None:
        element.text = text

    return change


def drop(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def errors_after(profile: Profile, path: str, change: Change, engine: RuleEngine) -> dict[str, str]:
    """Change the first element at a path of a right invoice. Return the errors by rule."""
    tree = etree.fromstring(write(full_invoice(profile), profile))
    element = tree.find(path, NAMES)
    assert element is not None
    change(element)
    verdict = validate(etree.tostring(tree), profile, engine=engine)
    assert verdict.no_errors_found == (not verdict.errors)
    return {finding.rule: str(finding.words) for finding in verdict.errors}


UBL = [
    ("cac:LegalMonetaryTotal/cbc:LineExtensionAmount", say("1.00"), "BR-CO-10"),
    ("cac:LegalMonetaryTotal/cbc:AllowanceTotalAmount", say("1.00"), "BR-CO-11"),
    ("cac:LegalMonetaryTotal/cbc:ChargeTotalAmount", say("1.00"), "BR-CO-12"),
    ("cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", say("1.00"), "BR-CO-13"),
    ("cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", say("1.00"), "BR-CO-15"),
    ("cac:LegalMonetaryTotal/cbc:PrepaidAmount", say("1.00"), "BR-CO-16"),
    ("cac:LegalMonetaryTotal/cbc:PayableRoundingAmount", say("1.00"), "BR-CO-16"),
    ("cac:LegalMonetaryTotal/cbc:PayableAmount", say("1.00"), "BR-CO-16"),
    ("cac:TaxTotal/cbc:TaxAmount", say("1.00"), "BR-CO-14"),
    ("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount", say("1.00"), "BR-S-08"),
    ("cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount", say("1.00"), "BR-S-09"),
    ("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent", say("20"), "BR-S-08"),
    ("cac:TaxTotal/cac:TaxSubtotal", drop, "BR-CO-14"),
    ("cac:TaxTotal", drop, "BR-CO-18"),
    ("cac:InvoiceLine/cbc:LineExtensionAmount", say("1.00"), "BR-CO-10"),
    ("cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID", say("Z"), "BR-Z-01"),
    ("cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID", say("Q"), "BR-CL-18"),
    ("cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory", drop, "BR-CO-04"),
    ("cac:InvoiceLine/cbc:InvoicedQuantity", drop, "BR-22"),
    ("cac:InvoiceLine/cac:Price", drop, "BR-26"),
    ("cac:InvoiceLine/cac:Price/cbc:PriceAmount", say("-1"), "BR-27"),
    ("cac:InvoiceLine/cac:Item/cbc:Name", drop, "BR-25"),
    ("cac:InvoiceLine/cbc:ID", drop, "BR-21"),
    ("cac:InvoicePeriod/cbc:EndDate", say("2026-10-01"), "BR-29"),
    ("cac:InvoiceLine/cac:InvoicePeriod/cbc:EndDate", say("2026-10-01"), "BR-30"),
    ("cbc:IssueDate", drop, "BR-03"),
    ("cbc:ID", drop, "BR-02"),
    ("cbc:InvoiceTypeCode", say("999"), "BR-CL-01"),
    ("cbc:DocumentCurrencyCode", say("EUX"), "BR-CL-04"),
    ("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID", say("136695976"), "BR-CO-09"),
    ("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName", drop, "BR-06"),
    ("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cac:Country", drop, "BR-11"),
    ("cac:PaymentMeans/cac:PayeeFinancialAccount", drop, "BR-61"),
    ("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", drop, "BR-55"),
]
SUMS = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/"
SUMMATION = SUMS + "ram:SpecifiedTradeSettlementHeaderMonetarySummation/"
LINE = "rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem/"
PEOPLE = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement/"
CII = [
    (SUMMATION + "ram:LineTotalAmount", say("1.00"), "BR-CO-10"),
    (SUMMATION + "ram:AllowanceTotalAmount", say("1.00"), "BR-CO-11"),
    (SUMMATION + "ram:ChargeTotalAmount", say("1.00"), "BR-CO-12"),
    (SUMMATION + "ram:TaxBasisTotalAmount", say("1.00"), "BR-CO-13"),
    (SUMMATION + "ram:TaxTotalAmount", say("1.00"), "BR-CO-14"),
    (SUMMATION + "ram:GrandTotalAmount", say("1.00"), "BR-CO-15"),
    (SUMMATION + "ram:TotalPrepaidAmount", say("1.00"), "BR-CO-16"),
    (SUMMATION + "ram:DuePayableAmount", say("1.00"), "BR-CO-16"),
    (SUMS + "ram:ApplicableTradeTax/ram:BasisAmount", say("1.00"), "BR-S-08"),
    (SUMS + "ram:ApplicableTradeTax/ram:CalculatedAmount", say("1.00"), "BR-S-09"),
    (LINE + "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax/ram:CategoryCode", say("Z"), "BR-Z-01"),
    (LINE + "ram:SpecifiedTradeProduct/ram:Name", drop, "BR-25"),
    (SUMS + "ram:BillingSpecifiedPeriod/ram:EndDateTime/udt:DateTimeString", say("20261001"), "BR-29"),
    ("rsm:ExchangedDocument/ram:ID", drop, "BR-02"),
    ("rsm:ExchangedDocument/ram:TypeCode", say("999"), "BR-CL-01"),
    (SUMS + "ram:InvoiceCurrencyCode", say("EUX"), "BR-CL-04"),
    (PEOPLE + "ram:SellerTradeParty/ram:Name", drop, "BR-06"),
    (PEOPLE + "ram:BuyerTradeParty/ram:PostalTradeAddress/ram:CountryID", drop, "BR-11"),
]
GERMAN = [
    ("cbc:BuyerReference", drop, "BR-DE-15"),
    ("cac:AccountingSupplierParty/cac:Party/cac:Contact", drop, "BR-DE-2"),
    ("cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:CityName", drop, "BR-DE-3"),
    ("cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:PostalZone", drop, "BR-DE-9"),
    ("cbc:CustomizationID", say("urn:cen.eu:en16931:2017"), "BR-DE-21"),
]
PEPPOLS = [
    ("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", drop, "PEPPOL-EN16931-R010"),
    ("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", drop, "PEPPOL-EN16931-R020"),
    ("cac:InvoiceLine/cbc:InvoicedQuantity", say("400"), "PEPPOL-EN16931-R120"),
    ("cbc:ProfileID", drop, "PEPPOL-EN16931-R001"),
]


def ids(case: object) -> str:
    return case.rsplit("/", 1)[-1] if isinstance(case, str) else ""


@pytest.mark.parametrize(("path", "change", "rule"), UBL, ids=ids)
def test_a_wrong_ubl_document_fails_by_its_rule(
    path: str, change: Change, rule: str, engine: RuleEngine
) -> None:
    assert rule in errors_after(PLAIN_UBL, path, change, engine)


@pytest.mark.parametrize(("path", "change", "rule"), CII, ids=ids)
def test_a_wrong_cii_document_fails_by_its_rule(
    path: str, change: Change, rule: str, engine: RuleEngine
) -> None:
    assert rule in errors_after(FACTUR_X, path, change, engine)


@pytest.mark.parametrize(("path", "change", "rule"), GERMAN, ids=ids)
def test_germanys_own_rules_are_run(path: str, change: Change, rule: str, engine: RuleEngine) -> None:
    tree = etree.fromstring(write(full_invoice(XRECHNUNG_UBL), XRECHNUNG_UBL))
    element = tree.find(path, NAMES)
    assert element is not None
    change(element)
    verdict = validate(etree.tostring(tree), XRECHNUNG_UBL, engine=engine)
    assert rule in {finding.rule for finding in verdict.findings}


@pytest.mark.parametrize(("path", "change", "rule"), PEPPOLS, ids=ids)
def test_peppols_own_rules_are_run(path: str, change: Change, rule: str, engine: RuleEngine) -> None:
    assert rule in errors_after(PEPPOL, path, change, engine)


def test_germanys_own_rules_are_run_for_the_other_syntax(engine: RuleEngine) -> None:
    assert "BR-DE-15" in errors_after(XRECHNUNG_CII, PEOPLE + "ram:BuyerReference", drop, engine)


def test_a_document_of_another_shape_fails_by_the_schema(engine: RuleEngine) -> None:
    assert errors_after(PLAIN_UBL, "cbc:IssueDate", say("30.11.2026"), engine).keys() >= {
        "schemav_cvc_datatype_valid_1_2_1"
    }
    assert "schemav_element_content" in errors_after(
        FACTUR_X, "rsm:ExchangedDocument/ram:IssueDateTime", drop, engine
    )


@pytest.mark.parametrize("profile", [PLAIN_UBL, FACTUR_X], ids=lambda profile: profile.name)
def test_a_third_decimal_is_refused_by_us_and_by_the_published_rules(
    profile: Profile, engine: RuleEngine
) -> None:
    dinars = replace(
        full_invoice(profile),
        currency="KWD",
        adjustments=(),
        prepaid=Decimal(0),
        rounding=Decimal(0),
        tax_in_own_currency=None,
    )
    whole = prepare(replace(dinars, lines=(line(net="10"),)), profile, engine).verdict
    third = prepare(replace(dinars, lines=(line(net="10.005"),)), profile, engine).verdict
    assert whole.errors == ()
    rules = {finding.rule for finding in third.errors}
    assert "more_than_two_decimals" in rules
    assert {rule[:7] for rule in rules} >= {"BR-DEC-"}


def test_peppol_refuses_a_line_that_was_rounded_to_whole_yen(engine: RuleEngine) -> None:
    yen = replace(
        full_invoice(PEPPOL),
        currency="JPY",
        adjustments=(),
        prepaid=Decimal(0),
        rounding=Decimal(0),
        tax_in_own_currency=None,
        lines=(line(net="333", quantity="1.5"),),
    )
    assert [finding.rule for finding in prepare(yen, PEPPOL, engine).verdict.errors] == [
        "PEPPOL-EN16931-R120"
    ]
    assert prepare(yen, PLAIN_UBL, engine).verdict.errors == ()
