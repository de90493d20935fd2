"""Two who may be one, and one who may be two: the pairs, merging and undoing, splitting."""
