"""Reading: who may be the same, which pairs wait for a look, what a merge moved."""
