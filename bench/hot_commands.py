"""The hot commands and whole journeys: below HTTP, through the API, and by hand.

The three are those that a company gives most often while a journey runs: a contact is written down, a step is done and
the next one planned, something is promised. Together they are over half of what the demo's year records.
"""

from __future__ import annotations

import http.client
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import sandbox
from bench.alternating_runs import Way, race, ratio
from bench.company import Company
from bench.compare_rows import differences
from bench.sql_commands import SAID, TEXT
from bench.sql_journey import FINE, NEED, ORDER, RUNS, TOTAL, WORDS, HandJourney
from bench.sql_journey import SAID as DELIVERED
from wellkept.delivery import commands as delivery
from wellkept.journeys.commands import open, steps, touches
from wellkept.journeys.models import Journey
from wellkept.kernel import clock
from wellkept.orders import commands as orders
from wellkept.promises import commands as promises
from wellkept.support import commands as support

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Outcome:
    """One act, in each way, and what the rows of the ways differ in (nothing)."""

    name: str
    app: Way
    api: Way
    hand: Way
    differences: list[str]

    def as_json(self) -> dict[str, Any]:
        return {
            "act": self.name,
            "same_rows": not self.differences,
            **{
                way.name: {
                    "a_second": round(way.a_second, 1),
                    "of_hand_written": round(ratio(way, self.hand), 3),
                    "statements": way.statements,
                    "p50_ms": round(way.milliseconds(50), 2),
                    "p99_ms": round(way.milliseconds(99), 2),
                }
                for way in (self.app, self.api, self.hand)
            },
        }


class Api:
    """A program with a token, on one kept connection."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._token = token
        self._keys = itertools.count()

    def post(self, path: str, **said: Any) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"bench-{id(self)}-{next(self._keys)}",
        }
        self._connection.request("POST", f"/api/v1/journeys{path}", json.dumps(said, default=str), headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"{path}: {answer.status} {body.decode()}")
        found: dict[str, Any] = json.loads(body)
        return found


def measure(company: Company, *, times: int, journeys: int, url: str) -> list[Outcome]:
    """All acts on that database, with one web server beside us."""
    connection.ensure_connection()
    raw = connection.connection
    hand = HandJourney(company, raw)
    with sandbox.program("web", "--port", "0", says=r"Listening on \S+:(\d+)", url=url) as web:
        api = Api(int(web.said[1]), company.token)
        return [
            _hot(company, "log a touch", times, _touch(company), _touch_api(api), lambda j: hand.touch(j.pk), hand),
            _hot(company, "finish a step, plan the next", times, _step(company), _step_api(api),
                 lambda j: hand.step(j.pk, j.next_step_id), hand),
            _hot(company, "promise something", times, _promise(company), _promise_api(api),
                 lambda j: hand.promise(j.pk), hand),
            _whole(company, journeys, api, hand),
        ]  # fmt: skip


Act = Callable[[Journey], Any]


def _touch(company: Company) -> Act:
    return lambda j: touches.log_touch(journey=j.pk, incoming=True, channel="mail", said=SAID, by=company.by)


def _touch_api(api: Api) -> Act:
    return lambda j: api.post(f"/{j.number}/touches", incoming=True, channel="mail", said=SAID)


def _step(company: Company) -> Act:
    return lambda j: steps.finish_step(
        journey=j.pk,
        step=j.next_step_id,
        how="done",
        next_what="Call them",
        next_due=clock.now() + DAY,
        by=company.by,
    )


def _step_api(api: Api) -> Act:
    return lambda j: api.post(
        f"/{j.number}/steps/{j.next_step_id}/completion",
        how="done",
        next_what="Call them",
        next_due=(clock.now() + DAY).isoformat(),
    )


def _promise(company: Company) -> Act:
    return lambda j: promises.make_promise(journey=j.pk, text=TEXT, due=clock.now() + 2 * DAY, by=company.by)


def _promise_api(api: Api) -> Act:
    return lambda j: api.post(f"/{j.number}/promises", text=TEXT, due=(clock.now() + 2 * DAY).isoformat())


def _hot(
    company: Company, name: str, times: int, below: Act, above: Act, by_hand: Act, hand: HandJourney
) -> Outcome:
    """Each way on journeys of its own, all opened alike; then their rows are compared."""
    ways = [
        Way("below_http", below, company.journeys(times)),
        Way("api", above, company.journeys(times)),
        Way("by_hand", by_hand, company.journeys(times)),
    ]
    race(ways)
    app, api, other = ways
    extra = company.journey()
    app.statements = _count(lambda: below(extra))
    hand.statements = 0
    by_hand(company.journey())
    other.statements = hand.statements
    return Outcome(name, app, api, other, _compare(*(_keys(way.prepared) for way in ways)))


def _whole(company: Company, times: int, api: Api, hand: HandJourney) -> Outcome:
    made: dict[str, list[int]] = {"below_http": [], "api": [], "by_hand": []}
    ways = [
        Way("below_http", lambda _: made["below_http"].append(whole(company)), range(times)),
        Way("api", lambda _: made["api"].append(whole_by_api(company, api)), range(times)),
        Way("by_hand", lambda _: made["by_hand"].append(hand.whole()), range(times)),
    ]
    race(ways, batch=5)
    app, _, other = ways
    difference = _compare(*made.values())
    app.statements = _count(lambda: whole(company))
    hand.statements = 0
    hand.whole()
    other.statements = hand.statements
    return Outcome("a whole journey (6 acts)", *ways, difference)


def whole(company: Company) -> int:
    """A repeat job from the order to rest, through commands."""
    by = company.by
    key = open.open_journey(
        customer=company.customer.pk,
        contact=company.contact.pk,
        need=NEED,
        by=by,
        blueprint="repeat",
        channel="call",
    ).pk
    due = clock.now() + 5 * DAY
    orders.put_agreement(journey=key, words=WORDS, total=TOTAL, delivery_by=due, by=by)
    orders.agree(journey=key, by=by, evidence="purchase_order", said=ORDER)
    delivery.deliver(journey=key, said=DELIVERED, by=by)
    delivery.accept(journey=key, by=by, evidence="mail", said=FINE)
    support.it_works(journey=key, by=by, said=RUNS)
    return key


def whole_by_api(company: Company, api: Api) -> int:
    """The same through the API."""
    opened = api.post(
        "",
        customer=company.customer.pk,
        contact=company.contact.pk,
        need=NEED,
        blueprint="repeat",
        channel="call",
    )
    place = f"/{opened['number']}"
    due = (clock.now() + 5 * DAY).isoformat()
    api.post(f"{place}/agreements", words=WORDS, total=str(TOTAL), delivery_by=due)
    api.post(f"{place}/agreement", evidence="purchase_order", said=ORDER)
    api.post(f"{place}/delivery", said=DELIVERED)
    api.post(f"{place}/acceptance", evidence="mail", said=FINE)
    api.post(f"{place}/rest", said=RUNS)
    return int(Journey.objects.values_list("pk", flat=True).get(number=opened["number"]))


def _keys(rows: Sequence[Journey]) -> list[int]:
    return [row.pk for row in rows]


def _compare(app: Sequence[int], api: Sequence[int], hand: Sequence[int]) -> list[str]:
    return [f"commands, by hand: {one}" for one in differences(app, hand)] + [
        f"API, by hand: {one}" for one in differences(api, hand)
    ]


def _count(act: Callable[[], Any]) -> int:
    """Statements between the beginning and the end of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(
        1
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    )
