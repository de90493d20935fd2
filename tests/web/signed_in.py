"""People at their browsers."""

from __future__ import annotations

from django.test import Client
from tests.cast import Cast


def at(cast: Cast, name: str, *, htmx: str = "") -> Client:
    """This person's browser; with `htmx` it asks as htmx does, from that page."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{htmx}"} if htmx else {}
    client = Client(headers=headers)
    client.force_login(cast.person(name))
    return client
