"""The delivery stage: what was delivered of each agreed line, and the customer's acceptance.

Owns the parts in which a journey is delivered, each with its lines and quantities. Promises: no more of a line is
delivered than was agreed, and a part that the customer refused does not count. Records: delivered in part, delivered,
accepted with or without defects, rejected.
"""
