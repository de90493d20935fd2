"""Everything that is kept here, as tables that any program can read, for whoever may read it."""
