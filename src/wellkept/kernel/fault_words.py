"""Words for a failure that is kept in a row: none of its values, which may be words of customers.

An error's own text may quote them: PostgreSQL's DETAIL has the row, a parser's message has what it could not parse,
and a refusal names people. The worker's log has the traceback.
"""

from __future__ import annotations

import errno
from pathlib import Path
from traceback import walk_tb

import psycopg

from wellkept.kernel.refusal import Refusal

_OURS = Path(__file__).resolve().parent.parent


def name_of(fault: BaseException) -> str:
    """Name a failure by its kind, the database's code and constraint, a refusal's code, and the place in our code."""
    return " ".join(part for part in (type(fault).__name__, _code(fault), _place(fault)) if part)


def _code(fault: BaseException) -> str:
    if isinstance(fault, Refusal):
        return fault.code
    if isinstance(fault, OSError):
        return errno.errorcode.get(fault.errno or 0, "")
    cause = fault if isinstance(fault, psycopg.Error) else fault.__cause__
    if isinstance(cause, psycopg.Error):
        return " ".join(part for part in (cause.sqlstate, cause.diag.constraint_name) if part)
    return ""


def _place(fault: BaseException) -> str:
    """The innermost line of our code through which the failure went."""
    places = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(fault.__traceback__)]
    ours = [(path.relative_to(_OURS), line) for path, line in places if path.is_relative_to(_OURS)]
    return f"in {ours[-1][0]}, line {ours[-1][1]}" if ours else ""
