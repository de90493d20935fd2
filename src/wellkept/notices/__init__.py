"""What we tell the customer, as rows. `messages` carries them.

Promises: a notice names a person to talk to (law 13), carries one stable id for ever (law 15), and is told when
its channel took it and did not return it. Records: notice queued, told, returned, given up, sent again.
"""
