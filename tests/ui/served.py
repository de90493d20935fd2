"""The gallery served by a real server, without a database: its clock and its people are its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from types import SimpleNamespace
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

urlpatterns = [path("", include("wellkept.ui.urls"))]


def as_ana(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Everybody is Ana, signed in, under the policy that allows no inline script or style."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.user = SimpleNamespace(is_authenticated=True, name="Ana Ruiz", pk=1)  # type: ignore[assignment]
        response = get_response(request)
        response["Content-Security-Policy"] = "default-src 'self'; object-src 'none'; base-uri 'none'"
        return response

    return handle


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def gallery() -> Iterator[str]:
    """Where it is, as long as it is served."""
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
