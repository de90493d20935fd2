"""Addresses of letters."""

from __future__ import annotations

from django.urls import path

from wellkept.web.letters import views

urlpatterns = [
    path("mailbox", views.mailbox, name="mailbox"),
    path("mailbox/<uuid:notice>", views.letter, name="mailbox-letter"),
    path("mailbox/<uuid:notice>/html", views.html, name="mailbox-html"),
    path("undelivered", views.undelivered, name="undelivered"),
    path("undelivered/<uuid:notice>/again", views.again, name="notice-again"),
    path("undelivered/<uuid:notice>/told", views.told, name="notice-told"),
]
