"""Any string by which someone may ask for something, kept as said and as compared.

Promises: what was ever noted resolves for ever; a phone number that no rule accepts is found by its digits.
"""
