"""Exports: everything that a person may read, in one file that any program can open.

Owns the exports that were asked for. Promises: every table leaves, or is named with the reason why it stays.
Records: export made.
"""
