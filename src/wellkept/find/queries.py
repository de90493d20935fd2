"""Finding. One statement looks up everything that a text may mean, by index alone; pages and programs read `Found`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from wellkept.customers.models import Contact, Customer
from wellkept.find import rules
from wellkept.find.models import Miss
from wellkept.journeys.models import Ending, Journey
from wellkept.journeys.rights import may_read
from wellkept.kernel.number import show
from wellkept.people.actor import Actor
from wellkept.people.queries import company
from wellkept.references import rules as references
from wellkept.references.models import Reference

LIMIT = 20
MOST_HITS = (
    2000  # of one way of reading the text; a word that half of all customers bear finds no better with more
)


@dataclass(frozen=True, slots=True)
class Match:
    """By what it was found: the kind of the reference, and how it was said."""

    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Found:
    """A journey, or a customer who has none yet, with what matched, where it stands, with whom and since when.

    Of a confidential journey that the actor may not read only number, stage, court and people are given.
    `slip`: nothing is exactly as asked; this number is one wrong or swapped digit away.
    """

    journey: int | None
    number: str
    customer: int | None
    customer_name: str
    need: str
    matches: tuple[Match, ...]
    state: str = ""
    stage: str = ""
    court: str = ""
    waits_for: str = ""
    since: datetime | None = None
    owner: str = ""
    holder: str = ""
    confidential: bool = False
    slip: bool = False
    asked_as: str = ""  # the number that was asked for, where the journey goes on under another

    @property
    def shown(self) -> str:
        """The number as people write it."""
        return show(self.number) if self.number else ""


def find(said: str, *, by: Actor, limit: int = LIMIT) -> list[Found]:
    """Whatever `said` may mean: exactly that first, then what is open, then what is recent."""
    question = rules.read(said, country=company().country)
    if question.is_empty:
        return []
    hits = _hits(question, limit)
    if any(not hit.slip for hit in hits.values()):
        hits = {key: hit for key, hit in hits.items() if not hit.slip}
    if not hits and len(question.words) > 1:
        hits = _scattered(question.words, limit)
    return _read(hits, by)


def misses(limit: int = 50) -> QuerySet[Miss]:
    """What was asked for and not found, newest first."""
    return Miss.objects.select_related("asked_by").order_by("-asked_at")[:limit]


@dataclass(frozen=True, slots=True)
class _Hit:
    journey: int | None
    customer: int | None
    matches: tuple[Match, ...]
    slip: bool


# `hit`: references that fit, each branch by an index. `place`: the journeys they speak of, their own and those of
# a customer; a customer without any stands for themselves. OFFSET 0 keeps the planner, which cannot know how many
# will fit, from reading whole tables: each hit is followed by its key. The surest readings come first. What is noted
# of a customer who was merged speaks of the one as whom they go on.
_SQL = """
WITH hit AS MATERIALIZED (
    SELECT coalesce(m.merged_into_id, h.subject_id) AS subject_id, h.kind, h.said, h.rank
      FROM (SELECT * FROM ({branches}) h LIMIT {most}) h
      LEFT JOIN customer m ON m.id = h.subject_id AND m.merged_into_id IS NOT NULL),
place AS (
    SELECT j.id AS journey, j.customer_id AS customer, h.rank, h.kind, h.said, j.state, j.opened_at
      FROM hit h CROSS JOIN LATERAL (SELECT * FROM journey WHERE id = h.subject_id OFFSET 0) j
    UNION ALL
    SELECT j.id, j.customer_id, h.rank, h.kind, h.said, j.state, j.opened_at
      FROM hit h CROSS JOIN LATERAL (
           SELECT * FROM journey WHERE customer_id = h.subject_id ORDER BY opened_at DESC LIMIT 200) j
    UNION ALL
    SELECT NULL, c.id, h.rank, h.kind, h.said, 'none', c.met_at
      FROM hit h CROSS JOIN LATERAL (
           SELECT * FROM customer WHERE id = h.subject_id
              AND NOT EXISTS (SELECT FROM journey WHERE customer_id = h.subject_id OFFSET 0) OFFSET 0) c
)
SELECT journey, customer, min(rank) AS rank, array_agg(DISTINCT ARRAY[kind, said])
  FROM place
 GROUP BY journey, customer, state, opened_at
 ORDER BY min(rank) > 1, min(rank) > 8,
          array_position(ARRAY['open', 'none', 'at_rest', 'ended'], state), opened_at DESC
 LIMIT %s
"""
_BRANCH = "(SELECT subject_id, kind, said, {rank} AS rank FROM reference WHERE {where} LIMIT {most})"


def _hits(question: rules.Question, limit: int) -> dict[tuple[int | None, int | None], _Hit]:
    branches, values = _branches(question)
    if not branches:
        return {}
    return _run(" UNION ALL ".join(branches), [*values, limit])


def _run(branches: str, values: list[Any]) -> dict[tuple[int | None, int | None], _Hit]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(branches=branches, most=MOST_HITS), values)
        return {
            (journey, customer): _Hit(
                journey, customer, tuple(Match(kind, said) for kind, said in matches[:12]), slip=rank > 8
            )
            for journey, customer, rank, matches in cursor.fetchall()
        }


def _branches(q: rules.Question) -> tuple[list[str], list[Any]]:
    branches: list[str] = []
    values: list[Any] = []

    def look(rank: int, where: str, *given: Any) -> None:
        branches.append(_BRANCH.format(rank=rank, where=where, most=MOST_HITS))
        values.extend(given)

    if q.number:
        look(1, "key = %s AND kind = 'number'", q.number)
    if q.phone:
        look(1, "key = %s AND kind = 'phone'", q.phone)
    if q.email:
        look(1, "key = %s AND kind = 'email'", q.email)
        look(3, "key LIKE %s AND kind = 'email'", _starts(q.email))
    if q.domain:
        look(3, "reverse(key) LIKE %s AND kind = 'email'", _starts(q.domain[::-1]))
    if q.compact:
        kinds = "kind IN ('purchase_order', 'serial', 'invoice', 'old_number')"
        look(1, f"key = %s AND {kinds}", q.compact)
        look(3, f"key LIKE %s AND {kinds}", _starts(q.compact))
    if q.digits:
        look(2, "key LIKE %s AND kind = 'number'", _starts(q.digits))
    for ending in q.endings:
        look(2, "reverse(key) LIKE %s AND kind = 'phone'", _starts(ending[::-1]))
    if q.words:
        look(4, _WORDS, _as_tsquery(q.words))
    if q.near:
        look(9, "key = ANY(%s) AND kind = 'number'", list(q.near))
    return branches, values


_WORDS = "array_to_tsvector(string_to_array(key, ' ')) @@ %s::tsquery AND kind IN ('name', 'street', 'other')"


def _scattered(words: tuple[str, ...], limit: int) -> dict[tuple[int | None, int | None], _Hit]:
    """Words of which none of a customer's references bears all: a surname and a street, a firm and a first name."""
    each = " INTERSECT ".join(
        "SELECT coalesce(j.customer_id, m.merged_into_id, r.subject_id) FROM (SELECT subject_id FROM reference"
        f" WHERE {_WORDS} LIMIT {MOST_HITS}) r LEFT JOIN journey j ON j.id = r.subject_id"
        " LEFT JOIN customer m ON m.id = r.subject_id AND m.merged_into_id IS NOT NULL"
        for _ in words
    )
    branch = (
        f"(SELECT c.id AS subject_id, r.kind, r.said, 4 AS rank FROM ({each}) c (id) CROSS JOIN LATERAL"
        " (SELECT c.id UNION ALL SELECT id FROM customer WHERE merged_into_id = c.id) s (id)"
        " JOIN reference r ON r.subject_id = s.id WHERE "
        + _WORDS.replace("key", "r.key").replace("kind", "r.kind")
        + ")"
    )
    anyone = "|".join(f"'{word}':*" for word in words)
    return _run(branch, [*(_as_tsquery((word,)) for word in words), anyone, limit])


def _starts(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"


def _as_tsquery(words: tuple[str, ...]) -> str:
    return "&".join(f"'{word}':*" for word in words)


def _read(hits: dict[tuple[int | None, int | None], _Hit], by: Actor) -> list[Found]:
    journeys = {
        row.pk: row
        for row in Journey.objects.filter(pk__in=[hit.journey for hit in hits.values() if hit.journey])
        .select_related("customer", "owner", "holder")
        .order_by()
    }
    gone_on = _joined(journeys)
    lone = Customer.objects.in_bulk([h.customer for h in hits.values() if not h.journey and h.customer])
    found: dict[tuple[int | None, int | None], Found] = {}
    for hit in hits.values():
        if hit.journey is None:
            customer = lone[hit.customer or 0]
            one = Found(None, "", customer.pk, customer.name, "", hit.matches, since=customer.met_at)
        else:
            asked = journeys[hit.journey]
            row = gone_on.get(asked.pk, asked)
            one = _found(row, hit, by, asked_as=show(asked.number) if row.pk != asked.pk else "")
        # Of a journey that was joined and the one that it went on in, one line stands for both.
        known = found.get((one.journey, one.customer))
        if known is not None:
            one = replace(
                known,
                matches=tuple(dict.fromkeys(known.matches + one.matches)),
                asked_as=known.asked_as or one.asked_as,
            )
        found[one.journey, one.customer] = one
    return list(found.values())


def _joined(journeys: dict[int, Journey]) -> dict[int, Journey]:
    """Of those that were joined to another: the one in which each goes on."""
    gone_on: dict[int, Journey] = {}
    asked = {key: key for key, row in journeys.items() if row.state == "ended"}
    while asked:
        into = {
            ending.journey_id: ending.into
            for ending in Ending.objects.filter(journey__in=set(asked.values()), how="merged").select_related(
                "into__customer", "into__owner", "into__holder"
            )
            if ending.into is not None
        }
        asked = {key: into[last].pk for key, last in asked.items() if last in into}
        gone_on |= {key: next(row for row in into.values() if row.pk == last) for key, last in asked.items()}
        asked = {key: last for key, last in asked.items() if gone_on[key].state == "ended"}
    return gone_on


def _found(row: Journey, hit: _Hit, by: Actor, *, asked_as: str) -> Found:
    closed = row.confidential and not may_read(row, by)
    return Found(
        journey=row.pk,
        number=row.number,
        customer=None if closed else row.customer_id,
        customer_name="" if closed else row.customer.name,
        need="" if closed else row.need,
        matches=() if closed else hit.matches,
        state=row.state,
        stage=row.stage,
        court=row.court,
        waits_for="" if closed else row.waits_for,
        since=_since(row),
        owner=row.owner.name,
        holder=row.holder.name if row.holder else "",
        confidential=row.confidential,
        slip=hit.slip,
        asked_as=asked_as,
    )


def _since(row: Journey) -> datetime:
    if row.state == "ended":
        return row.ended_at or row.court_since
    if row.state == "at_rest":
        return row.rested_at or row.court_since
    return row.court_since


def customers_like(said: str, *, most: int = MOST_HITS) -> list[int]:
    """The customers that `said` may mean, by what is noted of themselves; in no order."""
    question = rules.read(said, country=company().country)
    branches, values = _branches(replace(question, number="", digits="", near=()))
    if not branches:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT coalesce(c.merged_into_id, h.subject_id) FROM ({' UNION ALL '.join(branches)}) h"
            " CROSS JOIN LATERAL (SELECT merged_into_id FROM customer WHERE id = h.subject_id OFFSET 0) c"
            f" LIMIT {most}",
            values,
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Known:
    """A customer whom we may know already: by what, and the contact of theirs who has it."""

    customer: int
    name: str
    by: Match
    contact: int | None
    contact_name: str


def known(*, phone: str = "", email: str = "", name: str = "", limit: int = 5) -> list[Known]:
    """Customers of whom this very telephone number, mail address or name is noted: to ask before one is met twice."""
    country = company().country
    keys = {
        kind: key
        for kind, said in (("email", email), ("phone", phone), ("name", name))
        if said.strip() and len(key := references.key(kind, said, country=country)) > 2
    }
    if not keys:
        return []
    fits = Q()
    for kind, key in keys.items():
        fits |= Q(kind=kind, key=key)
    found: dict[int, Reference] = {}
    order = ("email", "phone", "name")
    for reference in sorted(
        Reference.objects.filter(fits, subject__kind="customer")[: limit * 4],
        key=lambda r: order.index(r.kind),
    ):
        found.setdefault(reference.subject_id, reference)
    rows = Customer.objects.prefetch_related(
        Prefetch("contacts", Contact.objects.filter(active=True).order_by("pk"))
    ).in_bulk(list(found)[:limit])
    return [_known(rows[key], one, keys, country) for key, one in found.items() if key in rows]


def _known(row: Customer, by: Reference, keys: dict[str, str], country: str) -> Known:
    contacts = list(row.contacts.all())
    has_it = (
        contact
        for contact in contacts
        if references.key("email", contact.email, country=country) == keys.get("email", "-")
        or references.key("phone", contact.phone, country=row.country) == keys.get("phone", "-")
    )
    contact = next(has_it, contacts[0] if len(contacts) == 1 else None)
    return Known(
        customer=row.pk,
        name=row.name,
        by=Match(by.kind, by.said),
        contact=contact.pk if contact else None,
        contact_name=contact.name if contact else "",
    )
