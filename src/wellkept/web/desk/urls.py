"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from wellkept.web.desk import views

urlpatterns = [
    path("desk", views.mine, name="desk"),
    path("desk/team/<int:team>", views.team, name="team-desk"),
]
