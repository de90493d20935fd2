"""Solutions: what we sell, in the customer's words.

Owns the rules between options and those of prices (`rules/`), as pure functions. Promises: a price says the list and
the step that it comes from. An option that cannot be had says why, by the smallest set of the customer's choices and
named rules, and names the smallest changes that free it. A file of the catalogue is loaded in one transaction, and
once more it changes nothing.
"""
