"""Mailboxes that we read: add one, try it, pause it, remove it."""
