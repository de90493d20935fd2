"""Repeated and too many requests, at the doors of the program.

Promises: the answer is stored in the transaction of its act, so a repeated request gets the same answer and
changes nothing (law 15). Owns stored answers and counts of requests, which are working tables.
"""
