"""The one log of events.

Owns subjects (everything that has a history) and their events: append-only, chained by hash per subject, with
erasable bodies. Promises: no row of a law table commits without an event of its subject in the same
transaction. Nothing else writes the log. Listeners hear of an event within a second.
"""
