"""Stored files: what customers send, what we send, signed papers, photographs.

Owns the rows `stored_file` and the folder of files. A file's content is stored once under its SHA-256, written and
flushed to disk before the row that names it can commit, and never changed or removed by the application.
Promises: a file on record can be read again byte by byte; a file cannot run in a browser that shows it.
"""
