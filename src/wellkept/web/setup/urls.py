"""Addresses of setup."""

from __future__ import annotations

from django.urls import path

from wellkept.web.setup import views

urlpatterns = [
    path("", views.front, name="front"),
    path("set-up", views.set_up, name="set-up"),
]
