"""Routes of the program: all that there are, and those that the tests of a run have seen work.

A middleware keeps these, and `tools/routes.py` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

worked: set[tuple[str, str]] = set()
"""Method and route of each request that was answered: neither refused nor sent to sign in."""


class Noted:
    """Note the route of each answer that is a page, or leads to one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        refused = response.status_code >= 400
        if match and not refused and not response.headers.get("Location", "").startswith("/accounts/login/"):
            worked.add((request.method or "", match.route))
        return response


def keep(folder: Path, worker: str) -> None:
    """Write down what this process has seen; a later run of the same worker adds to it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{worker}.json"
    before = json.loads(file.read_text()) if file.exists() else []
    file.write_text(json.dumps(sorted({*worked, *map(tuple, before)})))


def written_routes(
    write: Callable[[object], str] = str, *, resolver: URLResolver | None = None, before: str = ""
) -> Iterator[str]:
    """Every route that the resolver knows, each of its patterns written by `write`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = before + write(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from written_routes(write, resolver=pattern, before=here)
        elif isinstance(pattern, URLPattern):
            yield here
