"""Writes to a journey, one noun a file. Each begins and ends with a `turn`."""
