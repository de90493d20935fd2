"""Leaving: a colleague, or a contact of a customer, leaves. All their work goes to others in the same act.

Owns no rows; each room hands over its own.
"""
