"""Every address of the product with the real keys of a world, and the planted words in what is answered."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.confidential.world import PLANTED, World
from tests.routes import written_routes

Words = frozenset[tuple[str, str]]
_PLACES = re.compile(r"<(?:\w+:)?(\w+)>")
KEYS = {
    "account": "SELECT subject_id FROM mail_account",
    "allocation": "SELECT id FROM payment_allocation",
    "bank_account": "SELECT id FROM bank_account",
    "catalogue_file": "SELECT id FROM stored_file WHERE subject_id = (SELECT id FROM company)",
    "contact": "SELECT min(contact_id) FROM journey WHERE confidential",
    "customer": "SELECT DISTINCT customer_id FROM journey WHERE confidential",
    "days": "SELECT id FROM rota_days",
    "entity": "SELECT id FROM entity",
    "form": "SELECT id FROM web_form",
    "interview": "SELECT id FROM interview",
    "invoice": "SELECT id FROM invoice",
    "item": "SELECT id FROM intake_item",
    "mailbox": "SELECT id FROM mailbox",
    "merge": "SELECT id FROM customer_merge",
    "message": "SELECT id FROM message_in",
    "miss": "SELECT id FROM search_miss",
    "nonconformity": "SELECT id FROM nonconformity",
    "notice": "SELECT DISTINCT ON (kind) id FROM notice WHERE words || facts::text LIKE '%qz%' ORDER BY kind",
    "option": "SELECT id FROM product_option",
    "option_rule": "SELECT id FROM option_rule",
    "pair": "SELECT id FROM search_counterpart",
    "payment": "SELECT id FROM payment",
    "person": "SELECT owner_id FROM journey WHERE confidential UNION SELECT max(id) FROM person",
    "price": "SELECT id FROM price",
    "price_list": "SELECT id FROM price_list",
    "product": "SELECT id FROM product",
    "rate": "SELECT id FROM tax_rate",
    "rule": "SELECT id FROM intake_rule",
    "site": "SELECT id FROM site",
    "solution": "SELECT id FROM solution",
    "statement": "SELECT id FROM statement",
    "strength": "SELECT id FROM strength",
    "team": "SELECT DISTINCT team_id FROM journey WHERE confidential",
    "token": "SELECT id FROM token",
    "visit": "SELECT id FROM visit",
    "record": "SELECT id FROM visit_record",
    "version": "SELECT version FROM blueprint_version WHERE blueprint_id = 1",
}
"""The key of each kind of thing that an address names by one."""

WITH_IT = {
    "intake/<int:item>/files/<int:file>": "SELECT i.id AS item, e.stored_file_id AS file FROM intake_item i"
    " JOIN message_in m ON m.subject_id = coalesce(i.journey_id, i.id) JOIN enclosure e ON e.message_id = m.id",
    "visits/<int:visit>/records/<int:record>": "SELECT visit_id AS visit, id AS record FROM visit_record",
    "payments/<int:payment>/allocations": "SELECT payment_id AS payment, id AS allocation FROM payment_allocation",
    "imports/<int:key>/files/<int:file>": "SELECT of_id AS key, id AS file FROM import_file",
    "exports/<int:key>": "SELECT id AS key FROM export",
    "imports/<int:key>": "SELECT id AS key FROM import",
    "how-we-work/<slug:key>": "SELECT key FROM blueprint",
    "customers/<int:customer>/contacts/<int:contact>":
        "SELECT customer_id AS customer, min(contact_id) AS contact FROM journey"
        " WHERE confidential GROUP BY 1",
    "customers/<int:customer>/sites/<int:site>": "SELECT customer_id AS customer, id AS site FROM site",
    "customers/<int:customer>/statements/<int:statement>":
        "SELECT customer_id AS customer, max(id) AS statement FROM statement GROUP BY 1",
    "customers/<int:customer>/interviews/<int:interview>":
        "SELECT customer_id AS customer, id AS interview FROM interview",
}  # fmt: skip
"""Addresses whose keys go together, by how they begin."""

OF_A_JOURNEY = {
    "agreement": "SELECT id FROM agreement WHERE journey_id = {}",
    "installed": "SELECT id FROM installed_item WHERE journey_id = {}",
    "handoff": "SELECT id FROM handoff WHERE journey_id = {}",
    "hold": "SELECT id FROM hold WHERE journey_id = {}",
    "move": "SELECT id FROM promise_move WHERE journey_id = {}",
    "notice": "SELECT id FROM notice WHERE subject_id = {}",
    "line": "SELECT l.id FROM quote_line l JOIN quote q ON q.id = l.quote_id WHERE q.journey_id = {}",
    "question": "SELECT id FROM quote_question WHERE journey_id = {}",
    "quote": "SELECT number FROM quote WHERE journey_id = {}",
    "promise": "SELECT id FROM promise WHERE journey_id = {}",
    "visit": "SELECT id FROM visit WHERE journey_id = {}",
    "record": "SELECT id FROM visit_record WHERE journey_id = {}",
    "id": "SELECT id FROM handoff WHERE journey_id = {} UNION SELECT id FROM promise WHERE journey_id = {}",
}
"""Keys of what stands on one journey. Steps are chosen by hand: a process step has a name, a next step a key."""


@dataclass(frozen=True)
class Seen:
    """One answer: who asked for which address, and the planted words in it."""

    who: str
    address: str
    status: int
    words: Words
    text: str


def rows(statement: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def values(statement: str) -> list[Any]:
    return [next(iter(row.values())) for row in rows(statement)]


def staff_routes() -> list[str]:
    """The routes of staff pages and of accounts, in a fixed order."""
    return sorted(
        {
            route
            for route in written_routes()
            if not route.startswith(("api/", "my/", "ask/")) and "^" not in route
        }
    )


def addresses(world: World, route: str) -> list[str]:
    """This route with every key of the world that fits."""
    names = _PLACES.findall(route)
    if not names:
        return ["/" + route]
    if route.startswith("journeys/<str:number>"):
        return list(_of_journeys(world, route, names))
    return ["/" + filled(route, place) for place in _places(route, names)]


def _of_journeys(world: World, route: str, names: list[str]) -> Iterator[str]:
    """Every page of a journey, each act on those that are walked, each thing that stands on one once."""
    if len(names) == 1:
        every = [name for name in world.secrets if route == "journeys/<str:number>" or name in world.walked]
        for name in every:
            yield "/" + filled(route, {"number": world.secrets[name].row.number})
        return
    for secret in world.secrets.values():
        for key in _standing_on(secret.row.pk, route, names[1])[:1]:
            further = {name: next(iter(values(KEYS[name])), 1) for name in names[2:]}
            yield "/" + filled(route, {"number": secret.row.number, names[1]: key} | further)
            if secret.name not in world.walked:
                return


def _standing_on(journey: int, route: str, name: str) -> list[Any]:
    if name in OF_A_JOURNEY:
        return values(OF_A_JOURNEY[name].format(*[journey] * 2))
    if name == "step":
        step = "step FROM step_record" if "/process/" in route else "id FROM next_step"
        return values(f"SELECT {step} WHERE journey_id = {journey} ORDER BY id DESC")
    assert name == "item", route
    return values(f"SELECT item FROM handoff_check WHERE journey_id = {journey}")


def _places(route: str, names: list[str]) -> list[dict[str, Any]]:
    for start in sorted(WITH_IT, key=len, reverse=True):
        if route.startswith(start):
            together = rows(WITH_IT[start])
            break
    else:
        start, together = "", [{}]
    others = list(_PLACES.findall(route.removeprefix(start)))
    lists = [CHOICES[name] if name in CHOICES else values(KEYS[name]) for name in others]
    return [
        {**start_keys, **dict(zip(others, chosen, strict=True))}
        for start_keys in together
        for chosen in itertools.product(*lists)
    ]


CHOICES: Mapping[str, list[Any]] = {
    "stage": ["sales", "orders", "delivery", "support"],
    "page": ["colours"],
    "question": ["mission"],
    "role": ["lead"],
    "kind": ["invoice"],
    "language": ["en"],
    "suffix": ["csv"],
    "pk": [1],
}


def filled(route: str, place: Mapping[str, Any]) -> str:
    return _PLACES.sub(lambda match: str(place[match[1]]), route)


def words_in(text: str) -> Words:
    """The planted words in this text, each as the name of its journey and of its field."""
    return frozenset((match[1], match[2]) for match in PLANTED.finditer(text.lower()))


def text_of(response: HttpResponseBase) -> str:
    """Everything that reaches the reader: head and body, also inside of an archive."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join([name.encode() + b"\n" + archive.read(name) for name in archive.namelist()])
    return head + "\n" + body.decode(errors="replace")


class Walker:
    """Person or program that opens every address and keeps what it sees."""

    def __init__(self, who: str, client: Client) -> None:
        self.who, self.client = who, client
        self.seen: list[Seen] = []

    def get(self, address: str, **headers: str) -> Seen:
        return self._look(address, lambda: self.client.get(address, headers=headers))

    def post(self, address: str, data: Any = None, **how: Any) -> Seen:
        """Send this, and forget what it did."""

        def ask() -> HttpResponseBase:
            with transaction.atomic():
                response = self.client.post(address, data if data is not None else {}, **how)
                transaction.set_rollback(True)
            return response

        return self._look(address, ask)

    def _look(self, address: str, ask: Callable[[], HttpResponseBase]) -> Seen:
        response = ask()
        text = text_of(response)
        asked = words_in(address)  # a page may repeat what it was asked for
        seen = Seen(self.who, address, response.status_code, words_in(text) - asked, text)
        self.seen.append(seen)
        return seen

    @property
    def words(self) -> Words:
        return frozenset().union(*(seen.words for seen in self.seen))


def leaks(world: World, seen: Iterable[Seen]) -> dict[str, list[str]]:
    """The words that somebody saw who may not read them: by word, where."""
    places: dict[str, list[str]] = {}
    for look in seen:
        for journey, of in sorted(look.words):
            if look.who not in world.readers(journey):
                places.setdefault(f"{journey}.{of}", []).append(f"{look.who} {look.status} {look.address}")
    return places
