"""Customers: the list, one customer's page, and everything that is written down of them."""
