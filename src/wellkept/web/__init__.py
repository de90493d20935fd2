"""The staff pages: every one answers one question, and what it does is one command.

Promises: a page asks commands and queries, never the tables; a refusal comes back with everything that was typed.
"""
