"""Entities: the legal sellers of this company, with what stands on their letters and papers.

Owns `entity` and `bank_account`. Promises: once there is an entity, one of them is the usual one, and it has not
ended. A bank account keeps its number: another number is another account. Records: added, changed, made usual, ended,
taken up again, account added, preferred, closed. A company with one entity is never asked which.
"""
