"""The delivery stage: asking for acceptance, and the customer's acceptance.

Owns no rows yet. Records: delivered, accepted with or without defects, rejected.
"""
