"""The staff's pages. A noun is an address: `POST /journeys/48279163/handoffs` offers one."""

from __future__ import annotations

from django.urls import include, path

from wellkept.web import board, desk

urlpatterns = [
    path("", include("wellkept.web.house")),
    path("", include("wellkept.web.exchange.urls")),
    path("", include("wellkept.web.duplicates.urls")),
    path("desk", desk.mine, name="desk"),
    path("desk/team/<int:team>", desk.team, name="team-desk"),
    path("board", board.show, name="board"),
    path("board/<slug:stage>", board.stage, name="board-stage"),
    path("", include("wellkept.web.journeys.urls")),
]
