"""Pages of who sells: entities, with what stands on their letters and papers."""
