"""Stored files: what customers send, what we send, signed papers, photographs.

Owns the rows `stored_file` and the folder of files. Content is stored once under its SHA-256 and flushed to
disk before its row can commit. The application never changes or removes it. Promises: a stored file can be
read again byte for byte. A file cannot run in a browser that shows it.
"""
