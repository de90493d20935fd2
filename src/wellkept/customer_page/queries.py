"""Read customers across the rooms: their details, and how we are doing with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, Min, Q, When

from wellkept.customer_page.voice import Endings, Told, endings_of, told_by
from wellkept.customers.models import Contact, Customer, Site
from wellkept.customers.queries import customer as whom
from wellkept.events.queries import Happening, histories
from wellkept.find.queries import customers_like
from wellkept.journey_page import ribbon_data as ribbon
from wellkept.journey_page.touches import as_they_count
from wellkept.journeys.models import Journey
from wellkept.journeys.rights import unreadable
from wellkept.kernel import clock
from wellkept.orders.models import Agreement
from wellkept.orders.queries import agreement_in_force
from wellkept.people.actor import Actor
from wellkept.ui.ribbon import Ribbon, Span

PAGE = 50
JOURNEYS = 25  # of one customer on their page, the newest first

# Who has something open comes first, and they are few; behind them everyone else by an index, by name. Each part gives
# no more than the page needs, so that a million customers are listed as fast as a hundred; `k` and `l` are read for
# the page alone.
_LIST = """
WITH under_way AS MATERIALIZED (
    SELECT j.customer_id, count(*) AS open, min(j.court_since) FILTER (WHERE j.court = 'us') AS waits_since,
           count(*) FILTER (WHERE j.court = 'us') AS on_us
      FROM journey j WHERE j.state = 'open' {of_journey} GROUP BY j.customer_id
),
open_ones AS MATERIALIZED (
    SELECT c.id, c.name, u.open, u.waits_since, u.on_us, c.taken_back_at IS NULL AS stands
      FROM under_way u CROSS JOIN LATERAL (
           SELECT * FROM customer WHERE id = u.customer_id AND merged_into_id IS NULL OFFSET 0) c WHERE {open}
),
chosen AS MATERIALIZED (
    SELECT * FROM (
        (SELECT id, name, open, waits_since, on_us, stands FROM open_ones
          ORDER BY waits_since NULLS LAST, lower(name), id LIMIT %(upto)s)
        UNION ALL
        (SELECT c.id, c.name, 0, NULL, 0, true FROM customer c
          WHERE {others} AND c.merged_into_id IS NULL AND c.taken_back_at IS NULL {of_customer}
            AND NOT EXISTS (SELECT FROM journey WHERE customer_id = c.id AND state = 'open' OFFSET 0)
          ORDER BY lower(c.name), c.id LIMIT %(upto)s)) a
     ORDER BY waits_since NULLS LAST, open = 0, lower(name), id
     LIMIT {page} OFFSET %(offset)s
)
SELECT c.id, c.name, c.open, c.waits_since, c.on_us,
       coalesce(k.name, ''), coalesce(k.phone, ''), coalesce(k.email, ''), l.opened_at, c.stands,
       (SELECT {total})
  FROM chosen c
  LEFT JOIN LATERAL (SELECT name, phone, email FROM contact
                      WHERE customer_id = c.id AND active ORDER BY id LIMIT 1) k ON true
  LEFT JOIN LATERAL (SELECT opened_at FROM journey
                      WHERE customer_id = c.id ORDER BY opened_at DESC LIMIT 1) l ON true
 ORDER BY c.waits_since NULLS LAST, c.open = 0, lower(c.name), c.id
"""
_OPEN = "(SELECT count(*) FROM open_ones)"
_EVERYONE = f"""{_OPEN} + (SELECT count(*) FROM customer c WHERE c.merged_into_id IS NULL AND c.taken_back_at IS NULL
 {{of_customer}}) - (SELECT count(*) FROM open_ones WHERE stands)"""
_SHOWN = {  # of those with something open, whether others too, and how many there are
    "all": ("true", "true", _EVERYONE),
    "open": ("true", "false", _OPEN),
    "waiting": ("u.on_us > 0", "false", _OPEN),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One customer of the list."""

    customer: int
    name: str
    open: int
    waits_since: datetime | None
    on_us: int
    contact: str
    phone: str
    email: str
    last: datetime | None
    stands: bool  # false: brought in by error, and here for what was opened with them


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list."""

    rows: list[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def customers(*, by: Actor, asked: str = "", shown: str = "all", page: int = 1) -> Page:
    """List all customers, or those that the search text `asked` may mean.

    Those waiting for us come first, the longest wait on top; then by name.
    """
    by.as_staff()
    open_ones, others, total = _SHOWN.get(shown, _SHOWN["all"])
    offset = (max(1, page) - 1) * PAGE
    values: dict[str, Any] = {"offset": offset, "upto": offset + PAGE}
    of_journey = of_customer = ""
    if asked.strip():
        of_journey, of_customer = "AND j.customer_id = ANY(%(keys)s)", "AND c.id = ANY(%(keys)s)"
        values["keys"] = customers_like(asked, by=by)
    statement = _LIST.format(
        of_journey=of_journey,
        of_customer=of_customer,
        open=open_ones,
        others=others,
        total=total.format(of_customer=of_customer),
        page=PAGE,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    if not rows and page > 1:
        return customers(by=by, asked=asked, shown=shown, page=1)
    return Page([Row(*row[:10]) for row in rows], rows[0][10] if rows else 0, max(1, page))


@dataclass(frozen=True, slots=True)
class Kept:
    """Record of our dated promises to a customer, each measured against its first date."""

    first: int  # kept by the date first promised
    moved: int  # kept later than that, and told before
    broken: int  # late, kept since or not
    open: int

    @property
    def settled(self) -> int:
        return self.first + self.moved + self.broken


@dataclass(frozen=True, slots=True)
class Line:
    """One journey of a customer. `readable` is False if it is confidential and the reader may not read it."""

    journey: Journey
    ribbon: Ribbon
    readable: bool
    agreement: Agreement | None
    went_wrong: list[str]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of the customer, and its journey."""

    journey: Journey
    at: datetime
    words: str
    chase: bool
    channel: str


@dataclass(frozen=True, slots=True)
class View:
    """A customer's page."""

    customer: Customer
    contacts: list[Contact]
    sites: list[Site]
    lines: list[Line]
    older: int
    span: Span
    kept: Kept
    said: list[Said]
    chases: int
    told: Told
    endings: Endings
    open: int
    waiting: int
    waits_since: datetime | None

    @property
    def has(self) -> list[Line]:
        """List the customer's agreed and accepted agreements."""
        return [
            line
            for line in self.lines
            if line.readable and line.agreement and line.journey.accepted_at is not None
        ]


_BY_STATE = Case(When(state="open", then=0), When(state="at_rest", then=1), default=2)


def view(customer: int, *, by: Actor, all_of_it: bool = False) -> View:
    """Read a customer's page, following a merge. All journeys share one time axis."""
    by.as_staff()
    row = whom(customer)
    customer = row.pk
    every = (
        Journey.objects.filter(customer=row)
        .select_related("team", "owner", "holder", "next_step", "version", "contact")
        .order_by(_BY_STATE, "-opened_at")
    )
    shown = list(every) if all_of_it else list(every[: JOURNEYS + 1])
    older = 0
    if not all_of_it and len(shown) > JOURNEYS:
        shown, older = shown[:JOURNEYS], every.count() - JOURNEYS
    shown.sort(
        key=lambda journey: (
            ("open", "at_rest", "ended").index(journey.state),
            -journey.opened_at.timestamp(),
        )
    )
    keys = [journey.pk for journey in shown]
    shut = unreadable(shown, by)
    closed = unreadable(list(every.filter(confidential=True)), by) if older else shut
    by_journey = histories(keys, types=(*ribbon.DRAWN, "rejected"), at_most=ribbon.AT_MOST)
    agreed = {
        item.journey_id: item
        for item in Agreement.objects.filter(journey__in=keys, state="agreed").defer("digest")
    }
    lines = [
        Line(
            journey,
            ribbon.of(by_journey[journey.pk], outline=journey.pk in shut),
            journey.pk not in shut,
            None if journey.pk in shut else agreed.get(journey.pk),
            [] if journey.pk in shut else went_wrong(by_journey[journey.pk]),
        )
        for journey in shown
    ]
    readable = [line.journey for line in lines if line.readable]
    saying = [item for journey in readable for item in _said(journey, by_journey[journey.pk])]
    return View(
        customer=row,
        contacts=list(row.contacts.order_by("-active", "pk")),
        sites=list(row.sites.order_by(F("closed_at").asc(nulls_first=True), "pk")),
        lines=lines,
        older=older,
        span=_span([line.ribbon for line in lines]),
        kept=_kept(customer, closed),
        said=sorted(saying, key=lambda item: item.at, reverse=True)[:6],
        chases=sum(item.chase for item in saying),
        told=told_by(row.pk, by=by),
        endings=endings_of(row.pk, but=closed),
        **_waiting(row.pk),
    )


def last_of(customer: int, *, by: Actor) -> Line | None:
    """Find the customer's latest journey that may be read.

    Their next journey begins with what went wrong in it.
    """
    by.as_staff()
    rows = list(
        Journey.objects.filter(customer_id=customer)
        .select_related("team", "owner", "holder", "site", "contact")
        .order_by("-opened_at")[:10]
    )
    shut = unreadable(rows, by)
    row = next((item for item in rows if item.pk not in shut), None)
    if row is None:
        return None
    events = histories([row.pk], types=(*ribbon.DRAWN, "rejected"), at_most=ribbon.AT_MOST)[row.pk]
    agreement = agreement_in_force(row.pk)
    return Line(row, ribbon.of(events), True, agreement, went_wrong(events))


def went_wrong(history: Sequence[Happening]) -> list[str]:
    """List codes of what went wrong before, with counts (`chase:2`), to show on their next journey."""
    drawn = ribbon.of(history)
    counts = {
        "broken": sum(flag.state == "broken" for flag in drawn.flags),
        "moved": sum(flag.first_due is not None and flag.state != "broken" for flag in drawn.flags),
        "chase": sum(touch.chase for touch in drawn.touches),
        "silent": len(drawn.silences),
        "rejected": sum(event.type == "rejected" for event in history),
    }
    return [f"{what}:{count}" for what, count in counts.items() if count]


def _said(journey: Journey, history: Sequence[Happening]) -> list[Said]:
    return [
        Said(
            journey,
            row.happened,
            str(row.facts.get("said") or ""),
            bool(row.facts.get("chase")),
            str(row.facts.get("channel") or ""),
        )
        for row in as_they_count(history)
        if row.type == "touch_logged" and row.facts.get("incoming") and (row.facts.get("said") or row.erased)
    ]


def _waiting(customer: int) -> dict[str, Any]:
    """Count their open journeys, shown or not, those that wait on us, and since when the longest waits."""
    on_us = Q(court="us")
    return Journey.objects.filter(customer_id=customer, state="open").aggregate(
        open=Count("pk"), waiting=Count("pk", filter=on_us), waits_since=Min("court_since", filter=on_us)
    )


def _span(ribbons: Sequence[Ribbon]) -> Span:
    now = clock.now()
    start = min((drawing.start for drawing in ribbons), default=now)
    end = max([now, *(drawing.horizon for drawing in ribbons)])
    return Span(start, max(end, start + timedelta(days=1)))


def _kept(customer: int, closed: Collection[int]) -> Kept:
    """Count the dated promises of all journeys but the closed ones, whose promises are nobody's to guess."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE p.kept_at <= p.first_due),
                   count(*) FILTER (WHERE p.kept_at > p.first_due AND p.kept_at <= p.due),
                   count(*) FILTER (WHERE coalesce(p.kept_at, %(now)s) > p.due),
                   count(*) FILTER (WHERE p.kept_at IS NULL AND p.due >= %(now)s)
              FROM promise p JOIN journey j ON j.id = p.journey_id
             WHERE j.customer_id = %(customer)s AND p.due IS NOT NULL AND j.id <> ALL (%(closed)s)
               AND p.released_at IS NULL AND p.struck_at IS NULL
            """,
            {"customer": customer, "now": clock.now(), "closed": list(closed)},
        )
        return Kept(*cursor.fetchone())
