"""The desk: whose journeys are on which desk, in the order in which customers wait; and the board.

Owns no rows.
"""
