"""Quote cells that a spreadsheet program would compute."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^[+-][\d\s()./\-]*$")


def quoted(cell: str) -> str:
    """Put a quotation mark before a cell that begins like a formula. Telephone and negative numbers stay."""
    if cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in ("+", "-") and not _NUMBER.match(cell)):
        return f"'{cell}"
    return cell
