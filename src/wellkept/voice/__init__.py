"""What they tell us, in their words, and what comes of it.

Owns statements (expectations, goals, pressures, obstacles), interviews with their questions, answers and read-backs,
the seven questions, rhythms and key customers, what we are good at and how a need fits it. Promises: what somebody told
us is never rewritten and never lost, it ends or gives way; a rhythm always has its next date. Records: statements noted
and ended, interviews planned, held, read back, confirmed and corrected, the seven answered, rhythms and meetings, key
customers, strengths, fit.
"""
