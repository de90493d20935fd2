"""Rules of solutions: pure functions and values. Nothing but `kernel` is imported here."""
