"""Rights and row locks with which the commands of this room begin."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from wellkept.customers import queries
from wellkept.customers.models import Contact, Customer
from wellkept.kernel.refusal import missing
from wellkept.kernel.rows import columns, read
from wellkept.people.actor import Actor


def may(*, by: Actor, customer: int | None = None) -> None:
    """Check the right: staff may change every customer, and a contact only their own."""
    by.as_writer()
    if (
        by.kind == "customer"
        and not Contact.objects.filter(pk=by.contact or 0, customer_id=customer or 0).exists()
    ):
        raise missing("customer", _("There is nothing at this address."))


def locked(customer: int) -> Customer:
    """Lock the customer (following a merge) until the transaction ends.

    Only one row is locked at a time: a customer that was merged while we waited is released before the next
    is locked.
    """
    while True:
        mark = transaction.savepoint()
        row = Customer.objects.select_for_update().filter(pk=queries.customer(customer).pk).get()
        if row.merged_into_id is None:
            transaction.savepoint_commit(mark)
            return row
        transaction.savepoint_rollback(mark)


def locked_against_merge(customer: int) -> Customer | None:
    """Lock the customer (following a merge) against being merged, until the transaction ends.

    Unlike `locked` it blocks only merges. Returns None if there is no such customer.
    """
    with connection.cursor() as cursor:
        for _unused in range(3):  # no row: they were merged while we waited, and are looked up again
            cursor.execute(_STANDING.format(columns=columns(Customer)), [customer])
            values = cursor.fetchone()
            if values:
                return read(Customer, values)
    return None


_STANDING = """
SELECT {columns} FROM customer
 WHERE id = (SELECT coalesce(merged_into_id, id) FROM customer WHERE id = %s) AND standing FOR KEY SHARE
"""


def locked_with(contact: int) -> tuple[Customer, Contact]:
    """Lock the contact and their customer, also when the contact has moved to another customer meanwhile."""
    while True:
        row = queries.contact(contact)
        mark = transaction.savepoint()
        customer = locked(row.customer_id)
        row.refresh_from_db()
        if row.customer_id == customer.pk:
            transaction.savepoint_commit(mark)
            return customer, row
        transaction.savepoint_rollback(mark)
