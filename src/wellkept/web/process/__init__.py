"""Pages of the documented process."""
