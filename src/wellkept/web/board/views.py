"""The board: where is everything?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wellkept.desk import board
from wellkept.kernel import clock
from wellkept.people import queries as people
from wellkept.web import access, labels
from wellkept.web.desk import views as desk_views
from wellkept.web.desk.lines import line


@access.page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the four stages side by side. Nothing can be dragged: a stage moves by the customer's trigger."""
    by = access.actor(request)
    columns = [
        {
            "stage": column.stage,
            "name": labels.stage(column.stage),
            "column": column,
            "queue": [_card(card) for card in column.queue],
            "cards": [_card(card) for card in column.cards],
        }
        for column in board.board(by)
    ]
    context = {"section": "board", "columns": columns, "alone": people.is_alone()}
    return render(request, "web/board/board.html", context)


@access.page
@require_safe
def stage(request: HttpRequest, stage: str) -> HttpResponse:
    """Show all journeys of one stage, as rows."""
    by = access.actor(request)
    of_stage = board.of_stage(by, stage, page=desk_views.asked_page(request))
    now = clock.now()
    context = {
        "section": "board",
        "name": labels.stage(stage),
        "desk": of_stage,
        "lines": [line(row, by, now) for row in of_stage.rows],
    }
    return render(request, "web/board/stage.html", context)


def _card(card: board.Card) -> dict[str, object]:
    row = card.journey
    since = card.offer.offered_at if card.offer else row.court_since
    return {
        "card": card,
        "row": row,
        "state": labels.court(row.court, since=since, waits_for=row.waits_for if card.readable else ""),
        "since": since,
    }
