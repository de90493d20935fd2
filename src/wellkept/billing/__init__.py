"""Billing: invoices for what was agreed, and the money that customers pay.

Owns `number_series`, `invoice`, `invoice_line`, `billing_allocation`, `payment` and `payment_allocation`. Promises: an
agreed line is billed once, in its words and at its price. Legal numbers have no gap. An issued invoice never changes.
An entry of a bank is booked once. Each invoice and each payment that is not settled has one handler and a dated next
step. Records: drafted, discarded, issued, credited, paid, and what happens with each payment.
"""
