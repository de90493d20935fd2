"""The verifier: reads the record, and says what in it cannot be true.

Owns nothing, writes nothing, and imports no other room, so that it shares no code with what wrote the log.
`chains` walks the hash chains. `rebuild` makes rows from events, and `law_tables` compares them with the tables.
`heads` compares chains with a root that left the house, `stored_files` the files on record with their folder.
"""
