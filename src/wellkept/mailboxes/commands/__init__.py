"""Writes: addresses, accounts at providers, and our place in each of them."""
