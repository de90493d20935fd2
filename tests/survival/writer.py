"""A client of the database, a process of its own: it commands, and says what was done only once it was.

`seed` makes customers, journeys and their links. `write` commands until it is told to stop. `report` says which of the
acknowledged is there. Each writes JSON, a line for each thing, on standard output.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from wellkept.journeys.need import Need
from wellkept.journeys.touch import Effort, IncomingTouch

_lock = threading.Lock()


def say(**fact: Any) -> None:
    with _lock:
        print(json.dumps(fact), flush=True)


def seed() -> None:
    """Make as many customers as standard input says, each with a journey and a link."""
    from wellkept.customers import commands as customers
    from wellkept.customers.queries import key_of
    from wellkept.journeys.commands.open import open_journey
    from wellkept.mailboxes.commands.addresses import set_mailbox
    from wellkept.people import queries
    from wellkept.people.commands import make_token

    by = queries.actor(queries.staff()[0].pk)
    team = next(team for team in queries.teams() if team.stage == "sales")
    set_mailbox(address="office@kept.example", team=team.pk, by=by)
    set_mailbox(address="info@kept.example", team=team.pk, opens=True, by=by)
    _, secret = make_token(name="A program", person=queries.staff()[0].pk, scopes=["read", "write"], by=by)
    say(token=secret)
    for place in range(json.load(sys.stdin)):
        customer = customers.add_customer(name=f"Customer {place}", by=by)
        mail = f"c{place}@customer.example"
        contact = customers.add_contact(customer=customer.pk, name=f"Petra {place}", email=mail, by=by)
        row = open_journey(
            customer=customer.pk, contact=contact.pk, need=Need("The oven trips the breaker"), by=by
        )
        link = customers.link_for(contact=contact.pk, subject=row.pk, days=30)
        say(journey=row.pk, number=row.number, mail=mail, key=key_of(link))


def write(threads: int) -> None:
    """Write until standard input ends, finish what is under way, and report it."""
    from wellkept.journeys.models import Journey
    from wellkept.people import queries

    by = queries.actor(queries.staff()[0].pk)
    journeys = list(
        Journey.objects.filter(contact__email__endswith="@customer.example").values_list(
            "pk", "customer_id", "contact_id"
        )
    )
    stop = threading.Event()
    hands = [threading.Thread(target=_hand, args=(n, journeys, by, stop)) for n in range(threads)]
    for hand in hands:
        hand.start()
    sys.stdin.read()
    stop.set()
    for hand in hands:
        hand.join()


def _hand(seed: int, journeys: list[tuple[int, int, int]], by: Any, stop: threading.Event) -> None:
    from django.db import Error, connection

    luck = random.Random(seed)
    acts: list[Callable[..., dict[str, Any]]] = [_touch, _letter, _open, _promise, _letter]
    while not stop.is_set():
        try:
            say(**luck.choice(acts)(luck.choice(journeys), by))
        except Error:  # not acknowledged: it may be there or not
            connection.close()
            time.sleep(0.1)
        time.sleep(luck.uniform(0.1, 0.4))
    connection.close()


def _touch(journey: tuple[int, int, int], by: Any) -> dict[str, Any]:
    from wellkept.journeys.commands.touches import log_touch

    row = log_touch(
        journey=journey[0], touch=IncomingTouch("call", "They called", effort=Effort(chase=True)), by=by
    )
    return {"touch": row.pk}


def _letter(journey: tuple[int, int, int], by: Any) -> dict[str, Any]:
    from wellkept.journeys.commands.touches import write_to_customer

    return {"notice": str(write_to_customer(journey=journey[0], words="We are on it", by=by).pk)}


def _open(journey: tuple[int, int, int], by: Any) -> dict[str, Any]:
    from wellkept.journeys.commands.open import open_journey

    _, customer, contact = journey
    return {"journey": open_journey(customer=customer, contact=contact, need=Need("Another oven"), by=by).pk}


def _promise(journey: tuple[int, int, int], by: Any) -> dict[str, Any]:
    from wellkept.kernel import clock
    from wellkept.promises.commands import make_promise

    due = clock.now() + timedelta(days=3)
    return {"promise": make_promise(journey=journey[0], text="A new date", due=due, by=by).pk}


def report() -> None:
    """Report the acknowledged (standard input) that is lost or doubled, the notices, and the faults of the chains."""
    from tests.events.chain import faults

    from wellkept.intake.models import Message
    from wellkept.journeys.models import Journey, Touch
    from wellkept.notices.models import Notice
    from wellkept.promises.models import Promise
    from wellkept.verification.queries import verify

    confirmed: dict[str, list[Any]] = json.load(sys.stdin)
    tables = {"touch": Touch, "notice": Notice, "journey": Journey, "promise": Promise}
    values: dict[str, int] = {}
    lost: list[str] = []
    doubled: list[str] = []
    for kind, keys in confirmed.items():
        if kind in tables:
            there = {
                str(key) for key in tables[kind].objects.filter(pk__in=keys).values_list("pk", flat=True)
            }
            times = {str(key): 1 if str(key) in there else 0 for key in keys}
        elif kind == "mail":
            rows = Message.objects.filter(message_id__in=keys, handled_at__isnull=False)
            ids = list(rows.values_list("message_id", flat=True))
            times = {key: ids.count(key) for key in keys}
        else:
            times = _times_said(keys)
        values[kind] = sum(1 for count in times.values() if count == 1)
        lost += [f"{kind} {key}" for key, count in times.items() if not count]
        doubled += [f"{kind} {key} is there {count} times" for key, count in times.items() if count > 1]
    broken = verify().broken
    say(
        found=values,
        lost=lost,
        doubled=doubled,
        broken=str(broken) if broken else None,
        faults=faults(),
        unhandled=Message.objects.filter(handled_at__isnull=True).count(),
        notices=[str(key) for key in Notice.objects.filter(channel="mail").values_list("pk", flat=True)],
        untold=[
            f"{row.kind} {row.pk}: {row.trouble} (due {row.due_at})"
            for row in Notice.objects.filter(channel="mail", told_at__isnull=True)
        ],
    )


def _times_said(words: list[str]) -> dict[str, int]:
    """Count the touches with exactly these words. A request repeated after a kill must not leave two."""
    from wellkept.events.models import EventBody

    text = [
        json.loads(body or "{}").get("said")
        for body in EventBody.objects.filter(event__type="touch_logged").values_list("body", flat=True)
    ]
    return {word: text.count(word) for word in words}


def begin() -> None:
    """Get ready, also where the database is just coming up again after it was killed."""
    from wellkept.cli import bootstrap
    from wellkept.installation.errors import InstallationError

    until = time.monotonic() + 60
    while True:
        try:
            return bootstrap.django()
        except InstallationError:
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


if __name__ == "__main__":
    begin()
    {"seed": seed, "write": lambda: write(int(sys.argv[2])), "report": report}[sys.argv[1]]()
