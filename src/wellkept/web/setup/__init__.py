"""Set-up: the first page of an installation, and the front door."""
