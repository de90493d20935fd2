"""Addresses of the website forms."""

from __future__ import annotations

from django.urls import path

from wellkept.portal.ask import views

app_name = "ask"
urlpatterns = [
    path("<slug:key>", views.ask, name="form"),
    path("<slug:key>/receipt/<str:receipt>", views.receipt, name="receipt"),
    path("<slug:key>/receipt/<str:receipt>/whereabouts", views.whereabouts, name="whereabouts"),
]
