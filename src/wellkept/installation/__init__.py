"""The installation: what stands around the product so that it runs on a machine.

Owns the embedded PostgreSQL server, backup and restore, and the doctor who says what an installation lacks.
Knows no business word; may import the kernel and events, nothing above them.
"""
