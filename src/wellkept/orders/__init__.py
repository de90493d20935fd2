"""The orders stage: details are settled in an agreement.

Owns the agreement: one page of words, a total and dates, frozen with its hash when it is put to the customer.
Promises: at most one agreement in force for a journey. Records: agreement put forward, agreed, withdrawn.
"""
