"""The server: Django in a bounded pool of threads, with live events beside it on one port.

Promises: pages stay fast however many pages listen. Every answer has the security headers. An open page hears
of a change within a second, as ids, and only of what its reader may know.
"""
