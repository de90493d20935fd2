"""A small provider of OAuth 2, on this machine: gives permission, tokens, and tells the IMAP server which are good."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

CLIENT, SECRET = "wellkept-at-lindenau", "client's own secret"


@dataclass
class Provider:
    """`good` are the access tokens in force, `refresh` what they are renewed by; each renewal changes it."""

    port: int
    user: str
    lasts: int = 3600
    refresh: str = ""
    good: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    @property
    def token_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    @property
    def authorize_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/authorize"

    @property
    def introspection_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/whose?token="

    def permit(self, challenge: str) -> str:
        """Its owner lets somebody in: the code that their browser carries back."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = challenge
        return code

    def issue(self) -> dict[str, object]:
        access, self.refresh = secrets.token_urlsafe(16), secrets.token_urlsafe(16)
        self.good.add(access)
        return {
            "access_token": access,
            "refresh_token": self.refresh,
            "token_type": "Bearer",
            "expires_in": self.lasts,
        }

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append(form)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client", "error_description": "Unknown client"}
        if form.get("grant_type") == "authorization_code":
            wanted = self.codes.pop(form.get("code", ""), None)
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if wanted is None or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != wanted:
                return 400, {"error": "invalid_grant"}
            return 200, self.issue()
        if form.get("grant_type") == "refresh_token" and form.get("refresh_token") == self.refresh != "":
            return 200, self.issue()
        return 400, {"error": "invalid_grant"}


@contextmanager
def provider(user: str) -> Iterator[Provider]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(*sign_in.answer({name: values[0] for name, values in parse_qs(body).items()}))

        def do_GET(self) -> None:
            token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
            if token in sign_in.good:
                self._say(200, {"active": True, "username": sign_in.user})
            else:
                self._say(200, {"active": False})

        def _say(self, status: int, what: dict[str, object]) -> None:
            content = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    sign_in = Provider(int(server.server_address[1]), user)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield sign_in
    finally:
        server.shutdown()
        server.server_close()
