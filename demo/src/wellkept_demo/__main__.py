"""`python -m wellkept_demo`."""

from wellkept_demo.cli import main

main()
