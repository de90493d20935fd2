"""Readers of live events and the topics they may hear."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest

from wellkept.ui.templatetags.ui import hue


@dataclass(frozen=True)
class Reader:
    """A member of the staff, as far as live pages need them."""

    id: int
    name: str
    initials: str
    teams: frozenset[int]

    def as_seen(self) -> dict[str, object]:
        """The person with the face that pages draw."""
        return {"id": self.id, "name": self.name, "initials": self.initials, "hue": hue(self.id)}


@dataclass(frozen=True)
class Topic:
    """A topic: `key` is its name in the hub, `label` its name on the page.

    Of a closed one only a change is told: not which events there are, and not who is on its page.
    """

    kind: str
    key: int
    label: str
    closed: bool = False


def reader_of(cookies: str) -> Reader | None:
    """The person of this session, if they may still sign in. Queries the database: call it in a thread."""
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if morsel is None:
        return None
    from wellkept.server.sessions import SessionStore

    request = HttpRequest()
    request.session = SessionStore(morsel.value)
    person = auth.get_user(request)
    if person.pk is None or not person.is_active:
        return None
    from wellkept.people import queries

    return Reader(person.pk, person.name, person.initials, queries.actor(person.pk).teams)


def topics_for(reader: Reader | None, asked: list[str]) -> list[Topic]:
    """Filter the topics asked for by what this reader may hear. Queries the database: call it in a thread."""
    heard: list[Topic] = []
    for label in asked:
        kind, _, rest = label.partition(":")
        topic = _of_customer(rest) if kind == "portal" else _of_staff(reader, kind, rest)
        if topic is not None:
            heard.append(topic)
    return heard if reader is None else _with_closed(heard, reader)


def _with_closed(topics: list[Topic], reader: Reader) -> list[Topic]:
    """Mark the confidential journeys that this person may not read."""
    from wellkept.journeys import rights
    from wellkept.journeys.models import Journey
    from wellkept.people import queries

    subjects = [topic.key for topic in topics if topic.kind == "subject"]
    confidential = list(Journey.objects.filter(pk__in=subjects, confidential=True)) if subjects else []
    closed = rights.unreadable(confidential, queries.actor(reader.id)) if confidential else set()
    return [
        replace(topic, closed=True) if topic.kind == "subject" and topic.key in closed else topic
        for topic in topics
    ]


def _of_customer(token: str) -> Topic | None:
    from wellkept.portal import live_rights

    journey = live_rights.allowed(token)
    # The label must not repeat the token: it is a key.
    return None if journey is None else Topic("subject", journey, "portal")


def _of_staff(reader: Reader | None, kind: str, rest: str) -> Topic | None:
    if reader is None:
        return None
    if kind == "board" and not rest:
        return Topic("board", 0, "board")
    if not rest.isascii() or not rest.isdigit() or len(rest) > 18:
        return None
    key = int(rest)
    if kind == "person":
        return Topic("person", key, f"person:{key}") if key == reader.id else None
    if kind == "team":
        return Topic("team", key, f"team:{key}") if key in reader.teams else None
    if kind in {"journey", "customer", "intake", "incident", "blueprint", "company"}:
        # That something happened is no secret, only what: pages fetch it with their own rights.
        return Topic("subject", key, f"{kind}:{key}")
    return None
