"""How much a test does: a little in `make check`, all of it in `make long`."""

from __future__ import annotations

import os

LONG = bool(os.environ.get("WELLKEPT_TEST_LONG"))


def size(little: int, whole: int) -> int:
    """The number of rows, mails, examples or kills in this run."""
    return whole if LONG else little
