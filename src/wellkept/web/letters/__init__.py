"""Letters: those that customers received, and those that did not reach them."""
