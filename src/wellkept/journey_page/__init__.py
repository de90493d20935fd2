"""The journey page: everything about one journey, and the acts that are possible now. Owns no rows."""
