"""References: any string by which someone may ask, stored as written and in a comparable form.

Promises: a stored reference resolves for ever. A phone number that the library rejects is found by its
digits.
"""
