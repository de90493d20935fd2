"""Do the migrations say all that the models say? Needs no database."""

from __future__ import annotations

import os
import sys
import tempfile
import warnings


def main() -> int:
    with tempfile.TemporaryDirectory() as data:
        os.environ.update(WELLKEPT_DATA=data, DJANGO_SETTINGS_MODULE="wellkept.settings")
        import django
        from django.core.management import call_command

        django.setup()
        # The history of the database cannot be asked for, and need not be.
        warnings.filterwarnings("ignore", message="Got an error checking a consistent migration history")
        try:
            call_command("makemigrations", check=True, dry_run=True, verbosity=1)
        except SystemExit as missing:
            return int(missing.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
