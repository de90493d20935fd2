"""Exports: everything, in one file."""
