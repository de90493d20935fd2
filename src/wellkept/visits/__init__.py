"""Visits: somebody of ours comes to the customer, within a window of time that the customer picks and moves.

Owns `visit`, `visit_window` and `visit_record`. Promises: one person is never on two visits at the same time. A
fixed visit is a promise on the ledger, and keeps no date beside it. A visit of a journey that is not open is not fixed.
What was done at a visit is kept once, under the key of the device, also where the visit had changed meanwhile.
Records: visits offered, fixed, moved, handed to a colleague, late, done, missed and cancelled; what was done there.
"""
