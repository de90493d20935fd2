"""The facts of a stored event, checked against its type: what a reader may rely on.

The log refuses what does not fit, but a row may be older than a type, newer than this version, or written by somebody
with the keys to the server. A reader then shows one entry that it cannot read, and goes on.
"""

from __future__ import annotations

import functools
import json
import types as python_types
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from wellkept.events import types

Fits = Callable[[Any], bool]


def readable_facts(
    event_type: str, facts: str, body: str | None, *, has_body: bool, erased: bool
) -> dict[str, Any] | None:
    """The plain and personal facts in one, or None if they are not such as this type has.

    `has_body`: the chain covers a body. It may be missing only if it was `erased`.
    """
    checks = _checks(event_type)
    if checks is None or (has_body and body is None and not erased):
        return None
    try:
        plain = json.loads(facts)
        personal = json.loads(body) if body is not None else {}
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, or nested without end
        return None
    if not (_fit(plain, checks[0]) and (erased or _fit(personal, checks[1]))):
        return None
    return {**plain, **personal}


def _fit(values: Any, checks: dict[str, tuple[Fits, bool]]) -> bool:
    if not isinstance(values, dict):
        return False
    return all(name in checks and checks[name][0](value) for name, value in values.items()) and all(
        name in values for name, (_, required) in checks.items() if required
    )


@functools.cache
def _checks(event_type: str) -> tuple[dict[str, tuple[Fits, bool]], dict[str, tuple[Fits, bool]]] | None:
    """Build the check of each plain and each personal fact, and whether it must be there."""
    cls = types.fact_types().get(event_type)
    if cls is None:
        return None
    plain: dict[str, tuple[Fits, bool]] = {}
    personal: dict[str, tuple[Fits, bool]] = {}
    for name, hint, is_personal, is_required in types.fields_of(cls):
        (personal if is_personal else plain)[name] = (_check(hint), is_required)
    return plain, personal


def _check(hint: Any) -> Fits:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _check(arguments[0])
    if origin in (Union, python_types.UnionType):
        parts = [_check(part) for part in arguments]
        return lambda value: any(fits(value) for fits in parts)
    if origin in (list, tuple):
        inner = _check(arguments[0])
        return lambda value: isinstance(value, list) and all(inner(item) for item in value)
    if origin is dict:
        inner = _check(arguments[1])
        return lambda value: isinstance(value, dict) and all(inner(item) for item in value.values())
    return _PLAIN.get(hint, lambda value: True)


def _parses(parse: Callable[[str], Any], is_whole: Fits = lambda _: True) -> Fits:
    """A check that a text can be parsed, and that what comes of it is whole."""

    def fits(value: Any) -> bool:
        try:
            return isinstance(value, str) and is_whole(parse(value))
        except (ValueError, ArithmeticError):
            return False

    return fits


_PLAIN: dict[Any, Fits] = {
    str: lambda value: isinstance(value, str),
    bool: lambda value: isinstance(value, bool),
    int: lambda value: isinstance(value, int) and not isinstance(value, bool),
    float: lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    datetime: _parses(datetime.fromisoformat, lambda instant: instant.tzinfo is not None),
    date: _parses(date.fromisoformat),
    Decimal: _parses(Decimal, Decimal.is_finite),
    UUID: _parses(UUID),
    python_types.NoneType: lambda value: value is None,
}
