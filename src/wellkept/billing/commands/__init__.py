"""Book payments and bring them to where they belong: one command for each act."""
