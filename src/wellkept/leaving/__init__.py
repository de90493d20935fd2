"""Leaving: somebody goes, and everything that is theirs goes into other hands in the same act.

A person of the staff, or a contact at a customer. Owns no rows; each room hands over its own.
"""
