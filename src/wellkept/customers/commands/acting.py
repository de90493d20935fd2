"""What each of the commands begins with: may they, and the customer held."""

from __future__ import annotations

from django.db import transaction

from wellkept.customers import queries
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
    """The customer, or the one as whom they go on, held until the end of the transaction.

    Only one is held at a time: whoever was merged while we waited is let go before the next is taken.
    """
    while True:
        mark = transaction.savepoint()
        row = Customer.objects.select_for_update().filter(pk=queries.customer(customer).pk).get()
        if row.merged_into_id is None:
            transaction.savepoint_commit(mark)
            return row
        transaction.savepoint_rollback(mark)


def locked_with(contact: int) -> tuple[Customer, Contact]:
    """The contact and their customer, held; also where the contact went along with another meanwhile."""
    while True:
        row = queries.contact(contact)
        mark = transaction.savepoint()
        customer = locked(row.customer_id)
        row.refresh_from_db()
        if row.customer_id == customer.pk:
            transaction.savepoint_commit(mark)
            return customer, row
        transaction.savepoint_rollback(mark)
