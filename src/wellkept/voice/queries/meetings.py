"""Meetings, and work with customers that belongs to no journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from wellkept.kernel import clock
from wellkept.voice.models import Interview, KeyCustomer, Meeting, Rhythm


def rhythm_of(customer: int) -> Rhythm | None:
    """The rhythm in force of this customer, or None."""
    return (
        Rhythm.objects.filter(customer_id=customer, ended_at__isnull=True)
        .select_related("person", "contact")
        .first()
    )


def meetings_of(customer: int, *, limit: int = 20) -> list[Meeting]:
    """Meetings that were held, newest first."""
    return list(
        Meeting.objects.filter(customer_id=customer).select_related("person").order_by("-held_at")[:limit]
    )


def key_mark_of(customer: int) -> KeyCustomer | None:
    """The key-customer mark of this customer, or None."""
    return (
        KeyCustomer.objects.filter(customer_id=customer, ended_at__isnull=True)
        .select_related("person")
        .first()
    )


@dataclass(frozen=True, slots=True)
class InHands:
    """Work of one person with customers, outside journeys."""

    meetings: int
    keys: int


def in_hands(person: int) -> InHands:
    """Rhythms, coming interviews and key customers of this person."""
    attends = Interview.objects.filter(held_at__isnull=True, called_off_at__isnull=True)
    return InHands(
        meetings=Rhythm.objects.filter(person_id=person, ended_at__isnull=True).count()
        + (attends.filter(asks_id=person) | attends.filter(writes_id=person)).count(),
        keys=KeyCustomer.objects.filter(person_id=person, ended_at__isnull=True).count(),
    )


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task with a customer on somebody's desk, outside journeys.

    `what` is its kind: meeting (its day has come), interview (its hour has come), read_back (held, not read
    back), corrected (the customer corrected our read-back), no_rhythm (a key customer without regular
    meetings). The process owner has the tasks of people who have left.
    """

    what: str
    customer: int
    name: str
    since: datetime
    interview: int | None
    person: int
    whose: str


_TO_DO = """
SELECT t.*, p.name FROM (
SELECT 'meeting' AS what, c.id AS customer, c.name, r.next_at AS since, NULL::bigint AS interview, r.person_id AS person
  FROM rhythm r JOIN customer c ON c.id = r.customer_id
 WHERE r.ended_at IS NULL AND r.next_at <= %(now)s AND r.person_id = ANY(%(people)s)
UNION ALL
SELECT 'interview', c.id, c.name, i.planned_for, i.id,
       CASE WHEN i.asks_id = ANY(%(people)s) THEN i.asks_id ELSE i.writes_id END
  FROM interview i JOIN customer c ON c.id = i.customer_id
 WHERE i.held_at IS NULL AND i.called_off_at IS NULL AND i.planned_for <= %(now)s
   AND (i.asks_id = ANY(%(people)s) OR i.writes_id = ANY(%(people)s))
UNION ALL
SELECT CASE WHEN b.id IS NULL THEN 'read_back' ELSE 'corrected' END, c.id, c.name,
       coalesce(b.answered_at, i.held_at), i.id, a.id
  FROM interview i JOIN customer c ON c.id = i.customer_id
  JOIN person e ON e.id = i.asks_id CROSS JOIN company o
  JOIN person a ON a.id = CASE WHEN e.active THEN e.id ELSE o.process_owner_id END
  LEFT JOIN LATERAL (SELECT * FROM interview_read_back WHERE interview_id = i.id AND state <> 'replaced'
                      ORDER BY id DESC LIMIT 1) b ON true
 WHERE i.held_at IS NOT NULL AND a.id = ANY(%(people)s) AND (b.id IS NULL OR b.state = 'corrected')
UNION ALL
SELECT 'no_rhythm', c.id, c.name, k.marked_at, NULL, o.process_owner_id
  FROM key_customer k JOIN customer c ON c.id = k.customer_id JOIN company o ON o.process_owner_id = ANY(%(people)s)
 WHERE k.ended_at IS NULL
   AND NOT EXISTS (SELECT FROM rhythm r WHERE r.customer_id = k.customer_id AND r.ended_at IS NULL)
) t(what, customer, name, since, interview, person) JOIN person p ON p.id = t.person
 ORDER BY t.since, t.customer
"""


def to_do(people: Sequence[int]) -> list[ToDo]:
    """Tasks of these people with customers, outside journeys, the longest wait first."""
    with connection.cursor() as cursor:
        cursor.execute(_TO_DO, {"people": list(people), "now": clock.now()})
        return [ToDo(*row) for row in cursor.fetchall()]
