"""Parse an uploaded file into rows of text, streaming, in bounded memory.

A table has a header and rows of the same width. An unreadable file is refused with a sentence that says what
to do.
"""
