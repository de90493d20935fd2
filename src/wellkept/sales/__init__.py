"""The sales stage: the problem is understood and read back, a solution is shown, the customer decides.

Owns the read-backs. Records: read back, need confirmed and corrected by the customer; the decision is the
spine's.
"""
