"""Billing: the money that customers pay.

Owns `payment`. Promises: an entry of a bank statement is booked once, and each payment that is not settled has one
handler and a dated next step. Records: a statement read, a payment booked, planned, handed, overdue, set aside.
"""
