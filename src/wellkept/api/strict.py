"""Refusals of names that an operation does not have, and of names that are given twice.

A misspelt filter would return everything, and of two values one would be dropped without a word.
"""

from __future__ import annotations

import functools
import inspect
import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NoReturn, get_args

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext
from ninja.parser import Parser
from pydantic import BaseModel

from wellkept.api.problems import LONGEST_NAME, AmbiguousBody, WrongPart, answer
from wellkept.kernel.header_text import one_line
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill

Run = Callable[..., HttpResponse]


class StrictApi(NinjaAPI):
    """API in which the refusal of an unknown field names the fields that exist."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        models = [
            context.model
            for context in error_contexts
            for _error in context.pydantic_validation_error.errors(include_url=False, include_input=False)
        ]
        error = super().validation_error_from_error_contexts(error_contexts)
        for model, part in zip(models, error.errors, strict=True):
            if part["type"] == "extra_forbidden":
                part["msg"] = _no_such(
                    _fields(model, part["loc"][1:-1]), gettext_lazy("There is no such field")
                )
        return error


class StrictParser(Parser):
    """Parser of bodies in which each name stands once, and each number is a number."""

    def parse_body(self, request: HttpRequest) -> dict[str, object]:
        parsed: dict[str, object] = json.loads(
            request.body, object_pairs_hook=_each_once, parse_constant=_no_number
        )
        return parsed


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Build an object of JSON. A name that stands twice is refused."""
    parsed = dict(pairs)
    if len(parsed) < len(pairs):
        name = next(name for name, count in Counter(name for name, _value in pairs).items() if count > 1)
        raise AmbiguousBody(_twice(name))
    return parsed


def _no_number(constant: str) -> NoReturn:
    """Refuse `NaN` and `Infinity`, which JSON does not have."""
    sentence = fill(gettext_lazy("“%(constant)s” is no number."), constant=constant)
    raise AmbiguousBody(Refusal("invalid_request", sentence, status=422))


def _twice(name: str) -> Refusal:
    name = one_line(name, longest=LONGEST_NAME)
    sentence = fill(gettext_lazy("“%(name)s” is given twice. Give it once."), name=name)
    return Refusal("invalid_request", sentence, field=name, status=422)


def known_parameters(run: Run) -> Run:
    """Wrap an operation: a parameter in its address that it does not have, or one given twice, is refused."""
    operation: Any = getattr(inspect.unwrap(run), "__self__")  # noqa: B009
    names = [
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    ]

    @functools.wraps(run)
    def checked(request: HttpRequest, **path: Any) -> HttpResponse:
        unknown = [one_line(name, longest=LONGEST_NAME) for name in request.GET if name not in names]
        if unknown:
            why = _no_such(names, gettext_lazy("There is no such parameter"))
            sentence = f"{unknown[0]}: {why}."
            refusal = Refusal("invalid_request", sentence, field=unknown[0], status=422)
            errors = [WrongPart(where=["query", name], why=why, kind="unknown") for name in unknown]
            return answer(refusal, errors=errors)
        for name in names:
            if len(request.GET.getlist(name)) > 1:
                return answer(_twice(name))
        return run(request, **path)

    return checked


def _no_such(names: Iterable[str], sentence: object) -> str:
    """Say that a name does not exist, and which ones do."""
    known = ", ".join(names)
    return f"{sentence}. " + (
        _("The names are: %(names)s") % {"names": known} if known else _("There are none")
    )


def _fields(model: Any, place: Iterable[Any]) -> list[str]:
    """List the fields of the body at this place of the request."""
    for step in place:
        if isinstance(step, str) and isinstance(model, type) and issubclass(model, BaseModel):
            field = model.model_fields.get(step)
            model = _model_in(field.annotation) if field is not None else None
    is_model = isinstance(model, type) and issubclass(model, BaseModel)
    return list(model.model_fields) if is_model else []


def _model_in(annotation: object) -> object:
    """Find the model in `Model`, `list[Model]` or `Model | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part)) is not None), None)
