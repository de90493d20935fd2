"""Text for people: translated, and its parameters filled in, only when somebody reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise, lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
"""A finished string, or one that becomes a string in the language that is active when it is read."""


_ENDS = (".", "!", "?", "…")
_END = "\0"
_BEFORE_A_COMMA = re.compile(r"(?<!\.)\.\0(?=,)")


def _fill(text: Text, parameters: dict[str, object]) -> str:
    marked = {name: mark_end(value) for name, value in parameters.items()}
    return one_end(text % marked)  # a lazy plural picks its form by the parameter


def fill_now(text: Text, parameters: Mapping[str, object]) -> str:
    """Fill a sentence with words that somebody typed. Their full stop at its end is not doubled."""
    return _fill(text, dict(parameters))


def mark_end(value: object) -> object:
    """Mark the end of a text that brings its own full stop, for `one_end`."""
    if isinstance(value, str | Promise) and (words := str(value)).endswith(_ENDS):
        return words + _END
    return value


def one_end(sentence: str) -> str:
    """Leave out a full stop that follows another, and one before a comma."""
    return _BEFORE_A_COMMA.sub("", sentence.replace(f"{_END}.", "")).replace(_END, "")


_lazily = lazy(_fill, str)


def fill(text: Text, /, **parameters: object) -> Text:
    """Fill the parameters of a lazy text with `%(name)s` in it. They may be lazy texts themselves."""
    return _lazily(text, parameters)
