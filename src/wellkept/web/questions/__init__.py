"""Questions that we ask customers, and what we are good at."""
