"""Import journeys from another system in bulk, under the same laws, in a few statements.

Open ones are in a stage, in somebody's hands and with a next step from the beginning. Ended ones keep the day
on which they ended. Customers are not written to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from wellkept.blueprints.queries import Plan
from wellkept.entities.queries import usual_entity
from wellkept.events.commands import Entry, open_subjects, record_many
from wellkept.journeys import facts
from wellkept.journeys.models import Ending, Journey, Move, NextStep
from wellkept.kernel import clock, number
from wellkept.people.actor import Actor
from wellkept.references.commands import note_many


@dataclass(frozen=True, kw_only=True)
class Arriving:
    """One journey to import: its beginning, and its stage or its ending.

    `holder` and the next step are for open ones. `heard` is when the customer last heard from a person.
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
    old_state: str = ""  # what the old system called its state
    said: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def bring_in(*, journeys: Sequence[Arriving], cause: int, by: Actor) -> list[int]:
    """Insert these journeys in this order. `cause` is the event of the import. Returns their keys.

    The laws hold for each at commit: one refusal refuses them all.
    """
    by.as_writer()
    by.as_staff()
    now = clock.now()
    keys = open_subjects("journey", len(journeys))
    numbers = _next_numbers(len(journeys))
    together = list(zip(keys, numbers, journeys, strict=True))
    Move.objects.bulk_create(
        Move(
            journey_id=key, seq=0, to_stage=arriving.stage, version=arriving.plan.version, at=arriving.opened
        )
        for key, _, arriving in together
    )
    steps = {
        step.journey_id: step
        for step in NextStep.objects.bulk_create(
            _first_step(key, arriving, now) for key, _, arriving in together if arriving.ended is None
        )
    }
    entity = usual_entity()
    rows = [_row(key, digits, arriving, steps.get(key), now) for key, digits, arriving in together]
    for row in rows:
        row.entity_id = entity
    Journey.objects.bulk_create(rows)
    Ending.objects.bulk_create(
        Ending(journey_id=key, how="elsewhere", why=arriving.old_state, at=arriving.ended)
        for key, _, arriving in together
        if arriving.ended is not None
    )
    note_many(
        references=(
            (key, kind, text, arriving.country)
            for key, digits, arriving in together
            for kind, text in (("number", digits), ("need", arriving.need), *arriving.said)
        ),
        customers={key: arriving.customer for key, _, arriving in together},
    )
    record_many(
        (
            entry
            for row, arriving in zip(rows, journeys, strict=True)
            for entry in _entries(row, arriving, steps, cause)
        ),
        by=by.by,
    )
    return keys


@transaction.atomic
def take_back(*, journeys: Sequence[int], taken_back_with: int, cause: int, by: Actor) -> None:
    """Take back imported journeys: open ones end as opened in error, ended ones are marked. Nothing is
    deleted."""
    by.as_writer()
    now = clock.now()
    keys = sorted(journeys)
    rows = Journey.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    open_ones = [row.pk for row in rows if row.state != "ended"]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ending SET how = 'opened_in_error', why = '', taken_back_with = %s"
            " WHERE journey_id = ANY(%s) AND how = 'elsewhere'",
            [taken_back_with, keys],
        )
        cursor.execute(
            "UPDATE next_step SET done_at = %s, done_how = 'ended' WHERE journey_id = ANY(%s) AND done_at IS NULL",
            [now, open_ones],
        )
    Ending.objects.bulk_create(
        Ending(journey_id=key, how="opened_in_error", taken_back_with=taken_back_with, at=now)
        for key in open_ones
    )
    Journey.objects.filter(pk__in=open_ones).update(
        state="ended", ended_at=now, next_step=None, holder=None, court="none", waits_for="", silent_at=None,
        court_since=now,
    )  # fmt: skip
    fact = facts.JourneyEnded(how="opened_in_error", taken_back_with=taken_back_with)
    record_many((Entry(key, fact, court="none", cause=cause) for key in keys), by=by.by)


def _first_step(key: int, arriving: Arriving, now: datetime) -> NextStep:
    stage = arriving.plan.stage(arriving.stage)
    return NextStep(
        journey_id=key,
        text=arriving.next_what or stage.first_step,
        due_at=arriving.next_due or now + timedelta(hours=stage.first_step_hours),
        asked_at=now,
    )


def _row(key: int, digits: str, arriving: Arriving, step: NextStep | None, now: datetime) -> Journey:
    # How long they were silent before they came is not known, unless it is said: the limit runs from here.
    heard = arriving.heard or now
    silent = heard + timedelta(hours=arriving.plan.stage(arriving.stage).silence_hours)
    return Journey(
        subject_id=key,
        number=digits,
        state="open" if arriving.ended is None else "ended",
        customer_id=arriving.customer,
        contact_id=arriving.contact,
        site_id=arriving.site,
        need=arriving.need,
        budget=arriving.budget,
        requested_for=arriving.requested_for,
        blueprint_id=arriving.plan.version.blueprint_id,
        version=arriving.plan.version,
        stage=arriving.stage,
        team_id=arriving.team,
        owner_id=arriving.owner,
        holder_id=arriving.holder if arriving.ended is None else None,
        next_step=step,
        court="us" if arriving.ended is None else "none",
        court_since=arriving.opened if arriving.ended is None else arriving.ended,
        heard_at=heard if arriving.ended is None else arriving.ended,
        silent_at=silent if arriving.ended is None else None,
        opened_at=arriving.opened,
        accepted_at=arriving.opened if arriving.ended is None and arriving.stage == "support" else None,
        ended_at=arriving.ended,
        came_by="import",
    )


def _entries(row: Journey, arriving: Arriving, steps: dict[int, NextStep], cause: int) -> Iterable[Entry]:
    opened = facts.JourneyOpened(
        number=row.number,
        customer=arriving.customer,
        contact=arriving.contact,
        blueprint=row.blueprint_id,
        version=row.version_id,
        entity=row.entity_id,
        stage=arriving.stage,
        team=arriving.team,
        owner=arriving.owner,
        holder=arriving.holder or arriving.owner,
        channel="import",
        came_by="import",
        budget=arriving.budget,
        requested_for=arriving.requested_for,
        need=arriving.need,
    )
    yield Entry(row.pk, opened, court=row.court, happened=arriving.opened, cause=cause)
    step = steps.get(row.pk)
    if step is not None:
        planned = facts.StepPlanned(
            step=step.pk, kind=step.kind, text=step.text, due=step.due_at, awaits=step.awaits
        )
        yield Entry(row.pk, planned, cause=cause)
    if arriving.ended is not None:
        ended = facts.JourneyEnded(how="elsewhere", why=arriving.old_state)
        yield Entry(row.pk, ended, court="none", happened=arriving.ended, cause=cause)


def _next_numbers(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('journey_count'), (SELECT number_key FROM company) FROM generate_series(1, %s)",
            [count],
        )
        return [number.nth(nth, bytes(key)) for nth, key in cursor.fetchall()]
