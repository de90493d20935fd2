"""The delivery stage: what was delivered of each agreed line, and the customer's acceptance.

Owns the parts in which a journey is delivered, each with its lines and quantities, and the items that stand at
customers. Promises: no more of a line is delivered than was agreed, a part that the customer refused does not count,
and a serial number of a product stands once. Records: delivered in part, delivered, accepted with or without defects,
rejected; items installed, corrected and taken out.
"""
