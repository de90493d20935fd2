from __future__ import annotations

from django.core import signing
from django.utils.translation import gettext_lazy as _

from wellkept.customers.models import Contact, Customer, PersonalLink, Site
from wellkept.kernel.mail_address import has_address
from wellkept.kernel.refusal import missing

_SALT = "wellkept.personal-link"


def customer(id: int) -> Customer:
    """Return the customer of this key, following a merge."""
    row = Customer.objects.select_related("merged_into").filter(pk=id).first()
    if row is None:
        raise missing("customer", _("There is no such customer."))
    return row.merged_into or row


def goes_on_as(id: int) -> int:
    """Return the key of the customer after all merges: their own, unless they were merged."""
    into = Customer.objects.filter(pk=id).values_list("merged_into_id", flat=True).first()
    return into or id


def listed(*, before: int | None = None, limit: int = 50) -> list[Customer]:
    """Customers, newest first, after the key `before`."""
    rows = Customer.objects.filter(merged_into__isnull=True).order_by("-pk")
    return list((rows.filter(pk__lt=before) if before is not None else rows)[:limit])


def contact(id: int) -> Contact:
    row = Contact.objects.select_related("customer").filter(pk=id).first()
    if row is None:
        raise missing("contact", _("There is no such contact."))
    return row


def contacts(customer: int) -> list[Contact]:
    return list(Contact.objects.filter(customer_id=customer, active=True).order_by("name"))


def sites(customer: int) -> list[Site]:
    """Open sites of a customer."""
    return list(Site.objects.filter(customer_id=customer, closed_at__isnull=True).order_by("street"))


def site(id: int) -> Site:
    row = Site.objects.select_related("customer").filter(pk=id).first()
    if row is None:
        raise missing("site", _("There is no such site."))
    return row


def contacts_by_email(email: str) -> list[Contact]:
    """Active contacts with this address, in any case."""
    if not email.strip():
        return []
    return list(
        Contact.objects.filter(has_address("email", email), active=True)
        .select_related("customer")
        .order_by("pk")
    )


def key_of(link: PersonalLink) -> str:
    """Sign a link, for its address."""
    return signing.Signer(salt=_SALT).sign_object(link.pk)


def link_by_key(key: str) -> PersonalLink | None:
    """Return the link of a key in any state. The caller checks `expires_at` and `revoked_at`."""
    try:
        id = signing.Signer(salt=_SALT).unsign_object(key)
    except signing.BadSignature:
        return None
    return PersonalLink.objects.select_related("contact__customer").filter(pk=id).first()
