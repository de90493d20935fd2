"""Writes: a member of the staff leaves, a contact leaves."""
