"""Writes: customers, their contacts and sites, and the links to their pages."""

from wellkept.customers.commands.contacts import (
    add_contact,
    change_contact,
    let_contact_go,
    take_contact_back,
)
from wellkept.customers.commands.customers import add_customer, change
from wellkept.customers.commands.links import link_for, revoke_links
from wellkept.customers.commands.sites import add_site, change_site, close_site, open_site_again

__all__ = [
    "add_contact",
    "add_customer",
    "add_site",
    "change",
    "change_contact",
    "change_site",
    "close_site",
    "let_contact_go",
    "link_for",
    "open_site_again",
    "revoke_links",
    "take_contact_back",
]
