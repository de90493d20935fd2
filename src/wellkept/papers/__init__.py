"""Papers that a customer gets: quote, agreement, delivery note, invoice. Typed values in, one PDF out.

Owns how a paper looks, and nothing about what stands on it: whoever makes one words every line, date and amount in the
reader's language. Promises PDF/A-3a and PDF/UA-1 in one file, so that archives keep it and screen readers read it.
Records nothing.
"""
