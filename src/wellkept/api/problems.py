"""Problem documents (RFC 9457) for every refusal and error, in one place."""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from wellkept import laws
from wellkept.kernel.header_text import one_line
from wellkept.kernel.outage import RETRY_AFTER, Outage, note_outage, outage_of
from wellkept.kernel.refusal import Refusal
from wellkept.kernel.text import fill

log = logging.getLogger("wellkept.api")

MEDIA_TYPE = "application/problem+json"
LONGEST_NAME = 60  # characters of a sender's own name that an answer repeats
WAIT = (429, 503, 507)  # refusals that say when to ask again
View = Callable[..., HttpResponse]


class AmbiguousBody(ValueError):
    """A body that the library can read, and that may mean two things."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class WrongPart(Schema):
    """One thing that is wrong with a request: its place, the reason for people, its kind for programs."""

    where: list[str]
    why: str
    kind: str


class Problem(Schema):
    """A refusal: `type` and `code` for programs, `title` and `instead` for people (RFC 9457)."""

    type: str = Field(description="`urn:wellkept:` and the code")
    title: str = Field(description="The sentence for people")
    status: int
    code: str
    field: str | None = Field(None, description="The field of the request that it concerns")
    law: int | None = Field(None, description="The law of the design that forbids it")
    instead: str | None = Field(None, description="What to do about it")
    errors: list[WrongPart] | None = Field(None, description="Each thing that was wrong with the request")


def answer(refusal: Refusal, *, errors: list[WrongPart] | None = None) -> HttpResponse:
    """The problem document of a refusal."""
    problem = Problem(
        type=f"urn:wellkept:{refusal.code}",
        title=str(refusal.sentence),
        status=refusal.status,
        code=refusal.code,
        field=refusal.field,
        law=refusal.law,
        instead=str(refusal.instead) if refusal.instead else None,
        errors=errors,
    )
    body = problem.model_dump_json(exclude_none=True)
    response = HttpResponse(body, content_type=MEDIA_TYPE, status=refusal.status)
    if refusal.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="wellkept"'
    if refusal.status in WAIT:
        wait = RETRY_AFTER if refusal.wait is None else math.ceil(refusal.wait.total_seconds())
        response["Retry-After"] = str(max(1, wait))
    return response


def of_outage(request: HttpRequest, outage: Outage) -> HttpResponse:
    """The problem document of an outage, which says when to ask again."""
    note_outage(request, outage)
    return answer(outage.refusal())


def hang_on(api: NinjaAPI) -> None:
    """Register the handlers for all errors."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return answer(refusal)

    @api.exception_handler(IntegrityError)
    def unlawful(request: HttpRequest, error: IntegrityError) -> HttpResponse:
        return answer(laws.refusal(error))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [_plain(each_error) for each_error in error.errors]
        if any(each_error.where == ["header", "Idempotency-Key"] for each_error in errors):
            return answer(
                Refusal(
                    "idempotency_key_missing",
                    _(
                        "A write needs the header Idempotency-Key, with a value of its own for each new request."
                    ),
                    status=400,
                )
            )
        first = errors[0] if errors else WrongPart(where=[], why="", kind="")
        where = first.where[2:] if first.where[:1] == ["body"] else first.where[1:]
        sentence = f"{'.'.join(where) or 'The request'}: {first.why}."
        refusal = Refusal("invalid_request", sentence, field=where[0] if where else None, status=422)
        return answer(refusal, errors=errors)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return answer(
            Refusal(
                "no_token",
                _("This needs a token."),
                instead=_("Send it as “Authorization: Bearer …”. You make one on your own page."),
                status=401,
            )
        )

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return nothing_here(request)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error.__cause__, RequestDataTooBig):
            return too_large(request, error)
        if isinstance(error.__cause__, AmbiguousBody):
            return answer(error.__cause__.refusal)
        return answer(Refusal("bad_request", str(error), status=error.status_code))

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
        return answer(Refusal("too_large", _("This request is too large."), status=413))

    @api.exception_handler(Exception)
    def fault(request: HttpRequest, error: Exception) -> HttpResponse:
        log.error("A request of the API failed", exc_info=error)
        outage = outage_of(error)
        if outage is not None:
            return of_outage(request, outage)
        return answer(
            Refusal(
                "fault",
                _("This is a fault of ours. Nothing was changed."),
                instead=_("Send the same request again, with the same Idempotency-Key."),
                status=500,
            )
        )

    for kind in (DataError, UnicodeError, OverflowError):

        @api.exception_handler(kind)
        def unstorable(request: HttpRequest, error: Exception) -> HttpResponse:
            log.info("What was sent cannot be stored: %s", type(error).__name__)
            return answer(
                Refusal(
                    "invalid_value", _("Something in this request cannot be stored as it is."), status=422
                )
            )


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Answer a request for an address that the API does not have."""
    return answer(Refusal("not_found", _("There is nothing at this address."), status=404))


def with_problems(view: View) -> View:
    """Turn the plain answer to a method that an address does not have into a problem document."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        sentence = fill(_("This address does not take %(method)s."), method=request.method or "")
        problem = answer(Refusal("method_not_allowed", sentence, status=405))
        problem["Allow"] = response["Allow"]
        return problem

    return answered


def _plain(error: dict[str, Any]) -> WrongPart:
    """A validation error without the input, which may hold secrets."""
    where = [one_line(str(part), longest=LONGEST_NAME) for part in error.get("loc", ())]
    if where[:1] == ["header"]:
        where = [
            "header",
            "Idempotency-Key" if where[1:] in (["idempotency_key"], ["Idempotency-Key"]) else where[-1],
        ]
    return WrongPart(where=where, why=str(error.get("msg", "")).rstrip("."), kind=str(error.get("type", "")))
