"""Addresses of web forms."""

from __future__ import annotations

from django.urls import path

from wellkept.web.web_forms import views

urlpatterns = [
    path("intake/forms", views.listed, name="intake-forms"),
    path("intake/forms/new", views.settle, name="intake-form-new"),
    path("intake/forms/<int:form>", views.settle, name="intake-form"),
]
