"""The gallery at `/ui`: every part with a line on when to use it, and whole pages made of them.

It is itself the screenshot and the accessibility test: its clock stands still, so that it looks the same each day.
"""
