"""Two customers who may be one, and one who may be two.

Promises: whoever may be met twice is found on entry, on import and by a sweep, with the reasons; a merge loses nothing,
every reference goes on resolving, and it can be undone at any time, also when others were merged since. Records:
customers merged, merge undone, customer split, customers told apart, journey went along with its customer.
"""
