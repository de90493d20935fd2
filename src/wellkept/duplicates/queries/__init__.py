"""Read likely duplicates, pairs to check, and merges."""
