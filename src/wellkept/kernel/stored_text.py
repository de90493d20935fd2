"""Sentences as data: a message id with its parameters is stored, and worded in the reader's language when it is read.

A refusal, or the reason why a letter did not go out, is written by a worker or a colleague and read by others. What is
stored is `{"message": "Only %(team)s can answer.", "parameters": {"team": "Sales"}}`. Words that came from outside,
such as a mail server's answer, are stored as they are: `{"words": "550 no such user"}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Expression
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy, npgettext_lazy, pgettext_lazy

from wellkept.kernel.text import Filled, Message, Text, fill, parts_of, sentences

Stored: TypeAlias = dict[str, object]
LONGEST = 500  # characters of words from outside, and of each parameter


def store(text: Text | Promise | Mapping[str, object] | None) -> Stored:
    """Take a text apart into its message ids and parameters. What is stored already stays as it is."""
    if isinstance(text, Mapping):
        return dict(text)
    if not isinstance(text, Promise):
        return {"words": str(text)[:LONGEST]} if text else {}
    parts = parts_of(text)
    if isinstance(parts, Message):
        return {name: value for name, value in asdict(parts).items() if value is not None}
    if isinstance(parts, Filled):
        parameters = {name: _parameter(value) for name, value in parts.parameters.items()}
        message = store(parts.text) if isinstance(parts.text, Promise) else {"message": str(parts.text)}
        return {**message, "parameters": parameters}
    return {"sentences": [store(part) for part in parts if part]}


def _parameter(value: object) -> object:
    if isinstance(value, Promise):
        return store(value)
    return value if isinstance(value, int) else str(value)[:LONGEST]


def restore(stored: Mapping[str, object]) -> Text:
    """Make the text again. It is worded in the language that is active when it is read."""
    if "sentences" in stored:
        parts = stored["sentences"]
        return sentences(*(restore(part) for part in parts)) if isinstance(parts, list) else ""
    if "message" not in stored:
        return str(stored.get("words", ""))
    text = _message(stored)
    parameters = stored.get("parameters")
    if not isinstance(parameters, Mapping):
        return text
    return fill(
        text,
        **{
            name: restore(value) if isinstance(value, Mapping) else value
            for name, value in parameters.items()
        },
    )


def _message(stored: Mapping[str, object]) -> Text:
    message, context, plural = (stored.get(name) for name in ("message", "context", "plural"))
    if plural is not None:
        number = stored.get("number")
        count = number if isinstance(number, int | str) else None
        if context is not None:
            return npgettext_lazy(str(context), str(message), str(plural), count)
        return ngettext_lazy(str(message), str(plural), count)
    return gettext_lazy(str(message)) if context is None else pgettext_lazy(str(context), str(message))


class StoredTextField(models.JSONField):
    """A column for a text of ours, or for words from outside. Empty is `{}`."""

    if TYPE_CHECKING:  # what may be assigned, and what is read
        _pyi_private_set_type: Text
        _pyi_private_get_type: Text

    def get_prep_value(self, value: Text | Mapping[str, object] | None) -> Stored:
        return store(value)

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> Text:
        stored = super().from_db_value(value, expression, connection)
        return restore(stored) if isinstance(stored, Mapping) else ""
