"""Bringing in: customers with their contacts and sites, then orders; the key map remembers which row is which."""
