"""The server: Django in a bounded pool of threads, with live events beside it on one port.

Promises: pages stay fast however many pages listen; every answer has the security headers; an open page hears
of a change within a second, as ids, and only of what its reader may know.
"""
