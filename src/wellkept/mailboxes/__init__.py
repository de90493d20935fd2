"""Addresses at which we receive, and the accounts at providers that we read.

Owns the tables `mailbox`, `mail_account`, `mail_reading` and `mail_taken`. Promises: our place in an account moves in
the transaction in which a mail is stored, so that none is lost or taken twice. Records: mailbox set, account set.
"""
