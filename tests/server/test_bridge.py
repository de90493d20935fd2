"""The bridge: what Django is told of a request, and what a client gets back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse

import pytest

from wellkept.server.bridge import Bridge

Environ = dict[str, Any]


class Exchange:
    """One request, put to the bridge as the server would, and everything that came back."""

    def __init__(
        self,
        answer: Callable[[Environ, StartResponse], Iterable[bytes]],
        *,
        method: str = "GET",
        path: str = "/",
        query: bytes = b"",
        headers: Iterable[tuple[bytes, bytes]] = (),
        body: Iterable[bytes] = (b"",),
        leaves_after: int | None = None,
        proxies: int = 0,
        upload_limit: int = 1000,
        waiting: int = 512,
    ) -> None:
        self.environ: Environ = {}
        self.sent: list[dict[str, Any]] = []
        self._leaves_after = leaves_after
        parts = list(body)
        self._messages = [
            {"type": "http.request", "body": part, "more_body": number < len(parts) - 1}
            for number, part in enumerate(parts)
        ]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query,
            "headers": list(headers),
            "scheme": "http",
            "http_version": "1.1",
            "client": ("192.0.2.9", 1234),
            "server": ("127.0.0.1", 8000),
        }

        def application(environ: Environ, start: StartResponse) -> Iterable[bytes]:
            self.environ = {**environ, "body": environ["wsgi.input"].read()}
            return answer(environ, start)

        bridge = Bridge(application, threads=2, upload_limit=upload_limit, proxies=proxies, waiting=waiting)
        asyncio.run(bridge(scope, self._receive, self._send))
        bridge.close()

    async def _receive(self) -> dict[str, Any]:
        if self._messages:
            return self._messages.pop(0)
        while self._leaves_after is None or len(self.sent) < self._leaves_after:
            await asyncio.sleep(0.01)
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        return list(self.sent[0]["headers"])

    @property
    def content(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def hello(environ: Environ, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"hel", b"lo"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_reaches_django_with_its_body(method: str) -> None:
    exchange = Exchange(hello, method=method, body=[b"one ", b"two"])
    assert (exchange.status, exchange.content) == (200, b"hello")
    assert exchange.environ["REQUEST_METHOD"] == method
    assert exchange.environ["body"] == b"one two"
    assert exchange.environ["CONTENT_LENGTH"] == "7"


def test_head_has_the_headers_of_get_and_no_body() -> None:
    exchange = Exchange(hello, method="HEAD")
    assert exchange.headers == [(b"content-type", b"text/plain"), (b"content-length", b"5")]
    assert exchange.content == b""


def test_path_and_query_come_as_wsgi_wants_them() -> None:
    exchange = Exchange(hello, path="/kunden/Müller", query=b"q=%C3%BC&q=2")
    assert exchange.environ["PATH_INFO"].encode("latin-1").decode() == "/kunden/Müller"
    assert exchange.environ["QUERY_STRING"] == "q=%C3%BC&q=2"


def test_headers_are_joined_and_those_that_pretend_are_dropped() -> None:
    exchange = Exchange(
        hello,
        headers=[
            (b"cookie", b"a=1"),
            (b"cookie", b"b=2"),
            (b"accept", b"text/html"),
            (b"accept", b"text/plain"),
            (b"content-type", b"text/plain"),
            (b"x_forwarded_for", b"10.0.0.1"),
        ],
    )
    assert exchange.environ["HTTP_COOKIE"] == "a=1; b=2"
    assert exchange.environ["HTTP_ACCEPT"] == "text/html,text/plain"
    assert exchange.environ["CONTENT_TYPE"] == "text/plain"
    assert "HTTP_X_FORWARDED_FOR" not in exchange.environ


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, b"203.0.113.5", "192.0.2.9"),
        (1, b"203.0.113.5", "203.0.113.5"),
        (1, b"6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, b"6.6.6.6, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, b"203.0.113.5", "192.0.2.9"),
        (1, b"6.6.6.6, 203.0.113.5:50123", "203.0.113.5"),
    ],
)
def test_only_our_own_proxies_say_who_the_client_is(proxies: int, forwarded: bytes, believed: str) -> None:
    exchange = Exchange(hello, headers=[(b"x-forwarded-for", forwarded)], proxies=proxies)
    assert exchange.environ["REMOTE_ADDR"] == believed


@pytest.mark.parametrize(("proxies", "scheme"), [(0, "http"), (1, "https")])
def test_only_our_own_proxies_say_that_it_was_encrypted(proxies: int, scheme: str) -> None:
    exchange = Exchange(hello, headers=[(b"x-forwarded-proto", b"https")], proxies=proxies)
    assert exchange.environ["wsgi.url_scheme"] == scheme


@pytest.mark.parametrize("announced", [True, False])
def test_a_too_large_body_is_refused_before_django_is_called(announced: bool) -> None:
    headers = [(b"content-length", b"1500")] if announced else []
    exchange = Exchange(hello, method="POST", headers=headers, body=[b"x" * 500] * 3, upload_limit=1000)
    assert exchange.status == 413
    assert b"too large" in exchange.content
    assert exchange.environ == {}


def test_a_program_reads_the_servers_own_refusals_as_problem_documents() -> None:
    def fails(environ: Environ, start: StartResponse) -> Iterable[bytes]:
        raise RuntimeError

    exchanges = (
        Exchange(hello, method="POST", path="/api/v1/journeys", body=[b"x" * 2000]),
        Exchange(hello, path="/api/v1/me", waiting=0),
        Exchange(fails, path="/api/v1/me"),
    )
    for exchange, status, code in zip(
        exchanges, (413, 503, 500), ("too_large", "too_busy", "fault"), strict=True
    ):
        headers = dict(exchange.sent[0]["headers"])
        assert headers[b"content-type"] == b"application/problem+json"
        problem = json.loads(exchange.content)
        assert (exchange.status, problem["status"], problem["code"]) == (status, status, code)
        assert problem["type"] == f"urn:wellkept:{code}"
        assert problem["title"]


def test_a_client_that_leaves_while_sending_costs_nothing() -> None:
    exchange = Exchange(hello, method="POST", body=[], leaves_after=0)
    assert (exchange.sent, exchange.environ) == ([], {})


def test_an_error_of_our_own_is_said_in_one_sentence() -> None:
    def broken(environ: Environ, start: StartResponse) -> Iterable[bytes]:
        raise RuntimeError("a secret")

    exchange = Exchange(broken)
    assert exchange.status == 500
    assert exchange.content == b"Something went wrong here. It has been noted."


class Long:
    """A long answer, as Django's streaming answers are."""

    streaming = True

    def __init__(self, parts: int) -> None:
        self.parts = parts
        self.made = 0
        self.closed = False

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        while self.made < self.parts:
            self.made += 1
            yield b"x" * 100_000

    def close(self) -> None:
        self.closed = True


def test_a_long_answer_is_handed_on_in_parts_and_closed() -> None:
    answer = Long(10)
    exchange = Exchange(answer)
    assert len(exchange.content) == 1_000_000
    assert len(exchange.sent) > 3
    assert answer.closed


def test_a_client_that_leaves_stops_a_long_answer() -> None:
    answer = Long(100_000)
    Exchange(answer, leaves_after=3)
    assert answer.made < 1000
    assert answer.closed
