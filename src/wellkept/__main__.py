"""`python -m wellkept`."""

from wellkept.cli import main

main()
