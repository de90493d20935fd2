"""Write a year of data as it is at the frozen point: `python -m tools.frozen_year`.

`tests/installation/test_frozen_year.py` loads it at the frozen point, migrates on, and verifies the record. Write it
again whenever the frozen point moves; from the first release on it stays.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tools import frozen

from wellkept.installation import binaries, postgres

PLACE = frozen.ROOT / "tests" / "installation" / "frozen_year.sql"
TODAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
# Written by the migrations themselves, or work of a moment.
LEFT_OUT = ("django_migrations", "django_session", "cache", "procrastinate_*")


def main() -> int:
    if frozen.new() or frozen.changed():
        print(
            "The migrations are not those of the frozen point: python -m tools.frozen moves it.",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="wellkept-year-") as folder:
        Path(folder).chmod(0o755)  # the server's account must be able to pass
        with postgres.start(Path(folder) / "postgres", settings=postgres.FORGETFUL) as server:
            server.create_database()
            owner = server.url(role=postgres.OWNER)
            os.environ.update(
                WELLKEPT_DATA=folder,
                DATABASE_URL=server.url(),
                WELLKEPT_OWNER_URL=owner,
                DJANGO_SETTINGS_MODULE="wellkept.settings",
            )
            _fill()
            PLACE.write_text(_rows(owner))
    return 0


def _fill() -> None:
    import django

    django.setup()
    from wellkept.installation import schema
    from wellkept.kernel import clock
    from wellkept_demo.fill import fill

    schema.prepare()
    with clock.at(TODAY):
        fill(size=2, today=TODAY)


def _rows(url: str) -> str:
    dump = subprocess.run(
        [
            binaries.embedded()["pg_dump"],
            "--data-only",
            "--inserts",
            "--rows-per-insert=100",
            "--no-comments",
            *(f"--exclude-table={table}" for table in LEFT_OUT),
            url,
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    rows = dump[dump.index("INSERT INTO") :]
    return re.sub(r"^\\unrestrict .*$", "", rows, flags=re.MULTILINE)


if __name__ == "__main__":
    sys.exit(main())
