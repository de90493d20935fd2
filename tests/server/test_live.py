"""Live pages: who may listen hears within a second, as ids only; who may not hears nothing."""

from __future__ import annotations

import asyncio
import http.client
import json
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.server.open_page import Listener, listening, signed_in

from wellkept.people import commands, queries
from wellkept.people.founder import Founder
from wellkept.people.models import Person


@pytest.fixture
def ada(site: str) -> Person:
    _, first = commands.set_up_company(
        name="Kept", founder=Founder(name="Ada Berg", email="ada@kept.example", password=None)
    )
    return first


@pytest.fixture
def ben(ada: Person) -> Person:
    return commands.join(name="Ben Cole", email="ben@kept.example", by=queries.actor(ada.pk))


def happen(url: str, **payload: Any) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_notify('wellkept_live', %s)", [json.dumps(payload)])


def test_a_change_reaches_the_page_that_shows_it(site: str, ada: Person, database_url: str) -> None:
    with listening(site, "journey:900", ada) as page, listening(site, "journey:901", ada) as other:
        assert page.response.headers["Content-Type"] == "text/event-stream"
        happen(database_url, events=[{"id": 7, "subject": 900, "type": "touch_logged"}], people=[], teams=[])
        assert page.next("change") == {"topic": "journey:900", "ids": [7]}
        assert other.hears_nothing("change")


def test_simultaneous_events_are_pushed_together(site: str, ada: Person, database_url: str) -> None:
    with listening(site, "journey:900", ada) as page:
        with psycopg.connect(database_url) as connection:
            for key in range(1, 31):
                text = json.dumps({"events": [{"id": key, "subject": 900, "type": "step_done"}]})
                connection.execute("SELECT pg_notify('wellkept_live', %s)", [text])
        heard: list[int] = []
        messages = 0
        while len(heard) < 30:
            heard += page.next("change")["ids"]
            messages += 1
        assert heard == list(range(1, 31))
        assert messages <= 3


def test_a_person_and_their_teams_hear_what_is_for_them(
    site: str, ada: Person, ben: Person, database_url: str
) -> None:
    team = queries.teams()[0].pk
    with listening(site, f"person:{ada.pk},team:{team},board", ada) as page:
        happen(database_url, events=[{"id": 3, "subject": 1, "type": "x"}], people=[ada.pk], teams=[team])
        topics = {page.next("change")["topic"] for _ in range(3)}
        assert topics == {f"person:{ada.pk}", f"team:{team}", "board"}


def test_nobody_listens_to_another_persons_desk_or_a_team_they_are_not_in(
    site: str, ada: Person, ben: Person
) -> None:
    team = queries.teams()[0].pk
    with listening(site, f"person:{ada.pk},team:{team}", ben) as page:
        assert page.response.status == 403


@pytest.mark.parametrize(
    "topics",
    ["board", "journey:1", "person:1", "", "journey:", "journey:1;drop", "journey:٣", "portal:guess"],
)
def test_nobody_listens_without_signing_in(site: str, topics: str) -> None:
    from urllib.parse import quote

    with listening(site, quote(topics)) as page:
        assert page.response.status == 401


def test_withdrawn_access_opens_no_live_connection(site: str, ada: Person, ben: Person) -> None:
    cookie = signed_in(ben)
    commands.withdraw_access(person=ben.pk, reason="lost telephone", by=queries.actor(ada.pk))
    listener = Listener(site, "board", cookie=cookie)
    assert listener.response.status == 401
    listener.close()


def test_a_page_that_reconnects_is_told_to_refresh(site: str, ada: Person) -> None:
    with listening(site, "board", ada, **{"Last-Event-ID": "1"}) as page:
        assert page.next("refresh") == {}


def test_other_people_on_the_page_are_shown_until_they_leave(site: str, ada: Person, ben: Person) -> None:
    """On a page of its own: a process that was killed, in another test, has left its readers behind for a while."""
    with listening(site, "journey:901", ada) as page:
        with listening(site, "journey:901", ben):
            present: list[Any] = []
            while not present:
                present = page.next("presence")["people"]
            assert present == [{"id": ben.pk, "name": "Ben Cole", "initials": "BC", "hue": ben.pk % 8}]
        while present:
            present = page.next("presence")["people"]


def test_only_reading_is_possible(site: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    connection.request("POST", "/events?topics=board")
    assert connection.getresponse().status == 405
    connection.close()


def test_five_hundred_open_pages_all_hear_and_other_pages_still_come(
    site: str, ada: Person, database_url: str
) -> None:
    by = queries.actor(ada.pk)
    others = [commands.join(name=f"N {n}", email=f"n{n}@kept.example", by=by) for n in range(9)]
    cookies = [signed_in(person) for person in (ada, *others)]
    pages = asyncio.run(_crowd(site, cookies, database_url, 500))
    assert pages == (500, 10)


async def _crowd(site: str, cookies: list[str], url: str, size: int) -> tuple[int, int]:
    """Open that many pages, let something happen, and count who heard; meanwhile fetch ordinary pages."""
    host, port = urlsplit(site).hostname, urlsplit(site).port
    gate = asyncio.Semaphore(50)

    async def listen(cookie: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with gate:
            reader, writer = await asyncio.open_connection(host, port)
            wish = f"GET /events?topics=journey:900 HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n"
            writer.write(wish.encode())
            await reader.readuntil(b"retry: 1000\n")
            return reader, writer

    async def hears(reader: asyncio.StreamReader) -> bool:
        return b'"ids": [7]' in await asyncio.wait_for(reader.readuntil(b'"ids": [7]'), 30)

    async def fetch() -> bool:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(
            f"GET /static/ui/tokens.css HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        )
        status = await asyncio.wait_for(reader.readline(), 30)
        writer.close()
        return b"200" in status

    streams = await asyncio.gather(*(listen(cookies[n % len(cookies)]) for n in range(size)))
    await asyncio.to_thread(happen, url, events=[{"id": 7, "subject": 900, "type": "x"}], people=[], teams=[])
    fetched = [await fetch() for _ in range(10)]
    heard = await asyncio.gather(*(hears(reader) for reader, _ in streams))
    for _, writer in streams:
        writer.close()
    return sum(heard), sum(fetched)
