"""The staff pages: each answers one question, and each of its acts is one command.

Promises: a page asks commands and queries, never the tables; a refused form comes back with everything that
was typed.
"""
