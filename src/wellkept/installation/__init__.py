"""The installation: everything around the product that it needs to run on a machine.

Owns the embedded PostgreSQL server, backup and restore, and the doctor. Knows no business word; may import
the kernel and events.
"""
