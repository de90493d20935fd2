"""A program with a token, on the cast's company."""

from __future__ import annotations

import itertools
from typing import Any

from django.http import HttpResponse
from django.test import Client
from tests.cast import Cast

from wellkept.people.commands import make_token

WHOLE = "return=representation"

_keys = itertools.count(1)


class Program:
    """Acts for one of the cast, with these scopes."""

    def __init__(self, cast: Cast, name: str = "tom", *scopes: str) -> None:
        person = cast.person(name)
        self.row, self.secret = make_token(
            person=person.pk, name=f"{name}'s program", scopes=scopes or ("read", "write"), by=cast.by(name)
        )
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"}, REMOTE_ADDR="192.0.2.9")

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query)  # type: ignore[return-value]

    def post(self, path: str, body: Any = None, *, key: str | None = None, prefer: str = "") -> HttpResponse:
        headers = {} if key == "" else {"Idempotency-Key": key or f"key-{next(_keys)}"}
        if prefer:
            headers["Prefer"] = prefer
        return self.client.post(  # type: ignore[return-value]
            f"/api/v1{path}",
            body if body is not None else {},
            content_type="application/json",
            headers=headers,
        )

    def does(self, path: str, body: Any = None, *, prefer: str = "") -> Any:
        response = self.post(path, body, prefer=prefer)
        assert response.status_code == 201, response.content.decode()
        return response.json()  # type: ignore[attr-defined]
