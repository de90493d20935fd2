"""Every write to a journey, one noun a file. `turn` is how each of them begins and ends."""
