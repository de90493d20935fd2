"""What we told the customer that they now rely on: the ledger.

Promises law 7 and the moved promises of law 8: nothing is edited or deleted, moving needs its notice and counts
from its being told, broken is what the clock says. Records: made, kept, moved, answered, released, struck.
"""
