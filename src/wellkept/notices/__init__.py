"""Notices: what we tell customers, as rows. `messages` delivers them.

Promises: a notice names a person to talk to (law 13), keeps one id for ever (law 15), and is told when its
channel took it and did not return it. Records: notice queued, told, returned, given up, sent again.
"""
