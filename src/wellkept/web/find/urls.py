"""Addresses of find."""

from __future__ import annotations

from django.urls import path

from wellkept.web.find import misses, views

urlpatterns = [
    path("find/misses", misses.every, name="misses"),
    path("find/misses/<int:miss>", misses.one, name="miss"),
    path("find/misses/<int:miss>/reference", misses.reference),
    path("find/misses/<int:miss>/nonconformity", misses.nonconformity),
    path("find/misses/<int:miss>/not-ours", misses.not_ours),
    path("find/misses/<int:miss>/hand", misses.hand),
    path("find/misses/<int:miss>/pairs/<int:pair>", misses.otherwise),
    path("find", views.looking, name="find"),
    path("find/opened", views.led, name="find-opened"),
]
