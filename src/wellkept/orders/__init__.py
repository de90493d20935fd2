"""The orders stage: details are settled in an agreement.

Owns the quote and the agreement: lines with prices, a total and dates. A quote is frozen when it is sent, an agreement
with its hash when it is put to the customer. The customer's choice from a quote makes the lines of an agreement.
Promises: at most one agreement in force for a journey, a sent quote never changes, and no discount beyond the sender's
limit is sent without an approval of exactly this version. Records: quote begun, sent, questioned, declined. Also
discount asked for and answered; agreement put forward, agreed, withdrawn.
"""
