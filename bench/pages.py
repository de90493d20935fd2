"""Time of the desk, the journey page and find over HTTP, with few and with many journeys."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psycopg

from bench import check_rows, copy_journeys, sandbox
from wellkept.installation.postgres import Server
from wellkept.journeys.need import Need, Origin, Start
from wellkept.journeys.touch import IncomingTouch, OutgoingTouch
from wellkept.kernel.number import show


@dataclass(frozen=True)
class Site:
    """A filled database: its URL, the port of its web server, a session cookie, and the paths to request."""

    url: str
    port: int
    cookie: str
    paths: dict[str, list[str]]


def measure(server: Server, *, few: int, many: int, looks: int) -> dict[str, Any]:
    """Fill two databases, check them, and request their pages in turn."""
    source = template(server)
    figures: dict[str, Any] = {"few": few, "many": many, "faults": [], "filling_seconds": {}, "looks": looks}
    with ExitStack() as stack:
        sites = []
        for count in (few, many):
            url = sandbox.database(server, f"with_{count}", template=source)
            began = time.monotonic()
            faults = _fill(url, count)
            figures["filling_seconds"][str(count)] = round(time.monotonic() - began, 1)
            figures["faults"] += [f"{count}: {fault}" for fault in faults]
            web = stack.enter_context(
                sandbox.program("web", "--port", "0", says=r"Listening on \S+:(\d+)", url=url)
            )
            sites.append(_sign_in(url, int(web.match[1]), looks))
        figures["checks_pass"] = not figures["faults"]
        figures["many_url"] = sites[1].url
        figures["times"] = {name: _time(sites, name) for name in sites[0].paths}
    return figures


def template(server: Server) -> str:
    """Create a database with a company and the few journeys that are copied."""
    from django.db import connections

    from bench import company
    from wellkept.cli import bootstrap as product

    sandbox.point_django_at(sandbox.database(server, "filled"))
    product.migrate(progress=lambda _: None)
    measured = company.set_up()
    _originals(measured)
    connections.close_all()
    return "filled"


def _originals(measured: Any) -> None:
    """Create the originals by commands: open journeys, one at rest, and ended ones."""
    from datetime import timedelta

    from bench.hot_commands import run_journey
    from bench.sql_commands import SAID, TEXT
    from wellkept.customers import commands as customers
    from wellkept.endings import commands as endings
    from wellkept.journeys.commands import open, steps, touches
    from wellkept.kernel import clock
    from wellkept.people import commands as people
    from wellkept.people import queries as staff
    from wellkept.promises import commands as promises

    kim = people.join(name="Kim Vogel", email="kim@lindenau.example", by=measured.by)
    for team in staff.teams():
        people.join_team(person=kim.pk, team=team.pk, by=measured.by)
        people.name_standing_member(team=team.pk, standing=kim.pk, by=measured.by)
    by = staff.actor(kim.pk)
    tomorrow = clock.now() + timedelta(days=1)

    def opened(need: str) -> Any:
        customer = customers.add_customer(name="Original", by=by)
        # By phone, so that the worker has no mail to send for a hundred thousand copies.
        contact = customers.add_contact(customer=customer.pk, name="Original", phone="+49 351 880017", by=by)
        customers.add_site(
            customer=customer.pk, street="Königstraße 4", postcode="01097", city="Dresden", by=by
        )
        return open.open_journey(
            customer=customer.pk,
            contact=contact.pk,
            need=Need(need),
            by=by,
            start=Start(blueprint="service"),
            origin=Origin(channel="call"),
        )

    for _ in range(2):
        opened("The oven trips the breaker")
    talked = opened("Lights in the yard")
    for _ in range(2):
        touches.log_touch(journey=talked.pk, touch=IncomingTouch("call", SAID), by=by)
    promises.make_promise(journey=talked.pk, text=TEXT, due=tomorrow, by=by)
    waits = opened("A socket for the press")
    steps.wait_for(
        journey=waits.pk, third_party="the grid operator", what="Ask them", ask_again=tomorrow, by=by
    )
    for why in ("They found somebody else", "They wait for next year"):
        row = opened("A cold room")
        touches.log_touch(journey=row.pk, touch=OutgoingTouch("call", "We asked"), by=by)
        touches.write_note(journey=row.pk, words="Rather not", by=by)
        endings.decline(journey=row.pk, why=why, by=by)
    customer = customers.add_customer(name="Original", by=by)
    contact = customers.add_contact(customer=customer.pk, name="Original", phone="+49 351 880017", by=by)
    run_journey(type(measured)(by, customer, contact, ""))


def _fill(url: str, count: int) -> list[str]:
    """Fill the database, and list what triggers and `wellkept verify` would refuse."""
    from wellkept.verification.queries import verify

    with psycopg.connect(sandbox.as_role(url), autocommit=True) as connection:
        person, alive, finished = originals_in(connection)
        copy_journeys.fill(connection, person=person, alive=alive, finished=finished, count=count)
        faults = check_rows.faults(connection)
    sandbox.point_django_at(url)
    broken = verify().broken
    return [*faults, *([f"verify: {broken}"] if broken else [])]


def originals_in(
    connection: psycopg.Connection[Any],
) -> tuple[int, list[tuple[int, int]], list[tuple[int, int]]]:
    """List the journeys to copy with their customers, open ones and finished ones, and the person who has them."""
    rows = connection.execute("SELECT j.id, j.customer_id, j.state FROM journey j ORDER BY j.id").fetchall()
    kim = connection.execute("SELECT id FROM person WHERE email = 'kim@lindenau.example'").fetchone()
    assert kim is not None
    ended, rested, alive = (
        [(j, c) for j, c, state in rows if state == wanted] for wanted in ("ended", "at_rest", "open")
    )
    return kim[0], alive, [*ended * 4, *rested]


def _sign_in(url: str, port: int, looks: int) -> Site:
    """Sign in as a person in the middle of the company. Each request shows another journey."""
    from wellkept.customers.models import Customer
    from wellkept.journeys.models import Journey
    from wellkept.people.models import Person

    sandbox.point_django_at(url)
    people = Person.objects.filter(name__startswith="Person").order_by("pk")
    person = people[people.count() // 2]
    rows = list(Journey.objects.filter(holder=person, state="open").order_by("pk")[:looks])
    rows = (rows * looks)[:looks]
    names = list(Customer.objects.order_by("-pk").values_list("name", flat=True)[100 : 100 + looks * 7 : 7])
    return Site(
        url,
        port,
        sandbox.signed_in(person),
        {
            "desk": ["/desk"] * looks,
            "journey": [f"/journeys/{row.number}" for row in rows],
            "find by number": [f"/find?q={show(row.number)}" for row in rows],
            "find by name": [f"/find?q={_quoted(name)}" for name in names],
            "find by half a name": [f"/find?q={_quoted(name.split()[0])}" for name in names],
        },
    )


def _is_answer(answer: http.client.HTTPResponse) -> bool:
    """A page, or the way to the one journey that was found; not the way to the sign-in."""
    return answer.status == 200 or (
        answer.status == 302 and (answer.headers["Location"] or "").startswith("/journeys/")
    )


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


def _time(sites: Sequence[Site], name: str) -> dict[str, float]:
    """Request a page of both sites in turn. The first three requests are not counted."""
    seconds: list[list[float]] = [[] for _ in sites]
    with ExitStack() as stack:
        connections = []
        for site in sites:
            connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)
            stack.callback(connection.close)
            connections.append(connection)
        for place in range(len(sites[0].paths[name])):
            for site, connection, took in zip(sites, connections, seconds, strict=True):
                began = time.perf_counter()
                connection.request("GET", site.paths[name][place], headers={"Cookie": site.cookie})
                answer = connection.getresponse()
                answer.read()
                if not _is_answer(answer):
                    raise RuntimeError(
                        f"{site.paths[name][place]}: {answer.status} {answer.headers['Location']}"
                    )
                if place >= 3:
                    took.append(time.perf_counter() - began)
    few, many = (statistics.median(took) * 1000 for took in seconds)
    worst = [statistics.quantiles(took, n=100, method="inclusive")[98] * 1000 for took in seconds]
    return {
        "few_ms": round(few, 1),
        "many_ms": round(many, 1),
        "ratio": round(many / few, 2),
        "few_p99_ms": round(worst[0], 1),
        "many_p99_ms": round(worst[1], 1),
    }
