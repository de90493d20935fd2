"""What stands before the doors: a request that comes twice changes nothing, and too many are turned away.

Promises: an answer is stored in the transaction of the act it answers, so that whoever repeats a request gets the same
answer and nothing happens again (law 15). Owns the stored answers and the counts of requests: working tables, no law's.
"""
