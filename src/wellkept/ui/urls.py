"""Addresses of the gallery, and of the choice of a language."""

from __future__ import annotations

from django.urls import path

from wellkept.ui import views

urlpatterns = [
    path("ui", views.gallery, name="gallery"),
    path("ui/promise", views.gallery_form, name="gallery_form"),
    path("ui/<slug:page>", views.gallery, name="gallery_page"),
    path("language", views.language, name="language"),
]
