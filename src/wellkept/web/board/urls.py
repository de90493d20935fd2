"""Addresses of the board."""

from __future__ import annotations

from django.urls import path

from wellkept.web.board import views

urlpatterns = [
    path("board", views.show, name="board"),
    path("board/<slug:stage>", views.stage, name="board-stage"),
]
