"""The gallery served by a real server, without a database: its clock and its people are its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import include, path

from wellkept.server import guard

LIVE = """{% extends "ui/staff.html" %}{% block title %}Live{% endblock %}{% block topics %}journey:1{% endblock %}
{% block content %}<h1>Live</h1><div id="told" data-live="journey:1"><p>{{ words }}</p>
<label for="t">Words</label><textarea id="t"></textarea></div><div id="other" data-live="journey:2">{{ words }}</div>
{% endblock %}"""


class Colleague:
    """Colleague who acts elsewhere while a page is open."""

    def __init__(self) -> None:
        self.words = "before"
        self.acted = threading.Event()

    def does(self, words: str) -> None:
        self.words = words
        self.acted.set()


colleague = Colleague()


def live(request: HttpRequest) -> HttpResponse:
    """A page with one part that follows what happens."""
    frame = {"company": {"name": "Lindenau Elektro"}, "counts": {}, "person_line": "Orders"}
    return HttpResponse(
        engines["django"].from_string(LIVE).render({"words": colleague.words, **frame}, request)
    )


def events(request: HttpRequest) -> StreamingHttpResponse:
    """Stream the people on the page, then each act as it happens."""

    def stream() -> Iterator[bytes]:
        people = [{"name": "Jonas Weber", "initials": "JW", "hue": 2}]
        yield f"event: presence\ndata: {json.dumps({'people': people})}\n\n".encode()
        while True:
            if colleague.acted.wait(0.2):
                colleague.acted.clear()
                yield b'event: change\ndata: {"topic": "journey:1"}\n\n'
            else:
                yield b": still here\n\n"

    return StreamingHttpResponse(stream(), content_type="text/event-stream")


urlpatterns = [path("", include("wellkept.ui.urls")), path("live", live), path("events", events)]


def as_ana(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Everybody is Ana, signed in, under the policy that allows no inline script or style."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.user = SimpleNamespace(is_authenticated=True, name="Ana Ruiz", pk=1)  # type: ignore[assignment]
        response = get_response(request)
        response["Content-Security-Policy"] = guard.POLICY
        return response

    return handle


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def gallery() -> Iterator[str]:
    """Serve the gallery and yield its address."""
    with override_settings(
        ROOT_URLCONF="tests.ui.served",
        MIDDLEWARE=["tests.ui.served.as_ana"],
        STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        TIME_ZONE="Europe/Berlin",
    ):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Server, _Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
