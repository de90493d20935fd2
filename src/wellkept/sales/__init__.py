"""The first stage: the problem understood and read back, a solution shown, the customer's decision.

Owns the read-backs. Records: read back, need confirmed and corrected by the customer; the decision is the spine's.
"""
