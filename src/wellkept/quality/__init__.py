"""Nonconformities: what is not as it was to be.

Owns one row for each: what is wrong, who has it in hand, and the dated next step. Promises: an open one is in the
hands of somebody who has not left, and has a next step with its date; it is closed with what was corrected and what
the cause was; what was wrong stays as it was written. Records: raised, next step set, handed, overdue, closed.

This is the least that is true. Corrective acts, their effect and how often a cause comes back grow here, on the
same row's subject; pages that find something wrong call `raise_nonconformity` and keep its key.
"""
