"""Addresses at which we receive, and the accounts at providers that we read.

Owns the tables `mailbox`, `mail_account`, `mail_reading` and `mail_taken`. Promises: our place in an account is the
number of a stored mail. It moves in the transaction that stores the mail, so that none is lost or taken twice.
Records: mailbox set, account set.
"""
