from __future__ import annotations

from django.core import signing
from django.db.models import QuerySet

from wellkept.customers.models import Contact, Customer, PersonalLink, Site
from wellkept.kernel.refusal import missing

_SALT = "wellkept.personal-link"


def customer(id: int) -> Customer:
    """The customer of this key, or the one as whom they go on."""
    found = Customer.objects.select_related("merged_into").filter(pk=id).first()
    if found is None:
        raise missing("customer", "There is no such customer.")
    return found.merged_into or found


def goes_on_as(id: int) -> int:
    """The key of the one as whom this customer goes on: their own, unless they were merged."""
    into = Customer.objects.filter(pk=id).values_list("merged_into_id", flat=True).first()
    return into or id


def listed(*, before: int | None = None, limit: int = 50) -> list[Customer]:
    """Customers, the newest first, from behind the key `before`."""
    found = Customer.objects.filter(merged_into__isnull=True).order_by("-pk")
    return list((found.filter(pk__lt=before) if before is not None else found)[:limit])


def contact(id: int) -> Contact:
    found = Contact.objects.select_related("customer").filter(pk=id).first()
    if found is None:
        raise missing("contact", "There is no such contact.")
    return found


def contacts(customer: int) -> QuerySet[Contact]:
    return Contact.objects.filter(customer_id=customer, active=True).order_by("name")


def sites(customer: int) -> QuerySet[Site]:
    """The places where we work for them now."""
    return Site.objects.filter(customer_id=customer, closed_at__isnull=True).order_by("street")


def site(id: int) -> Site:
    found = Site.objects.select_related("customer").filter(pk=id).first()
    if found is None:
        raise missing("site", "There is no such place.")
    return found


def contacts_by_email(email: str) -> list[Contact]:
    """Every active contact with this address, in any spelling of upper and lower case."""
    if not email.strip():
        return []
    return list(
        Contact.objects.filter(email__iexact=email.strip(), active=True)
        .select_related("customer")
        .order_by("pk")
    )


def key_of(link: PersonalLink) -> str:
    """What stands in the address: signed, so that none can be made up."""
    return signing.Signer(salt=_SALT).sign_object(link.pk)


def link_by_key(key: str) -> PersonalLink | None:
    """The link that a key opens, whatever its state: the caller looks at `expires_at` and `revoked_at`."""
    try:
        id = signing.Signer(salt=_SALT).unsign_object(key)
    except signing.BadSignature:
        return None
    return PersonalLink.objects.select_related("contact__customer").filter(pk=id).first()
