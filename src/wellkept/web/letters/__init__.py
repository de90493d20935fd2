"""Letters: what customers received, and what did not reach them."""
