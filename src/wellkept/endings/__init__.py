"""Endings of a journey, other than by the next need: its promises settled, the customer told (laws 7 and 8).

Also joining two journeys of one problem, and splitting off a second problem. Owns no rows.
"""
