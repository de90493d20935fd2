"""Cells that a spreadsheet program would compute are written so that it does not."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^[+-][\d\s()./\-]*$")


def quoted(cell: str) -> str:
    """With a quotation mark before what begins like a formula; telephone numbers and negative numbers are none."""
    if cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in ("+", "-") and not _NUMBER.match(cell)):
        return f"'{cell}"
    return cell
