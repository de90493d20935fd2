"""Bring your spreadsheets, and take everything out: each step asks one question."""
