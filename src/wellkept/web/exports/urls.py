"""Addresses of exports."""

from __future__ import annotations

from django.urls import path

from wellkept.web.exports import views

urlpatterns = [
    path("exports", views.every, name="exports"),
    path("exports/<int:key>/file", views.file, name="export-file"),
]
