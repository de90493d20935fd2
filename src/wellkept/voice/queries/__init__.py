"""Reads: what holds now, what was, and what is to be done."""
