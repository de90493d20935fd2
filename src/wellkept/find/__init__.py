"""The find box: search for whatever a customer can read out or half remember.

Promises: any reference finds its journey, for everyone on the staff, for ever. A search without a result (a
miss) is kept with its words and its searcher. Records: look-up failed, explained, handed, overdue, ended;
counterpart noted, rejected.
"""
