"""Seller and buyer as they stand on a paper: read once, when it is issued, and frozen with it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Site
from wellkept.entities.models import BankAccount, Entity
from wellkept.journeys.models import Journey
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill
from wellkept.people.models import Person
from wellkept.references.models import Reference

SELLER = (
    "legal_name",
    "street",
    "postcode",
    "city",
    "country",
    "register",
    "directors",
    "tax_number",
    "vat_id",
    "phone",
    "mail",
)


def seller_of(entity: Entity, currency: str, person: int) -> dict[str, str]:
    """The entity with its account in this currency, and the person to talk to."""
    account = BankAccount.objects.filter(entity=entity, currency=currency, preferred=True).first()
    talks = Person.objects.get(pk=person)
    return {
        **{name: getattr(entity, name) for name in SELLER},
        "person": talks.name,
        "phone": talks.phone or entity.phone,
        "mail": talks.email or entity.mail,
        "iban": account.iban if account else "",
        "bic": account.bic if account else "",
        "holder": account.holder if account else "",
    }


def buyer_of(row: Journey) -> dict[str, str]:
    """The customer at the journey's site, else at their first, with the number of their order."""
    site = (
        row.site
        or Site.objects.filter(customer=row.customer_id, closed_at__isnull=True).order_by("pk").first()
    )
    order = Reference.objects.filter(subject=row.pk, kind="purchase_order").order_by("-pk").first()
    return {
        "name": row.customer.name,
        "person": row.contact.name if row.contact else "",
        "street": site.street if site else "",
        "postcode": site.postcode if site else "",
        "city": site.city if site else "",
        "country": site.country if site else row.customer.country,
        "reference": order.said if order else "",
    }


def cannot_stand_on_papers(seller: dict[str, str]) -> Refusal | None:
    """Refuse a seller whose address or tax number is missing: an invoice without them is none."""
    needed = {
        "street": _("street"),
        "postcode": _("postcode"),
        "city": _("town"),
    }
    for name, words in needed.items():
        if not seller[name]:
            return _incomplete(words)
    if not (seller["vat_id"] or seller["tax_number"]):
        return _incomplete(_("tax number"))
    return None


def _incomplete(words: object) -> Refusal:
    return Refusal(
        "seller_incomplete",
        fill(_("The seller's %(detail)s is missing."), detail=words),
        instead=_("Add it under “Letterhead and accounts”."),
        status=422,
    )
