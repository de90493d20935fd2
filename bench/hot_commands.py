"""Speed of the hot commands and of whole journeys: called directly, through the API, and as SQL by hand.

The three hot commands are those that a company runs most often on a journey: log a touch, finish a step and plan the
next one, make a promise. Together they are over half of the events of the demo's year.
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
from bench.alternating_runs import Variant, ratio, run_alternately
from bench.company import Company
from bench.compare_rows import differences
from bench.sql_commands import SAID, TEXT
from bench.sql_journey import FINE, NEED, ORDER, RUNS, TOTAL, WORDS, SqlJourney
from bench.sql_journey import SAID as DELIVERED
from wellkept.delivery import commands as delivery
from wellkept.delivery.queries import delivered
from wellkept.journeys.commands import open, steps, touches
from wellkept.journeys.evidence import Evidence
from wellkept.journeys.models import Journey
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.planned_step import PlannedStep
from wellkept.journeys.touch import IncomingTouch
from wellkept.kernel import clock
from wellkept.kernel.money import Money
from wellkept.orders import commands as orders
from wellkept.orders.models import Agreement
from wellkept.promises import commands as promises
from wellkept.support import commands as support

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Outcome:
    """The variants of one act, and the differences between their rows, which should be none."""

    name: str
    app: Variant
    api: Variant
    sql: Variant
    differences: list[str]

    def as_json(self) -> dict[str, Any]:
        return {
            "act": self.name,
            "same_rows": not self.differences,
            **{
                variant.name: {
                    "a_second": round(variant.a_second, 1),
                    "of_hand_written": round(ratio(variant, self.sql), 3),
                    "statements": variant.statements,
                    "p50_ms": round(variant.milliseconds(50), 2),
                    "p99_ms": round(variant.milliseconds(99), 2),
                }
                for variant in (self.app, self.api, self.sql)
            },
        }


class Api:
    """An API client with a token, on one persistent connection."""

    def __init__(self, port: int, token: str, *, under: str = "/journeys") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._token = token
        self._under = under
        self._keys = itertools.count()

    def post(self, path: str, **fields: Any) -> dict[str, Any]:
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"bench-{id(self)}-{next(self._keys)}",
        }
        arguments = ("POST", f"/api/v1{self._under}{path}", json.dumps(fields, default=str), headers)
        try:
            self._connection.request(*arguments)
            answer = self._connection.getresponse()
        except ConnectionError:
            # The server closed an idle connection. The key makes it the same request.
            self._connection.close()
            self._connection.request(*arguments)
            answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"{path}: {answer.status} {body.decode()}")
        result: dict[str, Any] = json.loads(body)
        return result


def measure(company: Company, *, times: int, journeys: int, url: str) -> list[Outcome]:
    """Measure all acts on this database, with one web server beside us."""
    connection.ensure_connection()
    raw = connection.connection
    sql = SqlJourney(company, raw)
    with sandbox.program("web", "--port", "0", says=r"Listening on \S+:(\d+)", url=url) as web:
        api = Api(int(web.match[1]), company.token)
        return [
            _hot(company, "log a touch", times, _touch(company), _touch_api(api), lambda j: sql.touch(j.pk), sql),
            _hot(company, "finish a step, plan the next", times, _step(company), _step_api(api),
                 lambda j: sql.step(j.pk, j.next_step_id), sql),
            _hot(company, "promise something", times, _promise(company), _promise_api(api),
                 lambda j: sql.promise(j.pk), sql),
            _whole(company, journeys, api, sql),
        ]  # fmt: skip


Act = Callable[[Journey], Any]


def _touch(company: Company) -> Act:
    return lambda j: touches.log_touch(journey=j.pk, touch=IncomingTouch("mail", SAID), by=company.by)


def _touch_api(api: Api) -> Act:
    return lambda j: api.post(f"/{j.number}/touches", incoming=True, channel="mail", words=SAID)


def _step(company: Company) -> Act:
    return lambda j: steps.finish_step(
        journey=j.pk,
        step=j.next_step_id,
        how="done",
        then=PlannedStep("Call them", clock.now() + DAY),
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
    company: Company, name: str, times: int, below: Act, above: Act, by_sql: Act, sql: SqlJourney
) -> Outcome:
    """Measure the variants on separate journeys, all opened alike, and compare their rows."""
    variants = [
        Variant("below_http", below, company.journeys(times)),
        Variant("api", above, company.journeys(times)),
        Variant("by_hand", by_sql, company.journeys(times)),
    ]
    run_alternately(variants)
    app, api, other = variants
    extra = company.journey()
    app.statements = _count(lambda: below(extra))
    sql.statements = 0
    by_sql(company.journey())
    other.statements = sql.statements
    return Outcome(name, app, api, other, _compare(*(_keys(variant.prepared) for variant in variants)))


def _whole(company: Company, times: int, api: Api, sql: SqlJourney) -> Outcome:
    keys: dict[str, list[int]] = {"below_http": [], "api": [], "by_hand": []}
    variants = [
        Variant("below_http", lambda _: keys["below_http"].append(run_journey(company)), range(times)),
        Variant("api", lambda _: keys["api"].append(run_journey_by_api(company, api)), range(times)),
        Variant("by_hand", lambda _: keys["by_hand"].append(sql.run()), range(times)),
    ]
    run_alternately(variants, batch=5)
    app, _, other = variants
    difference = _compare(*keys.values())
    app.statements = _count(lambda: run_journey(company))
    sql.statements = 0
    sql.run()
    other.statements = sql.statements
    return Outcome("a whole journey (6 acts)", *variants, difference)


def run_journey(company: Company) -> int:
    """Run a repeat job from the order to rest by commands."""
    by = company.by
    key = open.open_journey(
        customer=company.customer.pk,
        contact=company.contact.pk,
        need=Need(NEED),
        by=by,
        start=Start(blueprint="repeat"),
        origin=Origin(channel="call"),
    ).pk
    due = clock.now() + 5 * DAY
    orders.put_agreement(journey=key, words=WORDS, total=Money(TOTAL, "EUR"), delivery_by=due, by=by)
    orders.agree(journey=key, by=by, evidence=Evidence("purchase_order", ORDER))
    delivery.deliver(journey=key, words=DELIVERED, by=by)
    delivery.accept(journey=key, by=by, evidence=Evidence("mail", FINE))
    support.confirm_success(journey=key, by=by, words=RUNS)
    return key


def run_journey_by_api(company: Company, api: Api) -> int:
    """Run the same through the API."""
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
    put = Agreement.objects.get(journey__number=opened["number"])
    api.post(
        f"{place}/agreement", evidence="purchase_order", words=ORDER, shown_digest=bytes(put.digest).hex()
    )
    api.post(f"{place}/delivery", words=DELIVERED)
    waits = delivered(put.journey_id)
    api.post(f"{place}/acceptance", evidence="mail", words=FINE, delivery=waits.id if waits else 0)
    api.post(f"{place}/rest", words=RUNS)
    return int(Journey.objects.values_list("pk", flat=True).get(number=opened["number"]))


def _keys(rows: Sequence[Journey]) -> list[int]:
    return [row.pk for row in rows]


def _compare(app: Sequence[int], api: Sequence[int], sql: Sequence[int]) -> list[str]:
    return [f"commands, by hand: {difference}" for difference in differences(app, sql)] + [
        f"API, by hand: {difference}" for difference in differences(api, sql)
    ]


def _count(act: Callable[[], Any]) -> int:
    """Count the statements between the beginning and the end of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(
        1
        for query in captured.captured_queries
        if not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
    )
