"""The forms for our website: a door for everybody.

Whatever is typed is stored before it is acknowledged; what looks like the work of a program is stored too, and marked.
The page carries no cookie and reads none, so that no other site can have a browser do anything in somebody's name.
"""
