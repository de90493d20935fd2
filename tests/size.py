"""Size of a test: small in `make check`, whole in `make long`."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")
LONG = bool(os.environ.get("WELLKEPT_TEST_LONG"))


def size(little: T, whole: T) -> T:
    """The number of rows, mails, examples or kills in this run, or the cases that are tried."""
    return whole if LONG else little


# Of the four looks of a page, the check sees two that differ in both: each width and each theme or language once.
LOOKS = size(
    [(1400, "light"), (390, "dark")], [(width, theme) for width in (1400, 390) for theme in ("light", "dark")]
)
TONGUES = size(
    [(1400, "en"), (390, "de")], [(width, language) for width in (1400, 390) for language in ("en", "de")]
)
