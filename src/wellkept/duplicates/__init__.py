"""Duplicates: two customers who may be one, and one customer who may be two.

Promises: a likely duplicate is found on entry, on import and by a sweep, with reasons. A merge loses nothing,
and every reference still resolves. A merge can be undone at any time, even after later merges.

Records: customers merged, merge undone, customer split, customers told apart, journey moved along with its
customer.
"""
