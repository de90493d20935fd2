"""Forms for our website, open to everybody.

Everything typed is stored before it is acknowledged; suspected spam is stored too, and marked. The page sets
and reads no cookie, so no other site can make a browser act in somebody's name.
"""
