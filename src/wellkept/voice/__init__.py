"""Statements of customers in their words, and what follows from them.

Owns statements (expectations, goals, pressures, obstacles), interviews with questions, answers and
read-backs, the seven questions, rhythms and key customers, our strengths and how a need fits them. Promises:
a customer's words are never rewritten and never lost, they end or are replaced. A rhythm always has its next
date.

Records: statements noted and ended, interviews planned, held, read back, confirmed and corrected, the seven
answered, rhythms and meetings, key customers, strengths, fit.
"""
