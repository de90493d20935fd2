"""Journeys that began elsewhere come here by the thousand, under the same laws, in a few statements.

What is open stands in the stage in which it is, in somebody's hands and with a next step from its first moment; what
ended elsewhere comes with the day on which it did. Nobody is written to: the customers did nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from wellkept.blueprints.queries import Plan
from wellkept.events.commands import Entry, open_subjects, record_many
from wellkept.journeys import facts
from wellkept.journeys.models import Ending, Journey, Move, NextStep
from wellkept.kernel import clock, number
from wellkept.people.actor import Actor
from wellkept.references.commands import note_many


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """One journey that comes here: since when, and where it stands, or when and how it ended.

    `holder` and the next step are for what is open; `heard` is when the customer last heard from a person.
    """

    customer: int
    country: str
    need: str
    plan: Plan
    stage: str
    team: int
    owner: int
    opened: datetime
    contact: int | None = None
    site: int | None = None
    budget: Decimal | None = None
    requested_for: datetime | None = None
    holder: int | None = None
    heard: datetime | None = None
    next_what: str = ""
    next_due: datetime | None = None
    ended: datetime | None = None
    how_it_ended: str = ""
    said: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def bring_in(*, journeys: Sequence[Arriving], cause: int, by: Actor) -> list[int]:
    """Bring them in, in this order; `cause` is the event of the act that does. Returns their keys.

    The laws hold for each at commit: one refused refuses them all.
    """
    by.as_writer()
    by.as_staff()
    now = clock.now()
    keys = open_subjects("journey", len(journeys))
    numbers = _next_numbers(len(journeys))
    together = list(zip(keys, numbers, journeys, strict=True))
    Move.objects.bulk_create(
        Move(journey_id=key, seq=0, to_stage=one.stage, version=one.plan.version, at=one.opened)
        for key, _, one in together
    )
    steps = {
        step.journey_id: step
        for step in NextStep.objects.bulk_create(
            _first_step(key, one, now) for key, _, one in together if one.ended is None
        )
    }
    rows = [_row(key, digits, one, steps.get(key), now) for key, digits, one in together]
    Journey.objects.bulk_create(rows)
    Ending.objects.bulk_create(
        Ending(journey_id=key, how="elsewhere", why=one.how_it_ended, at=one.ended)
        for key, _, one in together
        if one.ended is not None
    )
    note_many(
        references=(
            (key, kind, text, one.country)
            for key, digits, one in together
            for kind, text in (("number", digits), ("need", one.need), *one.said)
        ),
        customers={key: one.customer for key, _, one in together},
    )
    record_many(
        (
            entry
            for row, one in zip(rows, journeys, strict=True)
            for entry in _entries(row, one, steps, cause)
        ),
        by=by.by,
    )
    return keys


@transaction.atomic
def take_back(*, journeys: Sequence[int], why: str, cause: int, by: Actor) -> None:
    """They were brought in by error: what is open ends so, and what came ended is marked so. Nothing is deleted."""
    by.as_writer()
    now = clock.now()
    keys = sorted(journeys)
    rows = Journey.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    open_ones = [row.pk for row in rows if row.state != "ended"]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ending SET how = 'opened_in_error', why = %s WHERE journey_id = ANY(%s) AND how = 'elsewhere'",
            [why, keys],
        )
        cursor.execute(
            "UPDATE next_step SET done_at = %s, done_how = 'ended' WHERE journey_id = ANY(%s) AND done_at IS NULL",
            [now, open_ones],
        )
    Ending.objects.bulk_create(
        Ending(journey_id=key, how="opened_in_error", why=why, at=now) for key in open_ones
    )
    Journey.objects.filter(pk__in=open_ones).update(
        state="ended", ended_at=now, next_step=None, holder=None, court="none", waits_for="", silent_at=None,
        court_since=now,
    )  # fmt: skip
    fact = facts.JourneyEnded(how="opened_in_error", why=why)
    record_many((Entry(key, fact, court="none", cause=cause) for key in keys), by=by.by)


def _first_step(key: int, one: Arriving, now: datetime) -> NextStep:
    stage = one.plan.stage(one.stage)
    return NextStep(
        journey_id=key,
        text=one.next_what or stage.first_step,
        due_at=one.next_due or now + timedelta(hours=stage.first_step_hours),
        asked_at=now,
    )


def _row(key: int, digits: str, one: Arriving, step: NextStep | None, now: datetime) -> Journey:
    # How long they were silent before they came is not known, unless it is said: the limit runs from here.
    heard = one.heard or now
    silent = heard + timedelta(hours=one.plan.stage(one.stage).silence_hours)
    return Journey(
        subject_id=key,
        number=digits,
        state="open" if one.ended is None else "ended",
        customer_id=one.customer,
        contact_id=one.contact,
        site_id=one.site,
        need=one.need,
        budget=one.budget,
        requested_for=one.requested_for,
        blueprint_id=one.plan.version.blueprint_id,
        version=one.plan.version,
        stage=one.stage,
        team_id=one.team,
        owner_id=one.owner,
        holder_id=one.holder if one.ended is None else None,
        next_step=step,
        court="us" if one.ended is None else "none",
        court_since=one.opened if one.ended is None else one.ended,
        heard_at=heard if one.ended is None else one.ended,
        silent_at=silent if one.ended is None else None,
        opened_at=one.opened,
        accepted_at=one.opened if one.ended is None and one.stage == "support" else None,
        ended_at=one.ended,
        came_by="import",
    )


def _entries(row: Journey, one: Arriving, steps: dict[int, NextStep], cause: int) -> Iterable[Entry]:
    opened = facts.JourneyOpened(
        number=row.number,
        customer=one.customer,
        contact=one.contact,
        blueprint=row.blueprint_id,
        version=row.version_id,
        stage=one.stage,
        team=one.team,
        owner=one.owner,
        holder=one.holder or one.owner,
        channel="import",
        came_by="import",
        budget=one.budget,
        requested_for=one.requested_for,
        need=one.need,
    )
    yield Entry(row.pk, opened, court=row.court, happened=one.opened, cause=cause)
    step = steps.get(row.pk)
    if step is not None:
        planned = facts.StepPlanned(
            step=step.pk, kind=step.kind, text=step.text, due=step.due_at, awaits=step.awaits
        )
        yield Entry(row.pk, planned, cause=cause)
    if one.ended is not None:
        ended = facts.JourneyEnded(how="elsewhere", why=one.how_it_ended)
        yield Entry(row.pk, ended, court="none", happened=one.ended, cause=cause)


def _next_numbers(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('journey_count'), (SELECT number_key FROM company) FROM generate_series(1, %s)",
            [count],
        )
        return [number.nth(nth, bytes(key)) for nth, key in cursor.fetchall()]
