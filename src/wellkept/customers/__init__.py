"""Customers, their contacts and sites, and the personal links to their pages.

Promises: every name and address is a reference from the transaction that writes it, and stays one after it
has changed. Records: customer added, customer changed, contact added, changed, left and back, site added,
changed, closed and opened again, link revoked.
"""
