"""Names that are served, links of the public address, security headers, and secrets kept out of logs."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host
from django.utils.cache import patch_cache_control
from django.utils.encoding import iri_to_uri

from wellkept.kernel.fault_words import traceback_of, words_in_log
from wellkept.kernel.header_text import escaped

# No inline script or style, nothing from elsewhere, in nobody's frame. Pictures may stand in the page itself
# (the square code for a second factor is one).
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


WRONG_NAME = (
    "Nothing is served under this name. Please use the address that you were given."
    " Whoever runs Wellkept names it with WELLKEPT_PUBLIC_URL."
)


def is_served(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request asks for a name that was given. One without a name, or with two, does not."""
    asked = [value.decode("latin-1") for name, value in headers if name == b"host"]
    if len(asked) != 1:
        return False
    domain, _port = split_domain_port(asked[0])
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


class PublicLinks:
    """Build absolute addresses from the public one: they go into mails, and a Host header may be anybody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.build_absolute_uri = functools.partial(public_link, request)  # type: ignore[method-assign]
        return self.get_response(request)


def public_link(request: HttpRequest, location: str | None = None) -> str:
    """Return the public address of a place, or of the page that was asked for."""
    place = request.get_full_path() if location is None else str(location)
    base = f"{settings.PUBLIC_URL}/{request.path.lstrip('/')}"
    return str(iri_to_uri(urljoin(base, "/" + place.lstrip("/") if place.startswith("//") else place)))


class SecurityHeaders:
    """Add the content security policy, and keep pages that need a sign-in out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        framed_by = getattr(response, "framed_by", ())  # pages that say themselves which sites may embed them
        policy = POLICY.replace("frame-ancestors 'none'", " ".join(("frame-ancestors 'self'", *framed_by)))
        response.headers.setdefault("Content-Security-Policy", policy if framed_by else POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, private=True, no_cache=True)
        return response


class OneLine(logging.Formatter):
    """Format a record so that free text in it cannot begin a line of its own. Tracebacks are indented.

    A failure, in the message or with its traceback, is named without its values: they may be words of customers.
    """

    def format(self, record: logging.LogRecord) -> str:
        message = escaped(without_values(record).getMessage())
        clean = logging.makeLogRecord({**record.__dict__, "msg": message, "args": (), "exc_text": None})
        first, *others = super().format(clean).split("\n")
        return "\n".join([first, *(f"    | {escaped(line)}" for line in others)])

    def formatException(self, ei: Any) -> str:
        return traceback_of(ei[1]) if ei[1] is not None else ""


def without_values(record: logging.LogRecord) -> logging.LogRecord:
    """Return the record with the name of each failure among its arguments instead of the failure."""
    if not isinstance(record.args, tuple):
        return record
    named = tuple(words_in_log(value) if isinstance(value, BaseException) else value for value in record.args)
    message = words_in_log(record.msg) if isinstance(record.msg, BaseException) else record.msg
    return logging.makeLogRecord({**record.__dict__, "msg": message, "args": named})


class WithoutSecrets(logging.Filter):
    """Mask secrets in log lines: keys in addresses and in settings."""

    _SECRET = re.compile(
        r"(?P<before>/(?:my|p|portal)/|token[=:]|portal:|password/reset/key/|://[^:/@\s]*:|sessionid=|wellkept_session=)"
        r"(?P<secret>[^/\s&,;'\"@?]{6,})"
    )

    def filter(self, record: logging.LogRecord) -> bool:
        message = without_values(record).getMessage()
        clean = self._SECRET.sub(lambda match: match["before"] + "…", message)
        if clean != message:
            record.msg, record.args = clean, ()
        return True
