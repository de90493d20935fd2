"""Rights of live events: a confidential journey tells strangers no more than that something changed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from tests import cast as stations
from tests.cast import Cast

from wellkept.journeys.commands import details
from wellkept.people.models import Person
from wellkept.server import live
from wellkept.server.hub import Hub, Stream
from wellkept.server.live import Live
from wellkept.server.live_readers import Reader, Topic, topics_for


def reader(person: Person) -> Reader:
    return Reader(person.pk, person.name, person.initials, frozenset())


def test_strangers_do_not_hear_who_reads_a_confidential_journey(cast: Cast) -> None:
    journey = stations.opened(cast)
    details.make_confidential(journey=journey.pk, confidential=True, by=cast.by("ana"))
    stranger, owner = reader(cast.jonas), reader(cast.tom)
    streams = [
        Stream(topics_for(person, [f"journey:{journey.pk}", f"customer:{journey.pk}"]), person)
        for person in (stranger, owner)
    ]
    assert [[topic.closed for topic in stream.topics] for stream in streams] == [[True] * 2, [False] * 2]
    hub = Hub()
    for stream in streams:
        hub.join(stream)
    assert {stream.reader for group in hub._viewers.values() for stream in group} == {owner}
    hub.hear_presence(
        f'{{"process": "x", "subject": {journey.pk}, "people": [{{"id": 999, "name": "Ada", "hue": 1}}]}}'
    )
    hub.hear(f'{{"events": [{{"id": 77, "subject": {journey.pk}}}]}}')
    assert not streams[0].present
    assert streams[0].changes == {f"journey:{journey.pk}": [0], f"customer:{journey.pk}": [0]}
    assert streams[1].present
    assert streams[1].changes[f"journey:{journey.pk}"] == [77]


def test_one_person_opens_a_bounded_number_of_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_OF_ONE_AT_MOST", 2)
    monkeypatch.setattr(
        live,
        "_resolve",
        lambda cookies, asked: (Reader(len(cookies), "A", "A", frozenset()), [Topic("board", 0, "board")]),
    )

    async def go() -> list[int]:
        endpoint = Live(Hub())
        statuses: list[int] = []
        leave = asyncio.Event()

        async def receive() -> dict[str, Any]:
            await leave.wait()
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            if "status" in message:
                statuses.append(message["status"])

        def page(cookie: bytes) -> asyncio.Task[None]:
            scope = {
                "type": "http",
                "method": "GET",
                "path": "/events",
                "query_string": b"topics=board",
                "headers": [(b"cookie", cookie)],
            }
            return asyncio.create_task(endpoint(scope, receive, send))

        pages = []
        for cookie in (b"a", b"a", b"a", b"another"):
            pages.append(page(cookie))
            await asyncio.sleep(0.05)
        leave.set()
        await asyncio.gather(*pages)
        assert not endpoint.open_of
        endpoint.close()
        return statuses

    assert asyncio.run(go()) == [200, 200, 429, 200]
