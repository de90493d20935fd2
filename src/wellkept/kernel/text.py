"""Text for people: translated, and its parameters filled in, only when somebody reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
"""A finished string, or one that becomes a string in the language that is active when it is read."""


def _fill(text: Text, parameters: dict[str, object]) -> str:
    return text % parameters  # a lazy plural picks its form by the parameter


_lazily = lazy(_fill, str)


def fill(text: Text, **parameters: object) -> Text:
    """Fill the parameters of a lazy text with `%(name)s` in it. They may be lazy texts themselves."""
    return _lazily(text, parameters)
