"""Security headers of every answer, and secrets kept out of logs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

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


class WithoutSecrets(logging.Filter):
    """Mask secrets in log lines: keys in addresses and in settings."""

    _SECRET = re.compile(
        r"(?P<before>/(?:my|p|portal)/|token[=:]|portal:|password/reset/key/|://[^:/@\s]*:|sessionid=|wellkept_session=)"
        r"(?P<secret>[^/\s&,;'\"@?]{6,})"
    )

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        clean = self._SECRET.sub(lambda match: match["before"] + "…", message)
        if clean != message:
            record.msg, record.args = clean, ()
        return True
