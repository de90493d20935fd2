"""Set-up: the first page of a new installation, and the start page."""
