"""Solutions: what we sell, in the customer's words.

Owns the rules between options (`rules/`), as pure functions. Promises: an option that cannot be had says why, by the
smallest set of the customer's choices and named rules, and which smallest changes free it.
"""
