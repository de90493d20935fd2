"""What a table may hold, what its columns may mean, and how its cells are read. Pure functions."""
