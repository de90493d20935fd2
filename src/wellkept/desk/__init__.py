"""Readers across rooms: whose journeys stand on which desk, in which order, and how one went, as a ribbon.

Owns no rows and records nothing.
"""
