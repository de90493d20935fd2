"""Quote cells that a spreadsheet program would compute, and remove the quotation marks again.

One regular expression, for Python and for PostgreSQL: exports are written by the database itself.
"""

from __future__ import annotations

import re

_GAP = r"[\s\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]"
_SIGNS = r"[-+\uff0b\uff0d\u2212]"  # also the full-width ones, and the sign for minus
# Telephone numbers and negative amounts: digits and what stands between them, perhaps with a currency.
_NUMBER = r"[\s\u00a0\u202f\d().,/\u2019-]*([A-Z]{3}|[$%\u00a3\u00a5\u20ac])?\Z"
# A formula, whatever white space it hides behind; a tab or a line end at the start, which some programs drop.
FORMULA = rf"\A(?:[\t\r\n]|{_GAP}*(?:[=@\uff1d\uff20]|{_SIGNS}(?!{_NUMBER})))"

_FORMULA = re.compile(FORMULA)


def quoted(cell: str) -> str:
    """Put a quotation mark before a cell that begins like a formula. Telephone and negative numbers stay."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unquoted(cell: str) -> str:
    """Remove the quotation mark that `quoted` has put."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell
