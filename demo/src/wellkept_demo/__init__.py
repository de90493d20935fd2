"""The demo company: Lindenau Elektro, its people, its customers, and a year of them.

Promises: everything in it was done by the commands that people use, each at its simulated instant; a life is filled
as a whole or not at all, so that an interrupted fill goes on and a second one changes nothing; the same seed and day
give the same company.
"""
