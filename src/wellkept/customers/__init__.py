"""Who: customers, their contacts and sites, and the personal links to their pages.

Promises: what a customer is found by is noted in the transaction that writes it, and keeps finding them when it has
changed. Records: customer met, customer changed, contact added, changed, left and back, site added, changed, closed
and opened again, link revoked.
"""
