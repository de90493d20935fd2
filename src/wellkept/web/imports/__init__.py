"""Imports: bring in spreadsheets; each step asks one question."""
