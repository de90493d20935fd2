"""Merge, undo, split, tell apart, and the sweep that finds pairs."""
