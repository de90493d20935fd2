"""Writes: imports from their files to what they brought in and back, and exports."""
