"""The kernel, the lowest floor: the clock, the number, the refusal, words for times and money.

No business in it.
"""
