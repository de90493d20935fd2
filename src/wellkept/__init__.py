"""Wellkept: one number, one owner, every promise kept."""
