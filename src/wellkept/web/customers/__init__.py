"""Customers: the list, one customer's page, and forms for everything about them."""
