"""From an uploaded file to rows of text, one after the other, in bounded memory.

A table has a header and rows of as many cells. What cannot be read is refused in a sentence that says what to do.
"""
