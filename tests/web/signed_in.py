"""People at their browsers."""

from __future__ import annotations

from django.test import Client
from tests.cast import Cast

from wellkept.people.commands import choose_password
from wellkept.people.queries import person

PASSWORD = "a good long password"


def at(cast: Cast, name: str, *, htmx: str = "") -> Client:
    """This person's browser; with `htmx` it asks as htmx does, from that page.

    The person is read from the database: the cast is shared by the tests of a worker, and stays as it was made.
    """
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{htmx}"} if htmx else {}
    client = Client(headers=headers)
    client.force_login(person(cast.person(name).pk))
    return client


def with_a_password(cast: Cast, name: str) -> Client:
    """The browser of a person who has chosen a password, as it is some time after the sign-in."""
    choose_password(person=cast.person(name).pk, password=PASSWORD, by=cast.by(name))
    return at(cast, name)


def just_confirmed(client: Client) -> Client:
    """The same browser after its person has given that password again."""
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client
