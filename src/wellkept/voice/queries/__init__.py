"""Reads: statements, interviews, meetings, and what is to be done with customers."""
