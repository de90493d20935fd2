"""Promises: the ledger of everything we told a customer that they now rely on."""
