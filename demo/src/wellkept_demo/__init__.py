"""The demo company: Lindenau Elektro, its people, its customers, and a year of their journeys.

Promises: everything in it was done by the product's commands, each at its simulated instant. A customer's history is
committed as a whole or not at all, so an interrupted fill continues, and a second fill changes nothing. The same seed
and day give the same company.
"""
