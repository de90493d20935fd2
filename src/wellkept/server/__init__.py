"""How the application is served: Django in a bounded pool of threads, live events beside it on one port.

Promises: pages stay fast however many pages listen; every answer carries the security headers; a page that
listens hears of a change within a second, as ids only, and only of what its reader may know.
"""
