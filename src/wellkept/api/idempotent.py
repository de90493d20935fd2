"""Writes: each runs once for its Idempotency-Key; the answer is stored in the transaction of the act."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.params.functions import Header as HeaderParam
from ninja.utils import contribute_operation_args

from wellkept.api.authentication import WRITE, actor
from wellkept.api.responses.journeys import Taken
from wellkept.idempotency.commands import Answer, once
from wellkept.journeys.queries import readable_among
from wellkept.journeys.rights import cannot_read_any_more
from wellkept.kernel.refusal import refuse
from wellkept.people.actor import Actor

JSON = "application/json; charset=utf-8"
KEY: object = HeaderParam(
    ...,
    alias="Idempotency-Key",
    min_length=1,
    max_length=200,
    description="A value of your own for each new request. The same request again gets the same answer.",
)
PREFER: object = HeaderParam(
    "",
    alias="Prefer",
    max_length=200,
    description="`return=representation` (RFC 7240) asks for the journey as it is now, too",
)


@dataclass(frozen=True)
class Made:
    """The result of a write, with its address."""

    result: Schema
    location: str = ""


def write(
    router: Router,
    path: str,
    *,
    out: type[Schema],
    status: int = 201,
    summary: str = "",
    readers: Callable[[Actor], object] = lambda _: None,
) -> Callable[[Callable[..., Made]], Callable[..., HttpResponse]]:
    """Register a POST that runs once. The handler calls one command and returns its result.

    `readers` refuses those who may not read such results. It is asked again before a repeat, as is the right to
    read each journey that the answer tells of.
    """

    def hang(handler: Callable[..., Made]) -> Callable[..., HttpResponse]:
        @functools.wraps(handler)
        def taken(request: HttpRequest, **arguments: Any) -> HttpResponse:
            key = arguments.pop("idempotency_key")
            arguments.pop("prefer", None)
            return _answered(request, key, status, lambda: handler(request, **arguments), readers)

        taken.__signature__ = _resolved(handler)  # type: ignore[attr-defined]
        contribute_operation_args(taken, "idempotency_key", str, KEY)
        if issubclass(out, Taken):
            contribute_operation_args(taken, "prefer", str, PREFER)
        operation = router.post(
            path,
            response={status: out},
            auth=WRITE,
            summary=summary or None,
            openapi_extra={"x-scope": "write"},
        )
        return operation(taken)

    return hang


def wants_the_whole(request: HttpRequest) -> bool:
    """Whether the program asks for what was changed as it is now, by RFC 7240."""
    wishes = (wish.partition(";")[0] for wish in request.headers.get("Prefer", "").split(","))
    return any("".join(wish.split()).lower() == "return=representation" for wish in wishes)


def _resolved(handler: Callable[..., Made]) -> inspect.Signature:
    """The handler's signature with its types resolved in the handler's own module."""
    types = get_type_hints(handler, include_extras=True)
    signature = inspect.signature(handler)
    return signature.replace(
        parameters=[
            parameter.replace(annotation=types[name]) for name, parameter in signature.parameters.items()
        ]
    )


def _answered(
    request: HttpRequest, key: str, status: int, act: Callable[[], Made], readers: Callable[[Actor], object]
) -> HttpResponse:
    by = actor(request)

    def perform() -> Answer:
        result = act()
        body = result.result.model_dump_json(by_alias=True).encode()
        texts = [*request.path.split("/"), *_texts(result.result.model_dump(mode="json"))]
        return Answer(status, body, JSON, result.location, about=tuple(readable_among(texts, by=by)))

    def may_have(stored: Answer) -> None:
        readers(by)
        refuse(cannot_read_any_more(stored.about, by))

    stored = once(
        caller=f"token:{by.token}",
        key=key,
        asks=[b"POST", request.get_full_path().encode(), request.body],
        act=perform,
        may_have=may_have,
    )
    response = HttpResponse(stored.body, status=stored.status, content_type=stored.content_type)
    if stored.location:
        response["Location"] = stored.location
    response["Idempotency-Replayed"] = "true" if stored.repeated else "false"
    return response


def _texts(value: object) -> Iterator[str]:
    """All texts in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
