"""What each of the commands begins with: may they, and the customer held."""

from __future__ import annotations

from wellkept.customers.models import Contact, Customer
from wellkept.kernel.refusal import missing
from wellkept.people.actor import Actor


def may(by: Actor, customer: int | None = None) -> None:
    """Staff keep every customer; a contact what belongs to their own."""
    by.as_writer()
    if (
        by.kind == "customer"
        and not Contact.objects.filter(pk=by.contact or 0, customer_id=customer or 0).exists()
    ):
        raise missing("customer", "There is nothing at this address.")


def locked(customer: int) -> Customer:
    row = Customer.objects.select_for_update().filter(pk=customer).first()
    if row is None:
        raise missing("customer", "There is no such customer.")
    return row
