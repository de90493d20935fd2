"""Addresses of nonconformities."""

from __future__ import annotations

from django.urls import path

from wellkept.web.nonconformities import views

urlpatterns = [
    path("nonconformities", views.every, name="nonconformities"),
    path("nonconformities/<int:nonconformity>", views.one, name="nonconformity"),
    path("nonconformities/<int:nonconformity>/plan", views.plan),
    path("nonconformities/<int:nonconformity>/hand", views.hand),
    path("nonconformities/<int:nonconformity>/closing", views.closing),
]
