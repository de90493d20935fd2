"""Addresses of process."""

from __future__ import annotations

from django.urls import path

from wellkept.web.process import views

urlpatterns = [
    path("how-we-work", views.every, name="how-we-work"),
    path("how-we-work/<slug:key>", views.one, name="process"),
    path("how-we-work/<slug:key>/versions", views.versions, name="process-versions"),
    path("how-we-work/<slug:key>/versions/<int:version>", views.one, name="process-version"),
]
