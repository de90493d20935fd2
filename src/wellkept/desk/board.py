"""The board: each stage with its journeys and the offers to it, the longest wait first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy as _

from wellkept.desk.queries import Desk, rows_of
from wellkept.events.queries import histories
from wellkept.journey_page import ribbon_data as ribbon
from wellkept.journeys.models import Handoff, Journey
from wellkept.journeys.rights import unreadable
from wellkept.kernel.refusal import missing
from wellkept.people.actor import Actor
from wellkept.people.queries import hands_of
from wellkept.people.stages import STAGES
from wellkept.ui.ribbon import Ribbon

CARDS = 10

# For each team and court the longest waits, straight from the index: however many journeys there are.
_LONGEST = """
    SELECT t.stage, j.id, c.place, j.court_since
    FROM team t
    CROSS JOIN (VALUES ('us', 0), ('third', 1), ('customer', 2)) AS c (court, place)
    CROSS JOIN LATERAL (
        SELECT id, court_since FROM journey
        WHERE state = 'open' AND team_id = t.id AND court = c.court
        AND NOT EXISTS (SELECT FROM handoff h WHERE h.journey_id = journey.id AND h.state = 'offered')
        ORDER BY court_since LIMIT %(cards)s
    ) j
    WHERE t.stage IS NOT NULL
"""
_COUNTS = """
    SELECT t.stage, count(*) FROM journey j JOIN team t ON t.id = j.team_id
    WHERE j.state = 'open' AND t.stage IS NOT NULL GROUP BY t.stage
"""
_OF_STAGE = "SELECT id FROM journey WHERE state = 'open' AND stage = %(stage)s"


@dataclass(frozen=True)
class Card:
    """One journey on the board."""

    journey: Journey
    ribbon: Ribbon
    readable: bool
    offer: Handoff | None = None


@dataclass(frozen=True)
class Column:
    """A stage: the open offers to it, and the journeys in it. `total` and `offered` count them all."""

    stage: str
    queue: list[Card]
    offered: int
    cards: list[Card]
    total: int

    @property
    def more(self) -> int:
        """Count the journeys that are not shown.

        Journeys that this stage has offered on are in the next stage's queue.
        """
        return max(0, self.total - len(self.cards))


def board(by: Actor) -> list[Column]:
    """Read the four stages. The cards are limited, the counts are complete."""
    by.as_staff()
    held: dict[str, list[int]] = {stage: [] for stage in STAGES}
    with connection.cursor() as cursor:
        cursor.execute(_LONGEST, {"cards": CARDS})
        for stage, key, _unused, _unused in sorted(
            cursor.fetchall(), key=lambda row: (row[2], row[3], row[1])
        ):
            held[stage].append(key)
        cursor.execute(_COUNTS)
        totals = dict(cursor.fetchall())
    offers = list(
        Handoff.objects.filter(state="offered")
        .select_related("team", "receiver")
        .order_by("offered_at")[:200]
    )
    waiting: dict[str, list[Handoff]] = {stage: [] for stage in STAGES}
    leaving: dict[str, int] = dict.fromkeys(STAGES, 0)
    for offer in offers:
        waiting[offer.to_stage].append(offer)
        leaving[offer.from_stage] = leaving.get(offer.from_stage, 0) + 1
    shown = [key for keys in held.values() for key in keys[:CARDS]]
    shown += [offer.journey_id for offers in waiting.values() for offer in offers[:CARDS]]
    cards = _cards(shown, by)
    return [
        Column(
            stage=stage,
            queue=[
                Card(card.journey, card.ribbon, card.readable, offer)
                for offer in waiting[stage][:CARDS]
                if (card := cards.get(offer.journey_id))
            ],
            offered=len(waiting[stage]),
            cards=[cards[key] for key in held[stage][:CARDS] if key in cards],
            total=totals.get(stage, 0) - leaving.get(stage, 0),
        )
        for stage in STAGES
    ]


def of_stage(by: Actor, stage: str, *, page: int = 1) -> Desk:
    """List all journeys in one stage as rows, a page at a time."""
    if stage not in STAGES:
        raise missing("stage", _("There is no such stage."))
    mine = hands_of(by.as_staff())
    return rows_of(by, hands=_OF_STAGE, offered="true", mine=mine, stage=stage, page=page)


def _cards(keys: Sequence[int], by: Actor) -> dict[int, Card]:
    journeys = Journey.objects.select_related("customer", "team", "holder", "owner").in_bulk(list(keys))
    events = histories(list(journeys), types=ribbon.DRAWN, at_most=ribbon.AT_MOST)
    shut = unreadable(list(journeys.values()), by)
    return {
        key: Card(row, ribbon.of(events[key], outline=key in shut), key not in shut)
        for key, row in journeys.items()
    }
