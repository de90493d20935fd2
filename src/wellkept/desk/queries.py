"""Read the desk of a person or a team, in the order in which customers wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.utils.translation import gettext_lazy as _

from wellkept.events.queries import Happening, histories
from wellkept.journey_page import ribbon_data as ribbon
from wellkept.journey_page.record import JourneyRecord
from wellkept.journeys.models import Handoff, Hold, Journey, NextStep, Trigger
from wellkept.journeys.queries import holds_of, triggers_of
from wellkept.journeys.rights import unreadable
from wellkept.kernel import clock
from wellkept.kernel.refusal import forbidden, missing
from wellkept.kernel.text import fill
from wellkept.orders.models import Agreement
from wellkept.orders.queries import agreements_to_answer
from wellkept.people.actor import Actor
from wellkept.people.models import Person, Team
from wellkept.people.queries import Hands, answers_for_company, hands_of
from wellkept.promises.models import Promise
from wellkept.promises.queries import open_promises_of
from wellkept.ui.ribbon import Ribbon

PAGE = 25


def _in_hands(person: str, team: str) -> str:
    """Write the condition that this person is the reader, or that the reader acts for them in this team's work."""
    return f"""({person} = ANY(%(people)s) AND ({person} = %(me)s OR EXISTS (
        SELECT FROM unnest(%(absent)s::bigint[], %(absent_in)s::bigint[]) AS pair (person, team)
        WHERE pair.person = {person} AND pair.team = {team})))"""


# What is in the reader's hands: they own it, hold it, have a step of it to do, or it is offered to them.
_IN_HANDS = f"""
    SELECT id FROM journey j WHERE state = 'open' AND {_in_hands("holder_id", "j.team_id")}
    UNION SELECT id FROM journey j WHERE state = 'open' AND {_in_hands("owner_id", "j.team_id")}
    UNION SELECT s.journey_id FROM next_step s JOIN journey j ON j.id = s.journey_id
        WHERE s.done_at IS NULL AND {_in_hands("s.handler_id", "j.team_id")}
    UNION SELECT journey_id FROM handoff h WHERE state = 'offered' AND {_in_hands("receiver_id", "h.team_id")}
"""
_OFFERED = _in_hands("h.receiver_id", "h.team_id")
# What a team has, and what is offered to it.
_WITH_TEAM = """
    SELECT id FROM journey WHERE state = 'open' AND team_id = %(team)s
    UNION SELECT journey_id FROM handoff WHERE state = 'offered' AND team_id = %(team)s
"""
# Ours to do, by one of these people: a step of their own, or one that nobody else has of what they hold.
_TO_ACT = f"""
    j.court = 'us' AND EXISTS (
        SELECT FROM next_step s WHERE s.journey_id = j.id AND s.done_at IS NULL AND s.awaits = 'us'
        AND ({_in_hands("s.handler_id", "j.team_id")}
            OR (s.handler_id IS NULL AND {_in_hands("j.holder_id", "j.team_id")})))
"""
_OPEN_PROMISE = "p.kept_at IS NULL AND p.released_at IS NULL AND p.struck_at IS NULL"
_IN_ORDER = """
    WITH hands AS ({hands}),
    stands AS (
        SELECT j.id, j.court, j.court_since, n.due_at AS next_due,
            EXISTS (SELECT FROM promise p WHERE p.journey_id = j.id AND {open} AND p.due < %(now)s) AS broken,
            EXISTS (SELECT FROM promise p WHERE p.journey_id = j.id AND {open}
                    AND p.due >= %(now)s AND p.due < n.due_at) AS jeopardy,
            coalesce(j.silent_at < %(now)s, false) AS silent,
            EXISTS (SELECT FROM handoff h WHERE h.journey_id = j.id AND h.state = 'offered'
                    AND {offered}) AS offered,
            ({to_act}) AS to_act
        FROM journey j JOIN hands USING (id) LEFT JOIN next_step n ON n.id = j.next_step_id
        WHERE j.state = 'open'
    )
    SELECT id, broken, jeopardy, silent, offered, to_act,
        count(*) OVER () AS total, count(*) FILTER (WHERE to_act) OVER () AS waiting,
        count(*) FILTER (WHERE court = 'us') OVER () AS on_us
    FROM stands
    ORDER BY CASE WHEN broken THEN 0 WHEN jeopardy THEN 1 WHEN silent THEN 2 WHEN offered THEN 3
                  WHEN court = 'us' THEN 4 ELSE 5 END,
        court <> 'us', CASE WHEN court = 'us' THEN court_since ELSE next_due END, id
    LIMIT %(limit)s OFFSET %(offset)s
"""

_BROKEN = f"EXISTS (SELECT FROM promise p WHERE p.journey_id = j.id AND {_OPEN_PROMISE} AND p.due < %(now)s)"
_HOUSE = f"""
    SELECT count(*), count(*) FILTER (WHERE j.court = 'us'), count(*) FILTER (WHERE {_BROKEN}),
        count(*) FILTER (WHERE j.silent_at < %(now)s),
        count(*) FILTER (WHERE EXISTS (SELECT FROM handoff h WHERE h.journey_id = j.id AND h.state = 'offered'))
    FROM journey j WHERE j.state = 'open'
"""
_IN_TROUBLE = f"SELECT j.id FROM journey j WHERE j.state = 'open' AND (j.silent_at < %(now)s OR {_BROKEN})"


@dataclass(frozen=True)
class Row:
    """One journey on a desk. `readable` is False if it is confidential and the reader may not read it."""

    record: JourneyRecord
    broken: bool
    jeopardy: bool
    silent: bool
    offer: Handoff | None
    to_act: bool
    step: NextStep | None
    ribbon: Ribbon
    readable: bool
    stands_in_for: Person | None

    @property
    def journey(self) -> Journey:
        return self.record.row


@dataclass(frozen=True)
class Desk:
    """One page of a desk.

    `waiting` counts journeys where a customer waits for these people, `on_us` for any of us.
    """

    rows: list[Row]
    total: int
    waiting: int
    on_us: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def of_person(by: Actor, *, page: int = 1) -> Desk:
    """List the person's journeys, and those of colleagues for whom they stand in."""
    return rows_of(by, hands=_IN_HANDS, offered=_OFFERED, mine=hands_of(by.as_staff()), page=page)


def of_team(by: Actor, team: int, *, page: int = 1) -> Desk:
    """List a team's journeys. For its members, its lead, administrators and the process owner."""
    me = by.as_staff()
    row = Team.objects.filter(pk=team).first()
    if row is None:
        raise missing("team", _("There is no such team."))
    if not (team in by.teams or me == row.lead_id or answers_for_company(by)):
        raise forbidden(fill(_("This is the desk of %(name)s; you are in another team."), name=row.name))
    mine = hands_of(me)
    return rows_of(by, hands=_WITH_TEAM, offered="h.team_id = %(team)s", mine=mine, team=team, page=page)


@dataclass(frozen=True)
class House:
    """The open journeys of the whole company: their counts, and the rows that need somebody first."""

    open: int
    on_us: int
    broken: int
    silent: int
    offered: int
    rows: list[Row]


def of_house(by: Actor, *, most: int = 5) -> House:
    """Read the whole company, for those who answer for it: broken promises first, then silences."""
    with connection.cursor() as cursor:
        cursor.execute(_HOUSE, {"now": clock.now()})
        total, on_us, broken, silent, offered = cursor.fetchone()
    rows: list[Row] = []
    if broken or silent:
        mine = hands_of(by.as_staff())
        rows = rows_of(by, hands=_IN_TROUBLE, offered="false", mine=mine, page=1).rows[:most]
    return House(open=total, on_us=on_us, broken=broken, silent=silent, offered=offered, rows=rows)


def waiting_for(mine: Hands) -> int:
    """Count journeys where a customer waits for this person, or for a colleague for whom they stand in."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH hands AS ({_IN_HANDS}) SELECT count(*) FROM journey j JOIN hands USING (id) "
            f"WHERE j.state = 'open' AND {_TO_ACT}",
            _parameters(mine),
        )
        return int(cursor.fetchone()[0])


def desks(by: Actor, *, answers: bool) -> list[Team]:
    """List the teams whose desks this person may see, their own first: all of them for who `answers` for the house."""
    every = list(Team.objects.select_related("lead").order_by("name"))
    me = by.as_staff()
    if not answers:
        every = [team for team in every if team.pk in by.teams or team.lead_id == me]
    return sorted(every, key=lambda team: (team.pk not in by.teams, team.name))


def rows_of(
    by: Actor,
    *,
    hands: str,
    offered: str,
    mine: Hands,
    page: int,
    team: int | None = None,
    stage: str = "",
) -> Desk:
    """List the journeys that the statement `hands` selects, in the order of the desk, one page of them."""
    page = max(1, page)
    with connection.cursor() as cursor:
        cursor.execute(
            _IN_ORDER.format(hands=hands, open=_OPEN_PROMISE, offered=offered, to_act=_TO_ACT),
            {
                **_parameters(mine),
                "team": team,
                "stage": stage,
                "now": clock.now(),
                "limit": PAGE,
                "offset": (page - 1) * PAGE,
            },
        )
        fetched = cursor.fetchall()
    if not fetched and page > 1:
        return rows_of(by, hands=hands, offered=offered, mine=mine, page=1, team=team, stage=stage)
    keys = [row[0] for row in fetched]
    journeys = Journey.objects.select_related(
        "customer", "contact", "team", "owner", "holder", "next_step", "version", "blueprint"
    ).in_bulk(keys)
    steps: dict[int, list[NextStep]] = {key: [] for key in keys}
    for step in (
        NextStep.objects.filter(journey_id__in=keys, done_at__isnull=True)
        .select_related("handler")
        .order_by("due_at", "pk")
    ):
        steps[step.journey_id].append(step)
    offers = {
        offer.journey_id: offer
        for offer in Handoff.objects.filter(journey_id__in=keys, state="offered").select_related(
            "giver", "receiver", "team", "journey__team"
        )
    }
    events = histories(keys, types=ribbon.DRAWN, at_most=ribbon.AT_MOST)
    shut = unreadable(list(journeys.values()), by)
    records = _records(by, list(journeys.values()), mine, steps, offers, events)
    rows = [
        Row(
            record=records[key],
            broken=broken,
            jeopardy=jeopardy,
            silent=silent,
            offer=offers.get(key) if is_offered else None,
            to_act=to_act,
            step=_step(journeys[key], steps[key], mine),
            ribbon=ribbon.of(events[key], outline=key in shut),
            readable=key not in shut,
            stands_in_for=_absent(journeys[key], steps[key], offers.get(key), mine),
        )
        for key, broken, jeopardy, silent, is_offered, to_act, _unused, _unused, _unused in fetched
    ]
    total, waiting, on_us = fetched[0][6:9] if fetched else (0, 0, 0)
    return Desk(rows=rows, total=total, waiting=waiting, on_us=on_us, page=page)


def _parameters(mine: Hands) -> dict[str, int | list[int]]:
    """The parameters of `_in_hands`."""
    pairs = [(person, team) for person, team in mine.pairs if team is not None]
    return {
        "me": mine.me,
        "people": [mine.me, *mine.others],
        "absent": [person for person, _team in pairs],
        "absent_in": [team for _person, team in pairs],
    }


def _records(
    by: Actor,
    rows: Sequence[Journey],
    mine: Hands,
    steps: dict[int, list[NextStep]],
    offers: dict[int, Handoff],
    histories: dict[int, list[Happening]],
) -> dict[int, JourneyRecord]:
    """The read models of the rows, for their first acts."""
    batch = _Batch([row.pk for row in rows])
    records: dict[int, JourneyRecord] = {}
    for row in rows:
        record = _RowRecord(row, by)
        record.batch, record.mine = batch, mine
        record.steps, record.offer, record.history = steps[row.pk], offers.get(row.pk), histories[row.pk]
        records[row.pk] = record
    return records


class _Batch:
    """Facts of all rows of a page, each read in one query when the first row asks for it."""

    def __init__(self, keys: Sequence[int]) -> None:
        self.keys = keys

    @cached_property
    def triggers(self) -> dict[int, list[Trigger]]:
        return triggers_of(self.keys)

    @cached_property
    def holds(self) -> dict[int, list[Hold]]:
        return holds_of(self.keys)

    @cached_property
    def owed(self) -> dict[int, list[Promise]]:
        return open_promises_of(self.keys)

    @cached_property
    def put(self) -> dict[int, Agreement]:
        return agreements_to_answer(self.keys)


class _RowRecord(JourneyRecord):
    """The read model of one row; its facts come from the batch of the page."""

    batch: _Batch

    @cached_property
    def triggers(self) -> list[Trigger]:
        return self.batch.triggers[self.row.pk]

    @cached_property
    def holds(self) -> list[Hold]:
        return self.batch.holds[self.row.pk]

    @cached_property
    def owed(self) -> list[Promise]:
        return self.batch.owed[self.row.pk]

    @cached_property
    def put(self) -> Agreement | None:
        return self.batch.put.get(self.row.pk)


def _step(row: Journey, steps: Sequence[NextStep], mine: Hands) -> NextStep | None:
    """Find the first step in the reader's hands on the journey, else its first step at all."""
    people = mine.people(row.team_id)
    for step in steps:
        holders = step.handler_id is None and step.awaits == "us" and row.holder_id in people
        if step.handler_id in people or holders:
            return step
    return steps[0] if steps else None


def _absent(row: Journey, steps: Sequence[NextStep], offer: Handoff | None, mine: Hands) -> Person | None:
    """Name of the absent colleague whose work this is, if it is not mine."""
    me, absent = mine.me, mine.people(row.team_id)[1:]
    if me in (row.holder_id, row.owner_id) or any(step.handler_id == me for step in steps):
        return None
    if offer is not None and offer.receiver_id in mine.people(offer.team_id)[1:]:
        return offer.receiver
    if row.holder_id in absent:
        return row.holder
    handler = next((step.handler for step in steps if step.handler_id in absent), None)
    return handler or (row.owner if row.owner_id in absent else None)
