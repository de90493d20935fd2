"""Mailboxes that we read at a provider, by IMAP.

Promises: a mail is stored in the transaction that moves our place in the mailbox, so none is lost or taken twice.
"""
