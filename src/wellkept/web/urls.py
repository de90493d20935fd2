"""Addresses of the staff pages. They are nouns: `POST /journeys/48279163/handoffs` offers one."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("wellkept.web.setup.urls")),
    path("", include("wellkept.web.desk.urls")),
    path("", include("wellkept.web.board.urls")),
    path("", include("wellkept.web.find.urls")),
    path("", include("wellkept.web.intake.urls")),
    path("", include("wellkept.web.mailboxes.urls")),
    path("", include("wellkept.web.web_forms.urls")),
    path("", include("wellkept.web.journeys.urls")),
    path("", include("wellkept.web.visits.urls")),
    path("", include("wellkept.web.letters.urls")),
    path("", include("wellkept.web.customers.urls")),
    path("", include("wellkept.web.duplicates.urls")),
    path("", include("wellkept.web.imports.urls")),
    path("", include("wellkept.web.exports.urls")),
    path("", include("wellkept.web.nonconformities.urls")),
    path("", include("wellkept.web.process.urls")),
    path("", include("wellkept.web.questions.urls")),
    path("", include("wellkept.web.people.urls")),
    path("", include("wellkept.web.entities.urls")),
    path("", include("wellkept.web.billing.urls")),
    path("", include("wellkept.web.solutions.urls")),
]
