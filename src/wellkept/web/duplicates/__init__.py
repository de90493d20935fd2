"""Duplicates: likely pairs, merging and undoing, splitting."""
