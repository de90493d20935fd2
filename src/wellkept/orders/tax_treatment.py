"""VAT treatment of a sale on a journey: by its seller, and by where its customer is and which VAT id they gave."""

from __future__ import annotations

from wellkept.entities.queries import entity
from wellkept.journeys.models import Journey
from wellkept.kernel.vat_ids import is_malformed, misses_its_check_digit
from wellkept.references.queries import of as references_of
from wellkept.solutions.rules.vat_treatment import Buyer, Seller, Treatment, treatment_of

SHORTEST = 8  # characters of a VAT id


def treatment_for(row: Journey, sale: str) -> Treatment:
    """Treat a sale on this journey. `sale` is goods, services, electronic or property.

    Goods and work on a building are taxed by the country of the site, everything else by that of the customer.
    """
    country = row.customer.country
    if sale in ("goods", "property") and row.site is not None:
        country = row.site.country
    return treatment_of(
        seller=Seller(country=entity(row.entity_id).country),
        buyer=Buyer(country=country, vat_id=vat_id_of(row)),
        kind=sale,
    )


def vat_id_of(row: Journey) -> str:
    """The VAT id among the references of the organisation or of its journey, or nothing. A person has none."""
    if row.customer.kind == "person":
        return ""
    for reference in references_of([row.customer_id, row.pk]):
        number = "".join(letter for letter in reference.said.upper() if letter.isalnum())
        if reference.kind == "other" and _is_vat_id(number):
            return number
    return ""


def _is_vat_id(number: str) -> bool:
    """Whether it has a country's letters, and the form and the check digit of its VAT ids."""
    long_enough = len(number) >= SHORTEST and number[:2].isalpha() and any(map(str.isdigit, number[2:]))
    return long_enough and not is_malformed(number) and not misses_its_check_digit(number)
