"""Parties and addresses in UBL."""

from __future__ import annotations

from wellkept.einvoices.elements import Child, Namespace
from wellkept.einvoices.invoice_parties import Identifier, Party, Payee, PostalAddress, TaxRepresentative

CAC = Namespace("urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2")
CBC = Namespace("urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2")
VAT = "VAT"
OTHER_TAX = "FC"  # any scheme but VAT marks the local tax number
CREDITOR = "SEPA"  # scheme under which the creditor id of a direct debit stands among a party's identifiers


def seller(party: Party, creditor_id: str) -> Child:
    """Write the seller, with the creditor id of a direct debit if there is one."""
    return CAC("AccountingSupplierParty", _party(party, creditor_id))


def buyer(party: Party) -> Child:
    """Write the buyer."""
    return CAC("AccountingCustomerParty", _party(party, ""))


def payee(receiver: Payee) -> Child:
    """Write the payee."""
    return CAC(
        "PayeeParty",
        _identification(receiver.identifier),
        CAC("PartyName", CBC.text("Name", receiver.name)),
        CAC("PartyLegalEntity", _id("CompanyID", receiver.legal_registration)),
    )


def representative(party: TaxRepresentative) -> Child:
    """Write the tax representative."""
    return CAC(
        "TaxRepresentativeParty",
        CAC("PartyName", CBC.text("Name", party.name)),
        address("PostalAddress", party.address),
        _tax_scheme(party.vat_id, VAT),
    )


def address(name: str, place: PostalAddress) -> Child:
    """Write an address under this name."""
    return CAC(
        name,
        CBC.text("StreetName", place.street),
        CBC.text("AdditionalStreetName", place.second_line),
        CBC.text("CityName", place.city),
        CBC.text("PostalZone", place.postcode),
        CBC.text("CountrySubentity", place.region),
        CAC("AddressLine", CBC.text("Line", place.third_line)),
        CAC("Country", CBC.text("IdentificationCode", place.country)),
    )


def _party(party: Party, creditor_id: str) -> Child:
    endpoint, contact = party.electronic_address, party.contact
    identifiers = [*party.identifiers, *([Identifier(creditor_id, CREDITOR)] if creditor_id else [])]
    return CAC(
        "Party",
        CBC.text("EndpointID", endpoint.value, {"schemeID": endpoint.scheme}) if endpoint else None,
        [_identification(one_of) for one_of in identifiers],
        CAC("PartyName", CBC.text("Name", party.trading_name)),
        address("PostalAddress", party.address),
        _tax_scheme(party.vat_id, VAT),
        _tax_scheme(party.tax_number, OTHER_TAX),
        CAC(
            "PartyLegalEntity",
            CBC.text("RegistrationName", party.name),
            _id("CompanyID", party.legal_registration),
            CBC.text("CompanyLegalForm", party.legal_information),
        ),
        CAC(
            "Contact",
            CBC.text("Name", contact.name),
            CBC.text("Telephone", contact.phone),
            CBC.text("ElectronicMail", contact.email),
        )
        if contact
        else None,
    )


def _identification(identifier: Identifier | None) -> Child:
    return CAC("PartyIdentification", _id("ID", identifier))


def _id(name: str, identifier: Identifier | None) -> Child:
    return CBC.text(name, identifier.value, {"schemeID": identifier.scheme}) if identifier else None


def _tax_scheme(number: str, scheme: str) -> Child:
    if not number:
        return None
    return CAC("PartyTaxScheme", CBC.text("CompanyID", number), CAC("TaxScheme", CBC.text("ID", scheme)))
