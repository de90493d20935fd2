"""Text for people: translated, and its parameters filled in, only when somebody reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def _join(texts: Sequence[Text]) -> str:
    return " ".join(str(text) for text in texts if text)


_lazily = lazy(_fill, str)
_lazily_joined = lazy(_join, str)


def sentences(*texts: Text) -> Text:
    """Several sentences one after the other, each translated when it is read."""
    return _lazily_joined(texts)


def fill(text: Text, /, **parameters: object) -> Text:
    """Fill the parameters of a lazy text with `%(name)s` in it. They may be lazy texts themselves."""
    return _lazily(text, parameters)


@dataclass(frozen=True)
class Message:
    """A text to translate: its id, its context, and its plural with the number or the name of the number."""

    message: str
    context: str | None = None
    plural: str | None = None
    number: int | str | None = None


@dataclass(frozen=True)
class Filled:
    """A text with its parameters."""

    text: Text
    parameters: Mapping[str, object]


def parts_of(text: Promise) -> Message | Filled | Sequence[Text]:
    """Take a lazy text apart, by the way in which Django would pickle it. Several sentences give a sequence."""
    reduced = text.__reduce__()
    assert isinstance(reduced, tuple)  # a lazy text is pickled as a function and its arguments
    function, first, second, *rest = list(reduced[1])
    if function is _fill:
        return Filled(*first)
    if function is _join:
        texts: Sequence[Text] = first[0]
        return texts
    if isinstance(first, type):  # a plural whose number is a parameter: function, class, number, arguments
        number, named = second, rest[0]
    else:  # function, arguments, named arguments, class
        named = {**dict(zip(_ARGUMENTS[function.__name__], first, strict=False)), **second}
        number = named.get("number")
    return Message(
        named.get("message") or named["singular"], named.get("context"), named.get("plural"), number
    )


_ARGUMENTS = {
    "gettext": ("message",),
    "pgettext": ("context", "message"),
    "ngettext": ("singular", "plural", "number"),
    "npgettext": ("context", "singular", "plural", "number"),
}
