"""Devices on which somebody has signed in before: a signed cookie that names them.

Wrong passwords are counted by account, so that nobody guesses from many addresses. Alone, that would let a stranger
lock a colleague out. A known device has a count of its own: the stranger's tries do not reach it. The cookie opens
nothing; who signs in still gives password and second factor.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from wellkept.people.models import Person

COOKIE = "wellkept_device"
_SALT = "wellkept.known-device"
_AGE = 60 * 60 * 24 * 365
_MOST = 5  # people who share a device


def device_of(request: HttpRequest, person: Person) -> str | None:
    """Return the id of this device if that person has signed in on it, since their sign-ins last ended."""
    device, people = _read(request)
    return device if people.get(person.pk) == person.sign_outs else None


def remember(request: HttpRequest, person: Person) -> None:
    """Have the answer to this request make the device known to that person."""
    request._wellkept_known_to = (person.pk, person.sign_outs)  # type: ignore[attr-defined]


class KnownDevice:
    """Set the cookie on the answer to a sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        newest: tuple[int, int] | None = getattr(request, "_wellkept_known_to", None)
        if newest is not None:
            device, before = _read(request)
            people = [newest, *(other for other in before.items() if other[0] != newest[0])][:_MOST]
            response.set_cookie(
                COOKIE,
                signing.dumps({"device": device or secrets.token_urlsafe(16), "people": people}, salt=_SALT),
                max_age=_AGE,
                path="/accounts/",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _read(request: HttpRequest) -> tuple[str, dict[int, int]]:
    """The id of the device, and the people who know it, each with the number of their sign-outs at that time."""
    try:
        values = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_AGE)
        return str(values["device"]), {int(person): int(times) for person, times in values["people"]}
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return "", {}
