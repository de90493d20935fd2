"""Who: customers, their contacts and sites, and the personal links to their pages.

Promises: what a customer is found by is noted in the transaction that writes it. Records: customer met,
customer changed, contact added and changed, site added, link made and revoked.
"""
