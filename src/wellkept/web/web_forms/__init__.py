"""Forms for our website: what they ask, and to whom it goes."""
