"""Parties, addresses and dates in CII."""

from __future__ import annotations

from datetime import date

from wellkept.einvoices.elements import Child, Namespace, compact_day
from wellkept.einvoices.invoice_parties import Identifier, Party, Payee, PostalAddress, TaxRepresentative

RSM = Namespace("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100")
RAM = Namespace("urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100")
UDT = Namespace("urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100")
QDT = Namespace("urn:un:unece:uncefact:data:standard:QualifiedDataType:100")
DATE = {"format": "102"}  # UNTDID 2379: a day as CCYYMMDD


def moment(name: str, value: date | None) -> Child:
    """Write a date."""
    return RAM(name, UDT.text("DateTimeString", compact_day(value), DATE))


def seller(party: Party) -> Child:
    """Write the seller."""
    return _party("SellerTradeParty", party)


def buyer(party: Party) -> Child:
    """Write the buyer."""
    return _party("BuyerTradeParty", party)


def payee(receiver: Payee) -> Child:
    """Write the payee."""
    return RAM(
        "PayeeTradeParty",
        ids((receiver.identifier,)),
        RAM.text("Name", receiver.name),
        RAM("SpecifiedLegalOrganization", _id("ID", receiver.legal_registration)),
    )


def representative(party: TaxRepresentative) -> Child:
    """Write the tax representative."""
    return RAM(
        "SellerTaxRepresentativeTradeParty",
        RAM.text("Name", party.name),
        address(party.address),
        _registration(party.vat_id, "VA"),
    )


def address(place: PostalAddress) -> Child:
    """Write an address."""
    return RAM(
        "PostalTradeAddress",
        RAM.text("PostcodeCode", place.postcode),
        RAM.text("LineOne", place.street),
        RAM.text("LineTwo", place.second_line),
        RAM.text("LineThree", place.third_line),
        RAM.text("CityName", place.city),
        RAM.text("CountryID", place.country),
        RAM.text("CountrySubDivisionName", place.region),
    )


def ids(identifiers: tuple[Identifier | None, ...]) -> list[Child]:
    """Write identifiers: first those without a scheme, then those with one."""
    present = [identifier for identifier in identifiers if identifier]
    local = [RAM.text("ID", identifier.value) for identifier in present if not identifier.scheme]
    return local + [_id("GlobalID", identifier) for identifier in present if identifier.scheme]


def _party(name: str, party: Party) -> Child:
    endpoint, contact = party.electronic_address, party.contact
    return RAM(
        name,
        ids(party.identifiers),
        RAM.text("Name", party.name),
        RAM.text("Description", party.legal_information),
        RAM(
            "SpecifiedLegalOrganization",
            _id("ID", party.legal_registration),
            RAM.text("TradingBusinessName", party.trading_name),
        ),
        RAM(
            "DefinedTradeContact",
            RAM.text("PersonName", contact.name),
            RAM("TelephoneUniversalCommunication", RAM.text("CompleteNumber", contact.phone)),
            RAM("EmailURIUniversalCommunication", RAM.text("URIID", contact.email)),
        )
        if contact
        else None,
        address(party.address),
        RAM("URIUniversalCommunication", RAM.text("URIID", endpoint.value, {"schemeID": endpoint.scheme}))
        if endpoint
        else None,
        _registration(party.tax_number, "FC"),
        _registration(party.vat_id, "VA"),
    )


def _id(name: str, identifier: Identifier | None) -> Child:
    return RAM.text(name, identifier.value, {"schemeID": identifier.scheme}) if identifier else None


def _registration(number: str, scheme: str) -> Child:
    return RAM("SpecifiedTaxRegistration", RAM.text("ID", number, {"schemeID": scheme}))
