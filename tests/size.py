"""Size of a test: small in `make check`, whole in `make long`."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("WELLKEPT_TEST_LONG"))


def size(little: int, whole: int) -> int:
    """The number of rows, mails, examples or kills in this run."""
    return whole if LONG else little
