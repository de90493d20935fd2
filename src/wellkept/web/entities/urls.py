"""Addresses of entities."""

from __future__ import annotations

from django.urls import path

from wellkept.web.entities import account_acts, paper_pages, views

urlpatterns = [
    path("entities", views.every, name="entities"),
    path("entities/new", views.new, name="entity-new"),
    path("entities/<int:entity>", views.one, name="entity"),
    path("entities/<int:entity>/details", views.details, name="entity-details"),
    path("entities/<int:entity>/terms", views.terms, name="entity-terms"),
    path("entities/<int:entity>/usual", views.usual, name="entity-usual"),
    path("entities/<int:entity>/ending", views.ending, name="entity-ending"),
    path("entities/<int:entity>/return", views.returned, name="entity-return"),
    path("entities/<int:entity>/papers", paper_pages.every, name="entity-papers"),
    path("entities/<int:entity>/logo", paper_pages.logo, name="entity-logo"),
    path(
        "entities/<int:entity>/papers/<str:kind>/<str:language>", paper_pages.words, name="entity-paper-words"
    ),
    path(
        "entities/<int:entity>/papers/<str:kind>/<str:language>/sample",
        paper_pages.sample,
        name="entity-paper-sample",
    ),
    path("entities/<int:entity>/accounts", account_acts.new, name="entity-accounts"),
    path("bank-accounts/<int:bank_account>/preferred", account_acts.preferred, name="bank-account-preferred"),
    path("bank-accounts/<int:bank_account>/closing", account_acts.closing, name="bank-account-closing"),
]
