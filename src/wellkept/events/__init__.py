"""The one log.

Owns subjects (what can have a history) and their events: append-only, chained by hash per subject, with
erasable bodies. Promises: no row of a law table commits without an event of its subject in the same
transaction; nothing else writes the log; whoever listens hears of an event within a second.
"""
