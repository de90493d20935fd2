"""The gallery at `/ui`: every part with a line on its use, and whole pages made of them.

It serves as screenshot and accessibility test. Its clock is fixed, so that it looks the same every day.
"""
