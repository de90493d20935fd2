"""Bring in customers, contacts, sites and orders."""
