"""The journey page: everything that is true of one journey, and what can be done with it now. Owns no rows."""
