"""Set-up: the first act of an installation, which makes the company and its first person. Owns no rows."""
