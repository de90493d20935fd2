"""Nonconformities: a requirement that was not met, and what is done about it.

Owns one row for each: what is wrong, its handler, and the dated next step. Promises: an open one has an
active handler and a dated next step. Closing needs a correction and a cause. The description is never
changed. Records: raised, next step set, handed, overdue, closed.

Corrective actions, their effect and recurring causes will be added here, on the same subject. Pages that find
something wrong call `raise_nonconformity` and keep its key.
"""
