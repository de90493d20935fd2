"""Writes: customers, their contacts and sites, and the links to their pages."""

from wellkept.customers.commands.contacts import add_contact, change_contact
from wellkept.customers.commands.links import link_for, revoke_links
from wellkept.customers.commands.meeting import change, meet
from wellkept.customers.commands.sites import add_site

__all__ = ["add_contact", "add_site", "change", "change_contact", "link_for", "meet", "revoke_links"]
