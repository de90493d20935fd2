"""Words for a failure that is kept in a row or in a log: none of its values, which may be words of customers.

An error's own text may quote them: PostgreSQL's DETAIL has the row, a parser's message has what it could not parse,
and a refusal names people. The log also has the traceback, of places in the code alone.
"""

from __future__ import annotations

import errno
from pathlib import Path
from traceback import format_tb, walk_tb

import psycopg
from django.db import InterfaceError, OperationalError

from wellkept.kernel.refusal import Refusal

_OURS = Path(__file__).resolve().parent.parent


def name_of(fault: BaseException) -> str:
    """Name a failure by its kind, the database's code and constraint, a refusal's code, and the place in our code."""
    return " ".join(part for part in (type(fault).__name__, _code(fault), _place(fault)) if part)


def words_in_log(fault: BaseException) -> str:
    """Name a failure for a line of the log. What a server says of its own state, in one line, has no values of rows."""
    if isinstance(
        fault, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError
    ):
        return (str(fault).strip().splitlines() or [name_of(fault)])[0]
    return name_of(fault)


def traceback_of(fault: BaseException) -> str:
    """Format the traceback with all causes, each failure by its name: the places are code, and have no values."""
    cause = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    parts = [traceback_of(cause), "", "This led to:", ""] if cause is not None else []
    places = "".join(format_tb(fault.__traceback__)).rstrip("\n")
    return "\n".join(
        [*parts, "Traceback (most recent call last):", *([places] if places else []), words_in_log(fault)]
    )


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
