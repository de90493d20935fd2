"""A customer's statements, the seven answers and meetings, as their page shows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import OuterRef, Q, Subquery

from wellkept.journeys.models import Journey
from wellkept.journeys.rights import unreadable
from wellkept.kernel import clock
from wellkept.people.actor import Actor
from wellkept.voice.models import (
    Interview,
    InterviewReadBack,
    KeyCustomer,
    Knowing,
    Meeting,
    Rhythm,
    Statement,
)
from wellkept.voice.queries import meetings
from wellkept.voice.queries import statements as told


@dataclass(frozen=True, slots=True)
class Talk:
    """An interview in short. `state`: planned, called_off, held, put, confirmed or corrected."""

    interview: Interview
    state: str
    read_back: int | None
    readable: bool


@dataclass(frozen=True, slots=True)
class Told:
    """All statements, answers and meetings. Those of confidential journeys are only counted, in `hidden`."""

    statements: list[Statement]
    past: list[Statement]
    hidden: int
    seven: dict[str, Knowing | None]
    rhythm: Rhythm | None
    key: KeyCustomer | None
    talks: list[Talk]
    meetings: list[Meeting]

    @property
    def answered(self) -> int:
        """Count the answered questions among the seven."""
        return sum(answer is not None and answer.answer != "unknown" for answer in self.seven.values())

    @property
    def overdue(self) -> bool:
        """Whether the date of the next meeting has passed."""
        return bool(self.rhythm and self.rhythm.next_at and self.rhythm.next_at <= clock.now())


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings of a customer's journeys.

    `good` counts happy ones, and those where we named somebody who can help.
    """

    all: int
    happy: int
    helped_on: int

    @property
    def good(self) -> int:
        return self.happy + self.helped_on


def told_by(customer: int, *, by: Actor) -> Told:
    """Read the customer's statements as this reader may see them."""
    every = told.statements(customer)
    talks = list(
        Interview.objects.filter(customer_id=customer)
        .select_related("contact", "asks", "writes", "question_set", "journey")
        .annotate(
            answered=_latest("state"),
            read_back=_latest("pk"),
        )
        .order_by("-planned_for", "-pk")
    )
    about = [statement.journey for statement in every] + [talk.journey for talk in talks]
    journeys = {row.pk: row for row in about if row is not None}
    shut = unreadable(list(journeys.values()), by)
    open_ = [statement for statement in every if statement.journey_id not in shut]
    return Told(
        statements=[row for row in open_ if row.ended_at is None],
        past=[row for row in open_ if row.ended_at is not None],
        hidden=len(every) - len(open_),
        seven=told.seven(customer),
        rhythm=meetings.rhythm_of(customer),
        key=meetings.key_mark_of(customer),
        talks=[Talk(talk, _state(talk), talk.read_back, talk.journey_id not in shut) for talk in talks],
        meetings=meetings.meetings_of(customer, limit=3),
    )


def endings_of(customer: int, *, but: Collection[int] = ()) -> Endings:
    """Count the endings of all journeys of a customer, but for these, which the reader may not read.

    Joined journeys and those opened in error are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), count(*) FILTER (WHERE e.how = 'happy'),
                   count(*) FILTER (WHERE e.how = 'not_ours' AND EXISTS (
                       SELECT FROM fit f JOIN notice n ON n.id = f.notice_id
                        WHERE f.journey_id = j.id AND f.helper_name <> '' AND n.told_at IS NOT NULL))
              FROM journey j JOIN ending e ON e.journey_id = j.id
             WHERE j.customer_id = %s AND e.how NOT IN ('merged', 'opened_in_error', 'elsewhere') AND j.id <> ALL (%s)
            """,
            [customer, list(but)],
        )
        return Endings(*cursor.fetchone())


def journeys_to_name(customer: int, *, by: Actor) -> list[Journey]:
    """List the customer's journeys that this reader may read, open ones first, for a form that asks on which
    one something was said.
    """
    by.as_staff()
    rows = list(Journey.objects.filter(customer_id=customer).order_by("-opened_at")[:40])
    shut = unreadable(rows, by)
    return sorted((row for row in rows if row.pk not in shut), key=lambda row: row.state != "open")


@dataclass(frozen=True, slots=True)
class Source:
    """One way of hearing of us, with the number of customers and the endings of their journeys."""

    through: str
    customers: int
    journeys: int
    agreed: int


def sources(*, by: Actor, since: datetime | None = None) -> list[Source]:
    """Count how customers first heard of us, the most frequent way first.

    `since` counts only customers added from then on.
    """
    by.as_staff()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.heard_through, count(DISTINCT c.id), count(DISTINCT j.id),
                   count(DISTINCT j.id) FILTER (WHERE EXISTS (
                       SELECT FROM stage_trigger t WHERE t.journey_id = j.id AND t.kind = 'agreement'))
              FROM customer c LEFT JOIN journey j ON j.customer_id = c.id
             WHERE c.merged_into_id IS NULL AND (%(since)s::timestamptz IS NULL OR c.met_at >= %(since)s)
             GROUP BY 1 ORDER BY c.heard_through = '', 2 DESC, 1
            """,
            {"since": since},
        )
        return [Source(*row) for row in cursor.fetchall()]


def _latest(column: str) -> Subquery:
    """A column of the read-back that counts: the one to answer, or the one answered last."""
    rows = InterviewReadBack.objects.filter(Q(interview=OuterRef("pk")) & ~Q(state="replaced"))
    return Subquery(rows.order_by("-pk").values(column)[:1])


def _state(interview: Interview) -> str:
    if interview.called_off_at is not None:
        return "called_off"
    if interview.held_at is None:
        return "planned"
    return str(getattr(interview, "answered", None) or "held")
