"""Writes: merging, undoing, splitting, telling apart, and the sweep that finds pairs."""
