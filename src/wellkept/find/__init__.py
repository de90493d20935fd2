"""One box for whatever a customer can read out or half remember.

Promises: any reference finds its journey, for everyone on the staff, for ever; a look-up that failed is kept with
what was asked and by whom. Records: look-up failed, look-up explained.
"""
